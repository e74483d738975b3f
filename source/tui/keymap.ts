import type { Key } from 'ink';
import type { KeyAction } from '../session/events.ts';
import type { Scope } from '../session/question.ts';
import type { Glyphs } from '../terminal/glyphs.ts';

/**
 * One line of the key table. `keys` are the names that {@link keyName} gives; `also` are more keys that need not be named. What
 * only some of the keys do stands in `byKey`. The first ones marked `hint` stand in the footer. What edits a line has no action, and
 * stands here for the overview.
 */
export type Binding = {
	action: KeyAction | null;
	byKey?: Readonly<Record<string, KeyAction>>;
	keys: readonly string[];
	also?: readonly string[];
	label: string;
	hint?: true;
};

const CANCEL: Binding = { action: 'cancel', keys: ['ctrl+c'], label: 'stop, or leave' };
/** Works everywhere, before any screen gets the key. Not on Windows. */
export const SUSPEND: Binding = { action: null, keys: ['ctrl+z'], label: 'suspend' };
const HELP: Binding = { action: 'help', keys: ['?'], label: 'keys', hint: true };
const BACK: Binding = { action: 'back', keys: ['esc'], label: 'back', hint: true };
const QUIT: Binding = { action: 'quit', keys: ['q'], label: 'quit' };
const REPORT: Binding = { action: 'copy-report', keys: ['ctrl+r'], label: 'copy a report' };
const REVEAL: Binding = { action: 'toggle-reveal', keys: ['ctrl+t'], label: 'show what is masked' };
const UPWARD: Binding['byKey'] = { up: 'previous-choice', k: 'previous-choice' };
const SCROLLING: readonly Binding[] = [
	{ action: 'page-up', keys: ['pageup'], label: 'scroll up' },
	{ action: 'page-down', keys: ['pagedown'], label: 'scroll down' },
];
const LINE_EDITING: readonly Binding[] = [
	{ action: null, keys: ['ctrl+a', 'ctrl+e'], label: 'start, end of the line' },
	{ action: null, keys: ['ctrl+u', 'ctrl+k'], label: 'delete to start, to end' },
	{ action: null, keys: ['ctrl+w'], label: 'delete a word' },
];

const SECRET_EDITING: readonly Binding[] = [REPORT, REVEAL, ...LINE_EDITING];
const LEAVING: readonly Binding[] = [REPORT, QUIT, CANCEL];

/** The keys of the question about unsaved tokens; `leave` says what is done without saving. */
const unsaved = (leave: string): readonly Binding[] => [
	{ action: 'save-first', keys: ['enter', 's', 'w'], label: 'save', hint: true },
	{ action: 'leave-unsaved', keys: ['q'], label: leave, hint: true },
	{ action: 'stay', keys: ['esc'], label: 'stay', hint: true },
	{ ...CANCEL, label: 'quit' },
];

