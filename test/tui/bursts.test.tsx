import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { initialState } from '../../source/session/start.ts';
import type { SessionState } from '../../source/session/state.ts';
import { SessionStore } from '../../source/session/store.ts';
import { App } from '../../source/tui/app.tsx';
import { at, follow, opening, PAGES, PROFILES } from '../session/states.ts';
import { HastyClock } from '../support/clocks.ts';
import * as fc from '../support/fast-check.ts';
import { mount } from '../support/ink.ts';
import { revealed } from '../support/secrets.ts';
import { createTerminal, type Terminal } from '../support/terminal.ts';

// Keys that come together act like keys that come one by one. Apart are what a terminal sends in the same way for two things: a lone
// Escape, and text with Enter in it, which may be a paste.

const opened = follow(initialState({ profiles: PROFILES, canSave: true }), [
	...opening(PROFILES[0]),
	{ type: 'profile-unlocked', run: 2, pages: PAGES, clientToken: null },
	{ type: 'profile-refreshed', run: 2, profile: PROFILES[0], pages: PAGES, unsaved: null, note: '' },
]).state;
const starts = [
	initialState({ profiles: PROFILES }),
	...(['app', 'permissions', 'token', 'pages'] as const).map(at),
	opened,
];

const MOVES = ['up', 'down', 'left', 'right', 'home', 'end', 'page-down', 'page-up'];
const NAMED = ['enter', 'tab', 'shift-tab', 'backspace', ...MOVES];
const CONTROLS = ['ctrl-a', 'ctrl-e', 'ctrl-k', 'ctrl-w', 'ctrl-t', 'ctrl-n'];
const key = fc.oneof(
	fc.constantFrom(...NAMED, ...CONTROLS).map((name) => [name]),
	fc.constantFrom(...'jk ?/*swerlipt13é日').map((text) => [text, 'ctrl-e']),
);
const burst = fc.array(key, { minLength: 2, maxLength: 25 }).map((keys) => keys.flat());

/** The state after some keys, but for what only drawing can tell. */
async function press(start: SessionState, keys: (terminal: Terminal) => Promise<void>): Promise<string> {
	const terminal = createTerminal();
	const store = new SessionStore(start, () => {});
	const app = mount(
		<App
			store={store}
			readNow={() => 1_795_514_400}
			clock={new HastyClock()}
			browser={{ unavailable: null, elsewhere: null, open: async () => true }}
			terminal={{ unicode: true, colour: true }}
			demoPerson={null}
		/>,
		terminal,
	);
	await terminal.waitFor((screen) => screen.isBracketedPaste);
	await keys(terminal);
	app.unmount();
	await app.waitUntilExit();
	const { screen, ...state } = store.getState();
	return revealed({ ...state, screen: { ...screen, scroll: 0, scrollLimit: null } });
}

/** Lets the program take what was typed, and draw it. */
async function settle(terminal: Terminal): Promise<void> {
	for (let turn = 0; turn < 4; turn++) await nextTurn();
	await terminal.drawn();
}

test('keys in one burst do what they do one by one', async () => {
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...starts), burst, async (start, keys) => {
			const together = await press(start, async (terminal) => {
				terminal.press(...keys, 'ctrl-e');
				await settle(terminal);
			});
			const apart = await press(start, async (terminal) => {
				for (const name of [...keys, 'ctrl-e']) {
					terminal.press(name);
					await settle(terminal);
				}
			});
			assert.equal(together, apart);
		}),
		{ numRuns: 60 },
	);
});
