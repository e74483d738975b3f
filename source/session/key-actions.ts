import { needsVerification, type PageRecord } from '../domain/page.ts';
import { PURPOSES, type Purpose, permissionsFor } from '../domain/permissions.ts';
import { advance } from './advance.ts';
import type { OutsideEffect } from './effects.ts';
import type { KeyAction, WorkEvent } from './events.ts';
import { chooseMethod, chooseNext, chosenPurposes, focusNext } from './forms.ts';
import { bodyRows } from './layout.ts';
import { graphVersion, linkOf } from './links.ts';
import type { ListAction } from './list-window.ts';
import { currentPage, moveInPages, moveInProfiles, pageList, profileList } from './lists.ts';
import { problemsOf, signsInAgain, workProblems } from './problems.ts';
import { isCovered } from './question.ts';
import {
	type Next,
	type Screen,
	type SessionState,
	type Step,
	say,
	stay,
	UNCOVERED,
	wantedPermissions,
} from './state.ts';
import { WAIT } from './work.ts';

/** What an action is given of the key: its name, and when it was pressed. */
type Press = { key: string; now: number };
type Act = (state: SessionState, press: Press) => Next;

const ACTIONS: Readonly<Record<KeyAction, Act>> = {
	submit,
	'new-profile': begin({ type: 'new-profile' }),
	'check-profile': onProfile((name) => ({ type: 'check-profile', name })),
	'rename-profile': onProfile((name) => ({ type: 'start-renaming', name })),
	'remove-profile': discarding(onProfile((name) => ({ type: 'ask-to-remove', name }))),
	'stop-renaming': begin({ type: 'stop-renaming' }),
	'start-saving': begin({ type: 'start-saving' }),
	'save-first': answer('save'),
	'leave-unsaved': answer('leave'),
	stay: answer('stay'),
	'previous-choice': (state) => chooseNext(state, -1),
	'next-choice': (state) => chooseNext(state, 1),
	'numbered-choice'(state, { key }) {
		const purpose = PURPOSES[Number(key) - 1]?.id;
		return purpose ? advance(state, { type: 'choose-purposes', purposes: [purpose] }) : stay(state);
	},
	'toggle-purpose': (state) => stay({ ...state, ticked: toggled(state.ticked, state.highlighted) }),
	'previous-field': (state) => focusNext(state, -1),
	'next-field': (state) => focusNext(state, 1),
	'paste-again': (state) => (isLocked(state) ? sayNoToken(state) : advance(state, { type: 'paste-again' })),
	'next-method': (state) => chooseMethod(state, 1),
	'previous-method': (state) => chooseMethod(state, -1),
	'sign-in': begin({ type: 'start-sign-in' }),
	'open-link': outside((state) => ({ type: 'open-url', url: linkOf(state) })),
	'copy-link': outside((state) => ({ type: 'copy', text: shownLink(state), what: 'Link' })),
	'show-link': outside((state) => ({ type: 'show-link', url: shownLink(state) })),
	'copy-permissions': outside((state) => {
		const names = state.step === 'permissions' ? permissionsFor(...chosenPurposes(state)) : wantedPermissions(state);
		return { type: 'copy', text: names.join(','), what: 'Permission names' };
	}),
	'move-up': (state) => move(state, -1),
	'move-down': (state) => move(state, 1),
	'page-up': (state) => scroll(state, 'page-up'),
	'page-down': (state) => scroll(state, 'page-down'),
	home: (state) => stay(moveInList(state, { type: 'home' })),
	end: (state) => stay(moveInList(state, { type: 'end' })),
	'start-filter': (state) => stay({ ...state, list: { ...state.list, isFiltering: true } }),
	'end-filter': (state) => stay({ ...state, list: { ...state.list, isFiltering: false } }),
	'clear-filter': (state) => stay({ ...state, list: { ...state.list, isFiltering: false, filter: '' } }),
	'toggle-sort': begin({ type: 'toggle-sort' }),
	'toggle-mark'(state) {
		const { selected } = pageList(state);
		if (!selected) return stay(state);
		const { state: marked } = advance(state, { type: 'toggle-mark', id: selected.id });
		return stay(moveInPages(marked, { type: 'move', by: 1 }));
	},
	'mark-all': (state) => advance(state, { type: 'mark-all', ids: pageList(state).window.ids }),
	'copy-token': onToken((page) => ({ type: 'copy-token', page })),
	'clear-clipboard': outside(() => ({ type: 'clear-clipboard' })),
	'copy-report': outside((state) => ({
		type: 'copy-report',
		screen: state.step,
		problems: problemsOf(state),
		graphVersion: state.app.version,
	})),
	'toggle-reveal': (state) => stay(withScreen(state, { isRevealing: !state.screen.isRevealing })),
	'show-raw': onToken((page) => ({ type: 'show-token', page })),
	'open-debugger': (state) => confirm(state, 'debugger'),
	'test-publishing': (state) => confirm(state, 'publishing'),
	'start-exporting'(state, { now }) {
		if (isLocked(state)) return sayNoToken(state);
		const { marked } = state.list;
		const page = currentPage(state);
		const ids = state.step === 'pages' && marked.length > 0 ? marked : page ? [page.id] : [];
		return advance(state, { type: 'start-exporting', ids, now });
	},
	'start-adding': begin({ type: 'start-adding' }),
	'verify-again'(state) {
		const page = currentPage(state);
		return page && !page.token ? sayNoToken(state) : verify(state, page ? [page] : [], 'There is no Page to verify.');
	},
	'verify-rest': (state) => verify(state, state.pages.filter(needsVerification), 'Every token here was verified.'),
	'list-again': (state) =>
		state.connection.running ? say(state, 'plain', WAIT) : advance(state, { type: 'connect-again' }),
	'show-problems': (state) =>
		workProblems(state).length > 0 ? stay(cover(state, 'problems')) : say(state, 'plain', 'There was no trouble.'),
	'show-app-guide': (state) => stay(cover(state, 'app-guide')),
	accept,
	dismiss,
	back(before) {
		const state = withScreen(before, { scroll: 0 });
		const { step, list } = state;
		if (step === 'pages' && list.filter !== '') return advance(state, { type: 'set-filter', filter: '' });
		if (step === 'pages' && list.marked.length > 0) return advance(state, { type: 'clear-marks' });
		return advance(state, { type: 'back' });
	},
	help: (state) => stay(cover(state, 'help')),
	quit: begin({ type: 'quit' }),
	cancel: begin({ type: 'cancel' }),
};

