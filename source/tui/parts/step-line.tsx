import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Toned, useGlyphs } from '../theme.tsx';
import { Marked } from './remark.tsx';
import { Spinner } from './spinner.tsx';

/** How far a step has come. */
export type StepState = 'done' | 'running' | 'waiting' | 'failed';

/**
 * One step of longer work, in the past participle once it is done. `children` stand behind it.
 *
 *     ✓ Token exchanged
 *     ⠹ Verifying 12 of 240
 */
export function StepLine({ state, text, children }: { state: StepState; text: string; children?: ReactNode }) {
	const glyphs = useGlyphs();
	const [sign, tone] = (
		{
			done: [glyphs.good, 'good'],
			failed: [glyphs.bad, 'bad'],
			waiting: [glyphs.pending, 'quiet'],
			running: [<Spinner key="spinner" />, 'accent'],
		} as const
	)[state];
	return (
		<Marked sign={sign} tone={tone}>
			<Toned tone={state === 'waiting' ? 'quiet' : 'plain'}>{text}</Toned>
			{children ? (
				<Box flexShrink={0} columnGap={1}>
					{children}
				</Box>
			) : null}
		</Marked>
	);
}
