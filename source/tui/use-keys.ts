import { type Key, useInput, usePaste } from 'ink';
import type { SessionEvent } from '../session/events.ts';
import type { LineAction } from '../session/line-editor.ts';
import { isCovered, scopeOf, screenScope } from '../session/question.ts';
import type { SessionState } from '../session/state.ts';
import type { SessionStore } from '../session/store.ts';
import { actionOf, keyName } from './keymap.ts';

const CONTROL: Readonly<Record<string, LineAction['type']>> = {
	a: 'move-to-start',
	b: 'move-left',
	d: 'delete-forward',
	e: 'move-to-end',
	f: 'move-right',
	k: 'delete-to-end',
	u: 'delete-to-start',
	w: 'delete-word-backward',
};
const ALT: Readonly<Record<string, LineAction['type']>> = { b: 'move-word-left', f: 'move-word-right' };

/** Turns keys and pastes into events. Each key acts on the latest state, also where many come before the next frame. */
export function useKeys({ getState, dispatch }: SessionStore, readNow: () => number): void {
	useInput((input, key) => dispatch({ ...pressOf(getState(), input, key), now: readNow() }));
	usePaste((text) => dispatch({ type: 'paste', text }));
}

type Press = Extract<SessionEvent, { type: 'press' }>;

/** What a key is, in a state. */
function pressOf(state: SessionState, input: string, key: Key): Omit<Press, 'now'> {
	const name = keyName(input, key);
	// The keys beside a problem are those of the screen below.
	const hasBelow = state.screen.overlay === 'problems' && isCovered(state);
	const own = actionOf(scopeOf(state), name);
	const below = own === null && hasBelow ? actionOf(screenScope(state), name) : null;
	const action = own ?? below;
	const edit = action === 'help' ? null : lineAction(input, key);
	return { type: 'press', key: name, action, edit, uncovers: below !== null };
}

/** What a key as Ink gives it does to a line; null for a key that is not for editing, such as Enter. */
function lineAction(input: string, key: Key): LineAction | null {
	const type = editingType(input, key);
	if (type) return { type } as LineAction;
	const isText = input !== '' && !key.ctrl && !key.meta && !key.return && !key.tab && !key.escape;
	return isText ? { type: 'insert', text: input } : null;
}

function editingType(input: string, key: Key): LineAction['type'] | undefined {
	const isByWord = key.ctrl || key.meta;
	if (key.leftArrow) return isByWord ? 'move-word-left' : 'move-left';
	if (key.rightArrow) return isByWord ? 'move-word-right' : 'move-right';
	if (key.backspace) return key.meta ? 'delete-word-backward' : 'delete-backward';
	if (key.delete) return 'delete-forward';
	if (key.home) return 'move-to-start';
	if (key.end) return 'move-to-end';
	return key.ctrl ? CONTROL[input] : key.meta ? ALT[input] : undefined;
}