/** Does what a key stands for. */
export function act(state: SessionState, action: KeyAction, press: Press): Next {
	return ACTIONS[action](state, press);
}

/** The dialog's URL once there is one, else what the screen speaks of. */
function shownLink(state: SessionState): string {
	return (state.step === 'token' && state.signIn.address) || linkOf(state);
}

function toggled(ticked: readonly Purpose[], purpose: Purpose): readonly Purpose[] {
	return ticked.includes(purpose) ? ticked.filter((one) => one !== purpose) : [...ticked, purpose];
}

function begin(event: WorkEvent): Act {
	return (state) => advance(state, event);
}

function outside(effect: (state: SessionState) => OutsideEffect): Act {
	return (state) => ({ state, effects: [effect(state)] });
}

function onToken(effect: (page: PageRecord) => OutsideEffect): Act {
	return (state) => {
		const page = currentPage(state);
		return page?.token ? { state, effects: [effect(page)] } : sayNoToken(state);
	};
}

function onProfile(event: (name: string) => WorkEvent): Act {
	return (state) => {
		const { selected } = profileList(state);
		return selected ? advance(state, event(selected.name)) : stay(state);
	};
}

/** What was typed ahead is no answer to the question that follows. */
function discarding(act: Act): Act {
	return (state, press) => {
		const next = act(state, press);
		return { ...next, effects: [{ type: 'discard-type-ahead' }, ...next.effects] };
	};
}

function answer(chosen: 'save' | 'leave' | 'stay'): Act {
	return (state) =>
		advance(withScreen(state, { overlay: null, confirming: null }), { type: 'answer-departing', answer: chosen });
}

function isLocked({ opened }: SessionState): boolean {
	return opened !== null && !opened.isUnlocked;
}

function sayNoToken(state: SessionState): Next {
	return say(state, 'warn', isLocked(state) ? 'The tokens are still locked.' : 'This Page has no token.');
}

function withScreen(state: SessionState, change: Partial<Screen>): SessionState {
	return { ...state, screen: { ...state.screen, ...change } };
}

