const UNICODE = {
	good: '✓',
	warn: '!',
	bad: '✗',
	unknown: '?',
	pending: '·',
	pointer: '❯',
	mark: '●',
	barDone: '━',
	barLeft: '─',
	arrow: '→',
	separator: '·',
	mask: '•',
	enter: '⏎',
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	upDown: '↑↓',
	dash: '–',
	ellipsis: '…',
	/** The style of Ink's line between two panes. */
	divider: 'single' as 'single' | 'classic',
	spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

const ASCII: Glyphs = {
	good: '+',
	warn: '!',
	bad: 'x',
	unknown: '?',
	pending: '.',
	pointer: '>',
	mark: '*',
	barDone: '#',
	barLeft: '-',
	arrow: '->',
	separator: '-',
	mask: '*',
	enter: 'Enter',
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	upDown: 'Up/Down',
	dash: '-',
	ellipsis: '...',
	divider: 'classic',
	spinner: ['|', '/', '-', '\\'],
};

/** The glyphs of the screens and the verbs, in a form that the terminal can show. */
export type Glyphs = typeof UNICODE;

/** The glyphs for a terminal with or without UTF-8. */
export function glyphsFor(unicode: boolean): Glyphs {
	return unicode ? UNICODE : ASCII;
}

/** A progress bar as its two parts, done and left; `share` is from 0 to 1, `width` in cells. */
export function progressBar(share: number, width: number, { barDone, barLeft }: Glyphs): [done: string, left: string] {
	const filled = Math.floor(Math.min(1, share) * width);
	return [barDone.repeat(filled), barLeft.repeat(width - filled)];
}
