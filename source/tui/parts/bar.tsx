import { Box } from 'ink';
import { Toned, useGlyphs } from '../theme.tsx';

const WIDTH = 20;

/** How much of something is done, as a bar: `━━━━━━━━────────────`. */
export function Bar({ done, total }: { done: number; total: number }) {
	const { barDone, barLeft } = useGlyphs();
	const filled = total === 0 ? 0 : Math.floor((Math.min(done, total) / total) * WIDTH);
	return (
		<Box flexShrink={0}>
			<Toned tone="accent">{barDone.repeat(filled)}</Toned>
			<Toned tone="quiet">{barLeft.repeat(WIDTH - filled)}</Toned>
		</Box>
	);
}
