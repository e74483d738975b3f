import { Box } from 'ink';
import stringWidth from 'string-width';
import { screenScope } from '../../session/question.ts';
import { canSuspend } from '../../system/suspension.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { type Binding, KEYMAP, keyLabel, SUSPEND } from '../keymap.ts';
import { Cell, Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

/** Cells between a key and what it does, and between two columns. */
const GAP = 2;

/** All keys of a screen, in two columns where there is room for them. */
export function HelpScreen({ session, width }: View) {
	const glyphs = useGlyphs();
	const bindings = [...KEYMAP[screenScope(session)], ...(canSuspend ? [SUSPEND] : [])];
	const lines = bindings.map((binding) => lineOf(binding, glyphs));
	const half = Math.ceil(lines.length / 2);
	const two = [lines.slice(0, half), lines.slice(half)];
	const columns = two.reduce((sum, column) => sum + widthOf(column), GAP) <= width ? two : [lines];
	return (
		<Box columnGap={GAP}>
			{columns.map((column) => (
				<Box key={column[0]?.label} flexDirection="column" minWidth={Math.floor((width - GAP) / columns.length)}>
					{column.map(({ keys, label }) => (
						<Box key={label} height={1} flexShrink={0} columnGap={GAP}>
							<Cell width={keysWidth(column)} tone="accent">
								{keys}
							</Cell>
							<Toned>{label}</Toned>
						</Box>
					))}
				</Box>
			))}
		</Box>
	);
}

type Line = { keys: string; label: string };

function lineOf({ keys, label }: Binding, glyphs: Glyphs): Line {
	return { keys: keys.map((name) => keyLabel(name, glyphs)).join(' '), label };
}

const keysWidth = (lines: readonly Line[]) => Math.max(0, ...lines.map(({ keys }) => stringWidth(keys)));

const widthOf = (lines: readonly Line[]) =>
	keysWidth(lines) + GAP + Math.max(0, ...lines.map(({ label }) => stringWidth(label)));
