import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Cell, type Tone, Toned, useGlyphs } from '../theme.tsx';

/** What follows a sign: the sign alone has the colour, since a whole line of yellow cannot be read on white. */
export function Marked({ sign, tone, children }: { sign: ReactNode; tone: Tone; children: ReactNode }) {
	return (
		<Box columnGap={1} flexShrink={0}>
			{sign ? <Cell tone={tone}>{sign}</Cell> : null}
			{children}
		</Box>
	);
}

/** How a sentence is meant, where that is more than its words. */
type RemarkTone = Extract<Tone, 'good' | 'warn' | 'bad' | 'plain'>;

export type RemarkProps = { tone: RemarkTone; wrap?: 'wrap' | 'truncate'; children: ReactNode };

/**
 * A sentence behind the sign of what it means.
 *
 *     ! Weaker: whoever can read your files can open it.
 */
export function Remark({ tone, wrap = 'wrap', children }: RemarkProps) {
	const glyphs = useGlyphs();
	return (
		<Marked sign={tone === 'plain' ? null : glyphs[tone]} tone={tone}>
			<Toned wrap={wrap}>{children}</Toned>
		</Marked>
	);
}
