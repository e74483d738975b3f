import { advance } from './advance.ts';
import type { SessionEvent } from './events.ts';
import { fieldOf, focusedField, lineOf } from './fields.ts';
import { act } from './key-actions.ts';
import { type LineAction, lineEditor } from './line-editor.ts';
import { keepSelections } from './lists.ts';
import { type Next, type SessionState, stay } from './state.ts';

/** Thousands of Pages come in, and are verified, in so many events that what follows for the screen waits until it is drawn. */
export const STREAMED: ReadonlySet<SessionEvent['type']> = new Set<SessionEvent['type']>([
	'pages-found',
	'pages-verified',
]);

/** One step of the session: the state after an event, and the work that follows from it. */
export function reduce(state: SessionState, event: SessionEvent): Next {
	const { state: next, effects } = respond(state, event);
	return { state: STREAMED.has(event.type) ? next : settle(state, next), effects };
}

function respond(state: SessionState, event: SessionEvent): Next {
	const { screen } = state;
	switch (event.type) {
		case 'press': {
			const overlay = event.uncovers ? null : screen.overlay;
			const isSame = screen.notice === null && overlay === screen.overlay;
			const quiet = isSame ? state : { ...state, screen: { ...screen, notice: null, overlay } };
			const edited = event.edit ? edit(quiet, event.edit) : stay(quiet);
			if (!event.action) return edited;
			const { state: next, effects } = act(edited.state, event.action, event);
			return { state: next, effects: [...edited.effects, ...effects] };
		}
		case 'paste':
			return paste(state, event.text);
		case 'resized':
			return stay({ ...state, screen: { ...screen, columns: event.columns, rows: event.rows } });
		case 'scroll-limit': {
			const { limit } = event;
			if (limit === screen.scrollLimit && screen.scroll <= limit) return stay(state);
			return stay({ ...state, screen: { ...screen, scrollLimit: limit, scroll: Math.min(screen.scroll, limit) } });
		}
		case 'notice':
			return event.notice ? stay({ ...state, screen: { ...screen, notice: event.notice } }) : stay(state);
		default:
			return advance(state, event);
	}
}

/** What follows for the screen from a change: another one begins at its top, and another field at the end of its text. */
function settle(before: SessionState, state: SessionState): SessionState {
	let { screen } = state;
	if (state.step !== before.step) screen = { ...screen, scroll: 0, scrollLimit: null, isRevealing: false };
	// A question about one Page is none about another.
	if (screen.confirming && (state.step !== before.step || state.openPageId !== before.openPageId)) {
		screen = { ...screen, confirming: null };
	}
	if (screen.cursor !== null && focusedField(state) !== focusedField(before)) screen = { ...screen, cursor: null };
	return keepSelections(screen === state.screen ? state : { ...state, screen });
}

function edit(state: SessionState, action: LineAction): Next {
	const name = focusedField(state);
	if (!name) return stay(state);
	const before = lineOf(state, name);
	const { value, cursor } = lineEditor(before, action);
	const isMoved = value === before.value;
	const { state: next, effects } = isMoved ? stay(state) : advance(state, fieldOf(name).edit(value));
	return { state: { ...next, screen: { ...next.screen, cursor: cursor === value.length ? null : cursor } }, effects };
}

function paste(state: SessionState, text: string): Next {
	const name = focusedField(state);
	if (!name) return stay(state);
	const quiet = { ...state, screen: { ...state.screen, notice: null } };
	const event = fieldOf(name).paste?.(text);
	if (!event) return edit(quiet, { type: 'insert', text });
	return advance({ ...quiet, screen: { ...quiet.screen, cursor: null } }, event);
}
