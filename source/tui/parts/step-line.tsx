import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Toned, useGlyphs } from '../theme.tsx';
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
	const sign = { done: glyphs.good, failed: glyphs.bad, waiting: glyphs.pending, running: '' }[state];
	const tone = ({ done: 'good', failed: 'bad', waiting: 'quiet', running: 'accent' } as const)[state];
	return (
		<Box height={1} flexShrink={0} columnGap={1}>
			<Box flexShrink={0}>{state === 'running' ? <Spinner /> : <Toned tone={tone}>{sign}</Toned>}</Box>
			<Toned tone={state === 'waiting' ? 'quiet' : 'plain'}>{text}</Toned>
			{children ? (
				<Box flexShrink={0} columnGap={1}>
					{children}
				</Box>
			) : null}
		</Box>
	);
}
