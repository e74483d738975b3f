import { Box } from 'ink';
import { progressBar } from '../../terminal/glyphs.ts';
import { Toned, useGlyphs } from '../theme.tsx';

const WIDTH = 20;

/** How much of something is done, as a bar: `━━━━━━━━────────────`. */
export function Bar({ done, total }: { done: number; total: number }) {
	const [filled, rest] = progressBar(total === 0 ? 0 : done / total, WIDTH, useGlyphs());
	return (
		<Box flexShrink={0}>
			<Toned tone="accent">{filled}</Toned>
			<Toned tone="quiet">{rest}</Toned>
		</Box>
	);
}
