import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import type { KeyAction } from '../../session/events.ts';
import { isTight } from '../../session/layout.ts';
import type { Scope } from '../../session/question.ts';
import { fitText } from '../../terminal/fit-text.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { type Binding, KEYMAP, keyLabel } from '../keymap.ts';
import { Toned, useGlyphs } from '../theme.tsx';

/** Below this the program asks for more room. */
const LEAST = { columns: 40, rows: 12 };

/** From so many columns on, the title has company. */
const WIDE = 60;

export type FrameProps = {
	title: string;
	/** The host when it is not Meta's; empty for Meta. It is never cut. */
	host: string;
	/** Where on a way of several steps this is; empty where there is none. */
	place: string;
	/** Shown at the right of the title where there is room: the app and the Graph version. */
	aside: string;
	scope: Scope;
	/** What Enter does right now, where that depends on more than the screen; null for nothing. */
	enterLabel?: string | null | undefined;
	/** Actions that make no sense right now and are not hinted at. */
	unhinted: readonly KeyAction[];
	columns: number;
	rows: number;
	children: ReactNode;
};

/**
 * Every screen: a title line, the body, one quiet footer with the keys.
 *
 *     Pages                               My App · v27.0
 *
 *     …
 *
 *     ⏎ open · / filter · s sort · esc back · ? all keys
 */
export function Frame({ title, place, host, aside, scope, enterLabel, unhinted, columns, rows, children }: FrameProps) {
	const glyphs = useGlyphs();
	const heading = fitText(title, Math.max(1, Math.min(columns - 4 - host.length, Math.floor(columns * 0.6))));
	if (columns < LEAST.columns || rows < LEAST.rows) {
		return (
			<Box width={columns} height={rows} overflow="hidden">
				<Toned wrap="wrap">
					Too small: {LEAST.columns}x{LEAST.rows} is needed, this is {columns}x{rows}.
				</Toned>
			</Box>
		);
	}
	return (
		<Box width={columns} height={rows} flexDirection="column" overflow="hidden" paddingX={1}>
			<Box height={1} flexShrink={0} justifyContent="space-between" columnGap={2}>
				<Box flexShrink={0} columnGap={2}>
					<Toned tone="strong">{heading.text}</Toned>
					{place === '' || columns < WIDE ? null : <Toned tone="quiet">{place}</Toned>}
				</Box>
				<Box marginRight={heading.extra} columnGap={2}>
					{host === '' ? null : (
						<Box flexShrink={0}>
							<Toned tone="quiet">{host}</Toned>
						</Box>
					)}
					{aside === '' ? null : <Toned tone="quiet">{aside}</Toned>}
				</Box>
			</Box>
			{isTight(rows) ? null : <Box height={1} flexShrink={0} />}
			<Box flexGrow={1} flexShrink={1} flexDirection="column" overflow="hidden">
				{children}
			</Box>
			{isTight(rows) ? null : <Box height={1} flexShrink={0} />}
			<Box height={1} flexShrink={0}>
				<Hints
					hints={hintsThatFit(
						KEYMAP[scope].filter(({ action }) => !action || !unhinted.includes(action)),
						enterLabel,
						columns - 2,
						glyphs,
					)}
				/>
			</Box>
		</Box>
	);
}

/** A key, and what it does. */
type Hint = { key: string; label: string };

/** The keys stand out from what they do. */
function Hints({ hints }: { hints: readonly Hint[] }) {
	const { separator } = useGlyphs();
	return (
		<Text wrap="truncate">
			{hints.map(({ key, label }, index) => (
				<Text key={key}>
					{index > 0 ? <Text dimColor>{` ${separator} `}</Text> : null}
					{key}
					<Text dimColor> {label}</Text>
				</Text>
			))}
		</Text>
	);
}

/** The hints that fit. The first one, the way back and the way to all keys come before the others. */
function hintsThatFit(
	bindings: readonly Binding[],
	enterLabel: string | null | undefined,
	width: number,
	glyphs: Glyphs,
): Hint[] {
	const hints = bindings
		.filter(({ hint, keys }) => hint && !(enterLabel === null && keys[0] === 'enter'))
		.map((binding) => ({ binding, ...hintOf(binding, enterLabel, glyphs) }));
	const between = glyphs.separator.length + 2;
	const widthOf = (some: typeof hints) =>
		some.reduce((sum, { key, label }) => sum + stringWidth(`${key} ${label}`) + between, -between);
	const isVital = ({ binding: { keys } }: (typeof hints)[number], index: number) =>
		index === 0 || keys[0] === 'esc' || keys[0] === '?';
	let shown = hints.filter(isVital);
	for (const hint of hints) {
		const more = hints.filter((candidate) => candidate === hint || shown.includes(candidate));
		if (widthOf(more) <= width) shown = more;
	}
	return shown;
}

function hintOf({ keys, label }: Binding, enterLabel: string | null | undefined, glyphs: Glyphs): Hint {
	const [first = ''] = keys;
	const isArrows = keys.includes('up') && keys.includes('down') && first !== 'tab';
	return {
		key: isArrows ? glyphs.upDown : keyLabel(first, glyphs),
		label: first === 'enter' ? (enterLabel ?? label) : label,
	};
}
