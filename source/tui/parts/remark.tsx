import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { type Tone, Toned, useGlyphs } from '../theme.tsx';

/** How a sentence is meant, where that is more than its words. */
type RemarkTone = Extract<Tone, 'good' | 'warn' | 'bad' | 'plain'>;

/**
 * A sentence behind the sign of what it means. The sign alone has the colour: a whole line of yellow cannot be read on white.
 *
 *     ! Weaker: whoever can read your files can open it.
 */
export function Remark({ tone, wrap = 'wrap', children }: RemarkProps) {
	const sign = signOf(tone, useGlyphs());
	return (
		<Box columnGap={1} flexShrink={0}>
			{sign === '' ? null : (
				<Box flexShrink={0}>
					<Toned tone={tone}>{sign}</Toned>
				</Box>
			)}
			<Toned wrap={wrap}>{children}</Toned>
		</Box>
	);
}

export type RemarkProps = { tone: RemarkTone; wrap?: 'wrap' | 'truncate'; children: ReactNode };

function signOf(tone: RemarkTone, glyphs: Glyphs): string {
	return tone === 'plain' ? '' : glyphs[tone];
}