function cover(state: SessionState, overlay: Screen['overlay']): SessionState {
	return withScreen(state, { ...UNCOVERED, overlay });
}

const SUBMITS: Readonly<Record<Step, (state: SessionState) => WorkEvent | null>> = {
	profiles(state) {
		const { selected } = profileList(state);
		return selected && { type: 'open-profile', name: selected.name };
	},
	unlock: () => ({ type: 'submit-passphrase' }),
	app: () => ({ type: 'submit-app' }),
	permissions: (state) => ({ type: 'choose-purposes', purposes: chosenPurposes(state) }),
	token: () => ({ type: 'submit-token' }),
	progress: (state) => ({ type: signsInAgain(state) ? 'sign-in-again' : 'connect-again' }),
	pages(state) {
		const { selected } = pageList(state);
		if (selected) return { type: 'open-page', id: selected.id };
		return signsInAgain(state) ? { type: 'sign-in-again' } : null;
	},
	page: (state) => (signsInAgain(state) ? { type: 'sign-in-again' } : null),
	add: () => ({ type: 'submit-address' }),
	export: () => ({ type: 'submit-export' }),
	save: () => ({ type: 'submit-save' }),
};

function submit(state: SessionState): Next {
	const event = state.profiles.renaming ? ({ type: 'submit-new-name' } as const) : SUBMITS[state.step](state);
	return event ? advance(state, event) : stay(state);
}

function moveInList(state: SessionState, action: ListAction): SessionState {
	return state.step === 'profiles' ? moveInProfiles(state, action) : moveInPages(state, action);
}

/** On the Page screen, the Page above or below in the list is opened. */
function move(state: SessionState, by: 1 | -1): Next {
	const moved = moveInList(state, { type: 'move', by });
	const { selected } = pageList(moved);
	if (state.step !== 'page' || !selected) return stay(moved);
	return advance(withScreen(moved, { scroll: 0 }), { type: 'open-page', id: selected.id });
}

function scroll(state: SessionState, type: 'page-up' | 'page-down'): Next {
	const { step, screen } = state;
	const { overlay, scrollLimit } = screen;
	const isList = step === 'pages' || (step === 'profiles' && !scrollLimit);
	if (isList && !overlay) return stay(moveInList(state, { type }));
	const stride = Math.max(1, bodyRows(screen.rows) - 3);
	const wanted = screen.scroll + (type === 'page-down' ? stride : -stride);
	return stay(withScreen(state, { scroll: Math.max(0, Math.min(wanted, scrollLimit ?? wanted)) }));
}

function confirm(state: SessionState, confirming: Screen['confirming']): Next {
	return currentPage(state)?.token ? stay(withScreen(state, { confirming })) : sayNoToken(state);
}

function verify(state: SessionState, pages: readonly PageRecord[], none: string): Next {
	const ids = pages.flatMap(({ id, token }) => (token ? [id] : []));
	if (ids.length === 0) return say(state, 'plain', none);
	if (state.connection.running || state.verifying.length > 0) return say(state, 'plain', WAIT);
	return advance(state, { type: 'verify-pages', ids });
}

/** The event that answers the question of the screen; null where it is none of the screen's own. */
function answerTo({ profiles, save, step, exporting }: SessionState, isWanted: boolean): WorkEvent | null {
	if (profiles.removing !== null) return { type: 'answer-removal', isWanted };
	if (save?.replaces) return { type: 'answer-replacing', isWanted };
	return step === 'export' && exporting?.replacing != null ? { type: 'answer-overwriting', isWanted } : null;
}

function accept(state: SessionState): Next {
	const event = answerTo(state, true);
	if (event) return advance(state, event);
	const page = currentPage(state);
	const answered = withScreen(state, { confirming: null });
	if (!page?.token) return sayNoToken(answered);
	if (state.screen.confirming === 'publishing') return advance(answered, { type: 'test-publishing', id: page.id });
	return { state: answered, effects: [{ type: 'open-debugger', page, version: graphVersion(state) }] };
}

function dismiss(state: SessionState): Next {
	if (isCovered(state)) return stay(withScreen(state, UNCOVERED));
	const event = answerTo(state, false);
	const dismissed = withScreen(state, { confirming: null, scroll: 0 });
	return event ? advance(dismissed, event) : stay(dismissed);
}