/** The key table: it feeds the dispatch, the footer and the overview. */
export const KEYMAP: Readonly<Record<Scope, readonly Binding[]>> = {
	profiles: [
		{ action: 'submit', keys: ['enter'], label: 'open', hint: true },
		{ action: 'new-profile', keys: ['n'], label: 'new', hint: true },
		{ action: 'check-profile', keys: ['r'], label: 're-check', hint: true },
		{ action: 'remove-profile', keys: ['x', 'delete'], label: 'remove', hint: true },
		HELP,
		{ action: 'rename-profile', keys: ['e'], label: 'rename' },
		{ action: 'move-up', keys: ['up', 'k'], label: 'up' },
		{ action: 'move-down', keys: ['down', 'j'], label: 'down' },
		{ action: 'home', keys: ['home', 'g'], label: 'first' },
		{ action: 'end', keys: ['end', 'G'], label: 'last' },
		...SCROLLING,
		...LEAVING,
	],
	renaming: [
		{ action: 'submit', keys: ['enter'], label: 'rename', hint: true },
		{ action: 'stop-renaming', keys: ['esc'], label: 'leave it', hint: true },
		...LINE_EDITING,
		CANCEL,
	],
	unlock: [
		{ action: 'submit', keys: ['enter'], label: 'unlock', hint: true },
		BACK,
		...SCROLLING,
		...SECRET_EDITING,
		{ ...CANCEL, hint: true },
	],
	save: [
		{ action: 'submit', keys: ['enter'], label: 'save', hint: true },
		{ action: 'next-field', keys: ['tab', 'down'], label: 'next field', hint: true },
		{ action: 'next-choice', keys: ['right', 'space'], label: 'other protection', hint: true },
		BACK,
		{ action: 'previous-field', keys: ['shift+tab', 'up'], label: 'field before' },
		{ action: 'previous-choice', keys: ['left'], label: 'protection before' },
		...SCROLLING,
		...SECRET_EDITING,
		CANCEL,
	],
	app: [
		{ action: 'submit', keys: ['enter'], label: 'check', hint: true },
		{ action: 'next-field', keys: ['tab', 'shift+tab', 'up', 'down'], label: 'other field', hint: true },
		{ action: 'open-link', keys: ['ctrl+o'], label: 'open the page', hint: true },
		{ action: 'show-app-guide', keys: ['ctrl+n'], label: 'no app yet?', hint: true },
		HELP,
		{ action: 'back', keys: ['esc'], label: 'stop the check, or back' },
		...SECRET_EDITING,
		{ ...CANCEL, label: 'leave', hint: true },
	],
	permissions: [
		{ action: 'submit', keys: ['enter'], label: 'continue', hint: true },
		{ action: 'next-choice', byKey: UPWARD, keys: ['up', 'down', 'j', 'k'], label: 'choose', hint: true },
		{ action: 'toggle-purpose', keys: ['space'], label: 'select several', hint: true },
		{ action: 'copy-permissions', keys: ['c'], label: 'copy the names', hint: true },
		BACK,
		HELP,
		{
			action: 'numbered-choice',
			keys: ['1', '7'],
			also: ['2', '3', '4', '5', '6'],
			label: 'choose the first to the seventh',
		},
		...SCROLLING,
		QUIT,
		CANCEL,
	],
	token: [
		{ action: 'submit', keys: ['enter'], label: 'go on', hint: true },
		{ action: 'next-method', keys: ['tab'], label: 'another way', hint: true },
		{ action: 'open-link', keys: ['ctrl+o'], label: 'Explorer', hint: true },
		BACK,
		HELP,
		{ action: 'previous-method', keys: ['shift+tab'], label: 'the way before' },
		{ action: 'sign-in', keys: ['ctrl+n'], label: 'sign in once more' },
		{ action: 'copy-permissions', keys: ['ctrl+y'], label: 'copy names' },
		{ action: 'copy-link', keys: ['ctrl+l'], label: 'copy the link' },
		{ action: 'show-link', keys: ['ctrl+p'], label: 'show the link in full' },
		...SCROLLING,
		...SECRET_EDITING,
		CANCEL,
	],
	progress: [
		{ action: 'submit', keys: ['enter'], label: 'try again', hint: true },
		BACK,
		{ action: 'start-adding', keys: ['i'], label: 'add a Page by its id' },
		HELP,
		...SCROLLING,
		REPORT,
		QUIT,
		{ ...CANCEL, hint: true },
	],
	pages: [
		{ action: 'submit', keys: ['enter'], label: 'open', hint: true },
		{ action: 'start-filter', keys: ['/'], label: 'filter', hint: true },
		{ action: 'start-saving', keys: ['w'], label: 'save', hint: true },
		{ action: 'paste-again', keys: ['p'], label: 'new token', hint: true },
		BACK,
		HELP,
		{ action: 'toggle-sort', keys: ['s'], label: 'sort by risk, name or expiry' },
		{ action: 'toggle-mark', keys: ['space'], label: 'mark' },
		{ action: 'mark-all', keys: ['*'], label: 'mark all shown, or none' },
		{ action: 'move-up', keys: ['up', 'k'], label: 'up' },
		{ action: 'move-down', keys: ['down', 'j'], label: 'down' },
		{ action: 'page-up', keys: ['pageup', 'ctrl+b'], label: 'a screen up' },
		{ action: 'page-down', keys: ['pagedown', 'ctrl+f'], label: 'a screen down' },
		{ action: 'home', keys: ['home', 'g'], label: 'first' },
		{ action: 'end', keys: ['end', 'G'], label: 'last' },
		{ action: 'verify-again', keys: ['r'], label: 'verify again' },
		{ action: 'verify-rest', keys: ['a'], label: 'verify all that is not' },
		{ action: 'list-again', keys: ['l'], label: 'list the Pages again' },
		{ action: 'start-adding', keys: ['i'], label: 'add a Page by its id' },
		{ action: 'show-problems', keys: ['t'], label: 'troubles in full' },
		{ action: 'copy-token', keys: ['c'], label: 'copy the token' },
		{ action: 'clear-clipboard', keys: ['x'], label: 'empty the clipboard' },
		{ action: 'start-exporting', keys: ['e'], label: 'export the marked or this one' },
		...LEAVING,
	],
	filter: [
		{ action: 'end-filter', keys: ['enter'], label: 'keep the filter', hint: true },
		{ action: 'clear-filter', keys: ['esc'], label: 'clear', hint: true },
		{ action: 'move-up', keys: ['up'], label: 'up' },
		{ action: 'move-down', keys: ['down'], label: 'down' },
		...LINE_EDITING,
		CANCEL,
	],
	page: [
		{ action: 'submit', keys: ['enter'], label: 'sign in again', hint: true },
		{ action: 'copy-token', keys: ['c'], label: 'copy', hint: true },
		{ action: 'show-raw', keys: ['v'], label: 'view raw', hint: true },
		{ action: 'start-saving', keys: ['w'], label: 'save', hint: true },
		{ action: 'verify-again', keys: ['r'], label: 'verify again', hint: true },
		BACK,
		HELP,
		{ action: 'start-exporting', keys: ['e'], label: 'export' },
		{ action: 'test-publishing', keys: ['u'], label: 'test publishing' },
		{ action: 'clear-clipboard', keys: ['x'], label: 'empty the clipboard' },
		{ action: 'open-debugger', keys: ['d'], label: "Meta's debugger" },
		{ action: 'paste-again', keys: ['p'], label: 'new token' },
		{ action: 'list-again', keys: ['l'], label: 'list the Pages again' },
		{ action: 'move-up', keys: ['up', 'k'], label: 'Page above' },
		{ action: 'move-down', keys: ['down', 'j'], label: 'Page below' },
		{ action: 'page-up', keys: ['pageup', 'ctrl+b'], label: 'scroll up' },
		{ action: 'page-down', keys: ['pagedown', 'ctrl+f', 'space'], label: 'scroll down' },
		...LEAVING,
	],
	add: [
		{ action: 'submit', keys: ['enter'], label: 'look for it', hint: true },
		BACK,
		...SCROLLING,
		...LINE_EDITING,
		REPORT,
		{ ...CANCEL, hint: true },
	],
	export: [
		{ action: 'submit', keys: ['enter'], label: 'write', hint: true },
		{ action: 'next-field', keys: ['tab'], label: 'next field', hint: true },
		{ action: 'next-choice', keys: ['down'], label: 'other format', hint: true },
		BACK,
		{ action: 'previous-field', keys: ['shift+tab'], label: 'field before' },
		{ action: 'previous-choice', keys: ['up'], label: 'format before' },
		...SCROLLING,
		...LINE_EDITING,
		REPORT,
		CANCEL,
	],
	confirm: [
		{ action: 'accept', keys: ['y'], label: 'yes', hint: true },
		{ action: 'dismiss', keys: ['enter', 'n', 'esc', 'q'], label: 'no', hint: true },
		CANCEL,
	],
	quitting: unsaved('quit'),
	departing: unsaved('discard'),
	guide: [
		{ action: 'open-link', keys: ['enter', 'ctrl+o'], label: 'open the page', hint: true },
		{ action: 'copy-link', keys: ['ctrl+l'], label: 'copy the link', hint: true },
		{ action: 'dismiss', keys: ['esc', '?', 'q'], label: 'close', hint: true },
		{ action: 'page-down', keys: ['pagedown', 'space', 'down'], label: 'more', hint: true },
		{ action: 'page-up', keys: ['pageup', 'up'], label: 'back' },
		CANCEL,
	],
	help: [
		{ action: 'dismiss', keys: ['esc', '?', 'enter', 'q'], label: 'close', hint: true },
		{ action: 'page-down', keys: ['pagedown', 'space', 'down'], label: 'more', hint: true },
		{ action: 'page-up', keys: ['pageup', 'up'], label: 'back' },
		REPORT,
		CANCEL,
	],
};

