import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boxStrokes } from './box-drawing.ts';
import type { Cell, Colour } from './screen.ts';

/** What a picture is made of: a terminal, or any other grid of cells. */
export interface PictureSource {
	readonly columns: number;
	readonly rows: number;
	styledLines(): Cell[][];
	title(): string;
}

export interface PictureOptions {
	/** The text of the title bar; the terminal's own title unless given. */
	readonly title?: string;
	/** That of the terminal; dark unless given. */
	readonly theme?: keyof typeof THEMES;
}

const CELL = { width: 8.4, height: 19 } as const;
const FONT_SIZE = 14;
const BASELINE = 14;
const PADDING = { x: 16, y: 12 } as const;
const TITLE_BAR = 34;
const MARGIN = 1;

const BUTTONS = ['#ed6a5f', '#f5bf4f', '#62c554'];

const THEMES = {
	dark: {
		background: '#15181f',
		titleBar: '#1d212b',
		border: '#343a48',
		foreground: '#d5dae5',
		title: '#8b94a7',
		/** The eight colours, then their bright ones. */
		ansi: [
			...['#2a2f3b', '#f07178', '#8fd18c', '#efc076', '#7aa7f0', '#cf97e8', '#62c9d4', '#c9d0dc'],
			...['#5d677b', '#ff8f95', '#a9e5a6', '#ffd592', '#9cc1ff', '#e2b3f7', '#86e0ea', '#ffffff'],
		],
	},
	light: {
		background: '#fdfdfc',
		titleBar: '#eceef1',
		border: '#d0d5dd',
		foreground: '#24292f',
		title: '#667085',
		ansi: [
			...['#24292f', '#cf222e', '#116329', '#8a5a00', '#0969da', '#8250df', '#0f6d7c', '#6e7781'],
			...['#57606a', '#a40e26', '#1a7f37', '#633c01', '#218bff', '#a475f9', '#3192aa', '#8c959f'],
		],
	},
};

type Theme = (typeof THEMES)['dark'];

/**
 * A picture of the screen as an SVG document, the same for the same screen. It is drawn as a window on its own ground,
 * so that it looks well on a light and on a dark page.
 */
export function toSvg(screen: PictureSource, { title = screen.title(), theme = 'dark' }: PictureOptions = {}): string {
	return inWindow(screen, { title, theme: THEMES[theme] }, [], drawing(screen, THEMES[theme]));
}

/** Screens of one size that follow each other, round and round, as one moving picture. */
export class Film {
	readonly #source: PictureSource;
	readonly #frames: { drawing: string[]; seconds: number }[] = [];

	constructor(source: PictureSource) {
		this.#source = source;
	}

	/** Adds what the screen shows now, for some seconds. */
	shoot(seconds: number): void {
		this.#frames.push({ drawing: drawing(this.#source, THEMES.dark), seconds });
	}

