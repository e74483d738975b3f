import assert from 'node:assert/strict';

const KEYS: Readonly<Record<string, string>> = {
	enter: '\r',
	escape: '\x1b',
	tab: '\t',
	'shift-tab': '\x1b[Z',
	backspace: '\x7f',
	delete: '\x1b[3~',
	space: ' ',
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	home: '\x1b[H',
	end: '\x1b[F',
	'page-up': '\x1b[5~',
	'page-down': '\x1b[6~',
	'ctrl-left': '\x1b[1;5D',
	'ctrl-right': '\x1b[1;5C',
};

/** What a terminal sends for a key: `enter`, `page-down`, `ctrl-c`, `alt-b`, or a single character. */
export function keySequence(name: string): string {
	const known = KEYS[name];
	if (known !== undefined) return known;
	const control = /^ctrl-([a-z])$/.exec(name)?.[1];
	if (control) return String.fromCharCode(control.charCodeAt(0) - 96);
	const alt = /^alt-(.+)$/.exec(name)?.[1];
	if (alt) {
		return `\x1b${keySequence(alt)}`;
	}

	assert.equal([...name].length, 1, `there is no key named ${JSON.stringify(name)}`);
	return name;
}

/** What a terminal sends for a paste. Newlines become carriage returns, as terminals do it. */
export function pasteSequence(text: string, { bracketed = true }: PasteOptions = {}): string {
	const sent = text.replaceAll(/\r?\n/g, '\r');
	return bracketed ? `\x1b[200~${sent}\x1b[201~` : sent;
}

export interface PasteOptions {
	/** Whether the terminal marks the paste as one; true unless given. */
	readonly bracketed?: boolean;
}
