import { Box } from 'ink';
import { KEYMAP, keyLabel, type Scope } from '../keymap.ts';
import { Scrollable } from '../parts/scrollable.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

export type HelpScreenProps = Pick<View, 'width' | 'rows' | 'scroll' | 'onScrollLimit'> & { scope: Scope };

/** All keys of a screen, in two columns where there is room for them. */
export function HelpScreen({ scope, width, rows, scroll, onScrollLimit }: HelpScreenProps) {
	const glyphs = useGlyphs();
	const bindings = KEYMAP[scope];
	const columns = width >= 72 ? 2 : 1;
	const perColumn = Math.ceil(bindings.length / columns);
	return (
		<Scrollable rows={rows} offset={scroll} onLimit={onScrollLimit}>
			<Box columnGap={2}>
				{Array.from({ length: columns }, (_, column) => (
					<Box key={bindings[column * perColumn]?.label ?? column} flexDirection="column" flexGrow={1} flexBasis={0}>
						{bindings.slice(column * perColumn, (column + 1) * perColumn).map(({ keys, label }) => (
							<Box key={`${keys[0]} ${label}`} height={1} flexShrink={0}>
								<Box width={17} flexShrink={0} paddingRight={1}>
									<Toned tone="accent">{keys.map((name) => keyLabel(name, glyphs)).join(' ')}</Toned>
								</Box>
								<Toned>{label}</Toned>
							</Box>
						))}
					</Box>
				))}
			</Box>
		</Scrollable>
	);
}
