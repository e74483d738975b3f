import { Box } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { fitText } from '../../host/fit-text.ts';
import { type Binding, KEYMAP, keyLabel, type Scope } from '../keymap.ts';
import { type Glyphs, Toned, useGlyphs } from '../theme.tsx';

/** Below this the program asks for more room. */
export const LEAST = { columns: 40, rows: 12 };

/** Rows that are left for the body: title and footer take one each, and a blank one each where there is room. */
export function bodyRows(rows: number): number {
	return Math.max(1, rows - (isTight(rows) ? 2 : 4));
}

function isTight(rows: number): boolean {
	return rows < 18;
}

export type FrameProps = {
	title: string;
	/** Shown at the right of the title: the app, or the host when it is not Meta's. */
	aside: string;
	scope: Scope;
	/** What Enter does right now, where that depends on more than the screen. */
	enterLabel?: string | undefined;
	columns: number;
	rows: number;
	children: ReactNode;
};

/**
 * Every screen: a title line, the body, one dim footer with the keys.
 *
 *     Pages                               My App · v27.0
 *
 *     …
 *
 *     ⏎ open · / filter · s sort · esc back · ? all keys
 */
export function Frame({ title, aside, scope, enterLabel, columns, rows, children }: FrameProps) {
	const glyphs = useGlyphs();
	const heading = fitText(title, Math.max(1, Math.min(columns - 4, Math.floor(columns * 0.6))));
	if (columns < LEAST.columns || rows < LEAST.rows) {
		return (
			<Box width={columns} height={rows} overflow="hidden">
				<Toned tone="warn">
					Too small: {LEAST.columns}x{LEAST.rows} is needed
				</Toned>
			</Box>
		);
	}
	return (
		<Box width={columns} height={rows} flexDirection="column" overflow="hidden" paddingX={1}>
			<Box height={1} flexShrink={0} justifyContent="space-between" columnGap={2}>
				<Box flexShrink={0}>
					<Toned tone="strong">{heading.text}</Toned>
				</Box>
				<Box marginRight={heading.extra}>
					<Toned tone="quiet">{aside}</Toned>
				</Box>
			</Box>
			{isTight(rows) ? null : <Box height={1} flexShrink={0} />}
			<Box flexGrow={1} flexShrink={1} flexDirection="column" overflow="hidden">
				{children}
			</Box>
			{isTight(rows) ? null : <Box height={1} flexShrink={0} />}
			<Box height={1} flexShrink={0}>
				<Toned tone="quiet">{footer(KEYMAP[scope], enterLabel, columns - 2, glyphs)}</Toned>
			</Box>
		</Box>
	);
}

const MOST_HINTS = 5;

function footer(bindings: readonly Binding[], enterLabel: string | undefined, width: number, glyphs: Glyphs): string {
	let line = '';
	for (const { keys, label } of bindings.filter(({ hint }) => hint).slice(0, MOST_HINTS)) {
		const [first = ''] = keys;
		const arrows = keys.includes('up') && keys.includes('down') && first !== 'tab';
		const does = first === 'enter' ? (enterLabel ?? label) : label;
		const hint = `${arrows ? glyphs.upDown : keyLabel(first, glyphs)} ${does}`;
		const longer = line === '' ? hint : `${line} ${glyphs.separator} ${hint}`;
		if (stringWidth(longer) <= width) line = longer;
	}
	return line;
}