	/** The picture as an SVG document; where no motion is wanted, it stands still at the last screen. */
	toSvg({ title = this.#source.title() }: Pick<PictureOptions, 'title'> = {}): string {
		const total = this.#frames.reduce((sum, { seconds }) => sum + seconds, 0);
		const percent = (seconds: number) => `${round((seconds / total) * 100)}%`;
		const last = this.#frames.length - 1;
		const rules = [`.f{visibility:hidden;animation:${total}s step-end infinite}`];
		const groups: string[] = [];
		let begin = 0;
		for (const [index, frame] of this.#frames.entries()) {
			const end = begin + frame.seconds;
			const before = begin > 0 ? '0%{visibility:hidden}' : '';
			const after = index < last ? `${percent(end)}{visibility:hidden}` : '';
			rules.push(`@keyframes f${index}{${before}${percent(begin)}{visibility:visible}${after}}`);
			groups.push(`<g class="f" style="animation-name:f${index}">`, ...frame.drawing, '</g>');
			begin = end;
		}
		rules.push('@media (prefers-reduced-motion:reduce){.f{animation:none}.f:last-child{visibility:visible}}');
		return inWindow(this.#source, { title, theme: THEMES.dark }, rules, groups);
	}
}

/** What the cells of a screen look like. */
function drawing(screen: PictureSource, theme: Theme): string[] {
	const lines = [...screen.styledLines().entries()];
	return [
		...lines.flatMap(([row, cells]) => backgrounds(cells, row, theme)),
		...lines.flatMap(([row, cells]) => texts(cells, row, theme)),
	];
}

function inWindow(
	{ columns, rows }: Pick<PictureSource, 'columns' | 'rows'>,
	{ title, theme }: { title: string; theme: Theme },
	rules: readonly string[],
	content: readonly string[],
): string {
	const width = round(columns * CELL.width + 2 * PADDING.x);
	const height = round(rows * CELL.height + 2 * PADDING.y + TITLE_BAR);
	return `${[
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width + 2 * MARGIN}" height="${height + 2 * MARGIN}" viewBox="${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}" role="img" aria-label="${escapeXml(title || 'Terminal')}">`,
		'<style>',
		`text{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:${FONT_SIZE}px}`,
		...rules,
		'</style>',
		`<rect width="${width}" height="${height}" rx="10" fill="${theme.background}"/>`,
		`<path d="M0 ${TITLE_BAR}V10a10 10 0 0 1 10-10H${width - 10}a10 10 0 0 1 10 10V${TITLE_BAR}z" fill="${theme.titleBar}"/>`,
		`<rect x="0" y="0" width="${width}" height="${height}" rx="10" fill="none" stroke="${theme.border}"/>`,
		...BUTTONS.map((colour, index) => `<circle cx="${18 + index * 20}" cy="${TITLE_BAR / 2}" r="6" fill="${colour}"/>`),
		title &&
			`<text x="${round(width / 2)}" y="${TITLE_BAR / 2 + 4.5}" text-anchor="middle" fill="${theme.title}">${escapeXml(title)}</text>`,
		`<g transform="translate(${PADDING.x} ${TITLE_BAR + PADDING.y})" fill="${theme.foreground}">`,
		...content,
		'</g>',
		'</svg>',
	]
		.filter(Boolean)
		.join('\n')}\n`;
}

/** Are pictures drawn anew, and not compared? */
export const isDrawingAnew = process.env.UPDATE_SCREENS === '1';

const fileOf = (name: string): string => fileURLToPath(new URL(`../screens/${name}.svg`, import.meta.url));

/** The picture kept in `test/screens/NAME.svg`; null for none. */
export function keptPicture(name: string): string | null {
	const file = fileOf(name);
	return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : null;
}

/**
 * Compares a picture with the one kept in `test/screens/NAME.svg`. With `UPDATE_SCREENS=1` in the environment it keeps
 * the new one instead.
 */
export function assertPicture(name: string, svg: string): void {
	const file = fileOf(name);
	if (isDrawingAnew) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, svg);
		return;
	}

	const kept = keptPicture(name);
	assert.ok(kept !== null, `There is no picture test/screens/${name}.svg yet: UPDATE_SCREENS=1 keeps this one`);
	assert.ok(
		kept === svg,
		`The screen no longer looks like test/screens/${name}.svg. If it should look like this, UPDATE_SCREENS=1 keeps it:\n${difference(kept, svg)}`,
	);
}

/** A run of cells that look alike, from `column`, with what stands in them. */
interface Run {
	readonly column: number;
	readonly cells: readonly Cell[];
}

function backgrounds(cells: readonly Cell[], row: number, theme: Theme): string[] {
	const areAlike = (a: Cell, b: Cell) => backgroundOf(a, theme) === backgroundOf(b, theme);
	return runs(cells, areAlike).flatMap(({ column, cells: [first, ...rest] }) => {
		const fill = first && backgroundOf(first, theme);
		return fill
			? `<rect x="${x(column)}" y="${y(row)}" width="${round((rest.length + 1) * CELL.width)}" height="${CELL.height}" fill="${fill}"/>`
			: [];
	});
}

function texts(cells: readonly Cell[], row: number, theme: Theme): string[] {
	// Fonts differ in width: every word is placed by itself, so that columns stay columns.
	const words = runs(cells, (a, b) => isWord(a) && isWord(b) && styleOf(a, theme) === styleOf(b, theme));
	return words.flatMap(({ column, cells: run }) => {
		const [first] = run;
		const text = run.map(({ chars }) => chars).join('');
		if (!first || text.trim() === '') {
			return first?.underline ? underline(column, row, run.length, first, theme) : [];
		}

		const strokes = run.length === 1 ? boxStrokes(text, x(column), y(row), CELL.width, CELL.height) : undefined;
		return strokes
			? `<path d="${strokes}" fill="none" stroke="${foregroundOf(first, theme)}"${opacity(first)} stroke-width="1.2"/>`
			: `<text x="${x(column)}" y="${round(row * CELL.height + BASELINE)}"${styleOf(first, theme)}>${escapeXml(text)}</text>`;
	});
}

const underline = (column: number, row: number, length: number, cell: Cell, theme: Theme): string =>
	`<path d="M${x(column)} ${round(row * CELL.height + BASELINE + 2)}h${round(length * CELL.width)}" stroke="${foregroundOf(cell, theme)}"${opacity(cell)}/>`;

const isWord = ({ chars, width }: Cell): boolean =>
	width === 1 && chars !== ' ' && boxStrokes(chars, 0, 0, 1, 1) === undefined;

function runs(cells: readonly Cell[], areAlike: (a: Cell, b: Cell) => boolean): Run[] {
	const found: { column: number; cells: Cell[] }[] = [];
	let previous: Cell | undefined;
	for (const [column, cell] of cells.entries()) {
		const current = found.at(-1);
		if (previous && current && areAlike(previous, cell)) {
			current.cells.push(cell);
		} else {
			found.push({ column, cells: [cell] });
		}
		previous = cell;
	}

	return found;
}

function styleOf(cell: Cell, theme: Theme): string {
	return [
		foregroundOf(cell, theme) !== theme.foreground && ` fill="${foregroundOf(cell, theme)}"`,
		cell.bold && ' font-weight="bold"',
		cell.italic && ' font-style="italic"',
		cell.underline && ' text-decoration="underline"',
		opacity(cell),
	]
		.filter(Boolean)
		.join('');
}

const opacity = ({ dim }: Cell): string => (dim ? ' opacity="0.6"' : '');

function foregroundOf({ fg, bg, inverse }: Cell, theme: Theme): string {
	return inverse ? (toRgb(bg, theme) ?? theme.background) : (toRgb(fg, theme) ?? theme.foreground);
}

function backgroundOf({ fg, bg, inverse }: Cell, theme: Theme): string | undefined {
	return inverse ? (toRgb(fg, theme) ?? theme.foreground) : toRgb(bg, theme);
}

function toRgb(colour: Colour, theme: Theme): string | undefined {
	if (typeof colour !== 'number') return colour;
	const ansi = theme.ansi[colour];
	assert.ok(ansi, `colour ${colour} is not one of the 16 ANSI colours`);
	return ansi;
}

const round = (value: number): number => Math.round(value * 100) / 100;
const x = (column: number): number => round(column * CELL.width);
const y = (row: number): number => round(row * CELL.height);

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function difference(kept: string, svg: string): string {
	const old = new Set(kept.split('\n'));
	const now = new Set(svg.split('\n'));
	const gone = [...old].filter((line) => !now.has(line)).map((line) => `- ${line}`);
	const come = [...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`);
	return [...gone.slice(0, 10), ...come.slice(0, 10)].join('\n');
}
