import { Box } from 'ink';
import { KEYMAP, keyLabel, type Scope } from '../keymap.ts';
import { Toned, useGlyphs } from '../theme.tsx';

/** All keys of a screen, in as many columns as there is room for. */
export function HelpScreen({ scope, width, rows }: { scope: Scope; width: number; rows: number }) {
	const glyphs = useGlyphs();
	const bindings = KEYMAP[scope];
	const columns = Math.min(Math.max(1, Math.floor(width / 36)), Math.ceil(bindings.length / Math.max(1, rows)) + 1);
	const perColumn = Math.ceil(bindings.length / columns);
	return (
		<Box columnGap={2}>
			{Array.from({ length: columns }, (_, column) => (
				<Box key={bindings[column * perColumn]?.label ?? column} flexDirection="column" flexGrow={1}>
					{bindings.slice(column * perColumn, (column + 1) * perColumn).map(({ keys, label }) => (
						<Box key={label} height={1} flexShrink={0}>
							<Box width={16} flexShrink={0}>
								<Toned tone="accent">{keys.map((name) => keyLabel(name, glyphs)).join(' ')}</Toned>
							</Box>
							<Toned>{label}</Toned>
						</Box>
					))}
				</Box>
			))}
		</Box>
	);
}