const NAMED = {
	return: 'enter',
	escape: 'esc',
	tab: 'tab',
	upArrow: 'up',
	downArrow: 'down',
	pageUp: 'pageup',
	pageDown: 'pagedown',
	home: 'home',
	end: 'end',
	leftArrow: 'left',
	rightArrow: 'right',
	delete: 'delete',
} as const satisfies Partial<Record<keyof Key, string>>;

/** The name of a key as the table writes it: `enter`, `ctrl+o`, `shift+tab`, `G`, `/`. */
export function keyName(input: string, key: Key): string {
	for (const [flag, name] of Object.entries(NAMED)) {
		if (key[flag as keyof typeof NAMED]) return key.shift && name === 'tab' ? 'shift+tab' : name;
	}
	if (key.ctrl) return `ctrl+${input}`;
	if (key.meta) return `alt+${input}`;
	return input === ' ' ? 'space' : input;
}

/** What a key does in a scope; null for nothing, or only to the text of a field. */
export function actionOf(scope: Scope, name: string): KeyAction | null {
	const binding = KEYMAP[scope].find(({ keys, also }) => keys.includes(name) || also?.includes(name));
	return binding?.byKey?.[name] ?? binding?.action ?? null;
}

/** A key as people read it: `^O`, `⏎`, `↓`, `esc`. */
export function keyLabel(name: string, glyphs: Glyphs): string {
	if (name === 'enter' || name === 'up' || name === 'down' || name === 'left' || name === 'right') return glyphs[name];
	if (name === 'pageup') return 'PgUp';
	if (name === 'pagedown') return 'PgDn';
	if (name.startsWith('ctrl+')) return `^${name.slice(5).toUpperCase()}`;
	return name;
}

/** What the overviews of all keys call each screen or question, those first that one sees most of. */
const TITLES: Readonly<Record<Scope, string>> = {
	pages: 'Your Pages',
	page: 'One Page',
	token: 'A user token',
	app: 'Your app',
	profiles: 'Your profiles',
	permissions: 'What for?',
	progress: 'Making the tokens',
	filter: 'The filter',
	export: 'An export',
	save: 'Saving a profile',
	add: 'Adding a Page',
	unlock: 'A passphrase',
	renaming: 'A new name',
	confirm: 'A question',
	quitting: 'Quitting with tokens that are not saved',
	departing: 'Leaving tokens that are not saved',
	guide: 'Making an app',
	help: 'The keys',
};

/** Everything that a key does, screen by screen. */
export function keyTables(glyphs: Glyphs): { title: string; rows: (readonly [keys: string, label: string])[] }[] {
	return (Object.keys(TITLES) as Scope[]).map((scope) => ({
		title: TITLES[scope],
		rows: KEYMAP[scope].map(
			({ keys, label }) => [keys.map((name) => keyLabel(name, glyphs)).join(' '), label] as const,
		),
	}));
}
