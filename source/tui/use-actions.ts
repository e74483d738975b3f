import type { Dispatch as Change } from 'react';
import { needsVerification, type PageRecord } from '../domain/page.ts';
import { type Purpose, permissionsFor } from '../domain/permissions.ts';
import { PROTECTIONS } from '../domain/protection.ts';
import { nextFormat } from '../session/exporting.ts';
import { problemsOf, troublesOf } from '../session/problems.ts';
import { proposedName } from '../session/proposed-name.ts';
import { waysOf } from '../session/sign-in.ts';
import type { SaveField, SessionState } from '../session/state.ts';
import type { Dispatch } from '../session/store.ts';
import { WAIT } from '../session/stored.ts';
import type { Action } from './keymap.ts';
import type { PageList } from './listing/use-page-list.ts';
import type { ProfileList } from './listing/use-profile-list.ts';
import type { Overlay } from './overlay.ts';
import type { Errands } from './use-errands.ts';

export type ActionsProps = {
	journey: SessionState;
	overlay: Overlay;
	/** The purpose that the menu is at. */
	purpose: Purpose;
	/** The Page that keys act on. */
	current: PageRecord | null;
	list: PageList;
	profileList: ProfileList;
	/** The address that the screen speaks of. */
	link: string;
	version: string;
	/** Unix seconds. */
	now: () => number;
	/** Rows that a screen scrolls at once. */
	stride: number;
	errands: Errands;
	dispatch: Dispatch;
	change: Change<Partial<Overlay>>;
};

/** What each action of the key table does, right now. */
export function actions(props: ActionsProps): Readonly<Record<Action, () => void>> {
	const { journey, overlay, current, list, profileList, errands, dispatch, change } = props;
	const { profiles, step } = journey;
	const isAtProfiles = step === 'profiles';
	const isReplacing = step === 'export' && journey.exporting?.replacing != null;

	const move = (by: number) => {
		if (isAtProfiles) return profileList.act({ type: 'move', by });
		list.act({ type: 'move', by });
		if (step !== 'page') return;
		const { ids, selectedId } = list.window;
		const id = ids[clamp(ids.indexOf(selectedId ?? '') + by, ids.length - 1)];
		if (id) openPage(id);
	};
	const openPage = (id: string) => {
		change({ scroll: 0 });
		dispatch({ type: 'open-page', id });
	};
	const scroll = (direction: 'page-up' | 'page-down') => {
		if (step === 'pages' && !overlay.help && !overlay.troubles) return list.act({ type: direction });
		if (isAtProfiles && !overlay.help && overlay.scrollLimit === 0) return profileList.act({ type: direction });
		const by = direction === 'page-down' ? props.stride : -props.stride;
		change({ scroll: clamp(overlay.scroll + by, overlay.scrollLimit) });
	};
	const onProfile = (act: (name: string) => void) => {
		if (profileList.selected) act(profileList.selected.name);
	};
	const answer = (chosen: 'save' | 'leave' | 'stay') => {
		change({ help: false, troubles: false, confirming: null });
		dispatch({ type: 'answer-departing', answer: chosen, proposedName: proposedName(journey) });
	};
	const verify = (pages: readonly PageRecord[], none: string) => {
		const ids = pages.flatMap(({ id, token }) => (token ? [id] : []));
		if (ids.length === 0) errands.say('plain', none);
		else if (journey.connection.running || journey.verifying.length > 0) errands.say('plain', WAIT);
		else dispatch({ type: 'verify-pages', ids });
	};

	return {
		submit() {
			if (profiles.renaming) dispatch({ type: 'submit-new-name' });
			else if (isAtProfiles) onProfile((name) => dispatch({ type: 'open-profile', name }));
			else if (step === 'unlock') dispatch({ type: 'submit-passphrase' });
			else if (step === 'save') dispatch({ type: 'submit-save' });
			else if (step === 'app') dispatch({ type: 'submit-app' });
			else if (step === 'token') dispatch({ type: 'submit-token' });
			else if (step === 'export') dispatch({ type: 'submit-export' });
			else if (step === 'add') dispatch({ type: 'submit-address' });
			else if (step === 'progress') dispatch({ type: 'connect-again' });
			else if (list.selected) openPage(list.selected.id);
		},
		'new-profile': () => dispatch({ type: 'new-profile' }),
		'check-profile': () => onProfile((name) => dispatch({ type: 'check-profile', name })),
		'rename-profile': () => onProfile((name) => dispatch({ type: 'start-renaming', name })),
		'remove-profile'() {
			errands.discardTypeAhead();
			onProfile((name) => dispatch({ type: 'ask-to-remove', name }));
		},
		'stop-renaming': () => dispatch({ type: 'stop-renaming' }),
		'start-saving': () => dispatch({ type: 'start-saving', proposedName: proposedName(journey) }),
		'save-first': () => answer('save'),
		'leave-unsaved': () => answer('leave'),
		stay: () => answer('stay'),
		'paste-again'() {
			if (journey.opened && !journey.opened.isUnlocked) errands.sayNoToken();
			else dispatch({ type: 'paste-again' });
		},
		'next-choice': () => choose(journey, 1, dispatch),
		'previous-choice': () => choose(journey, -1, dispatch),
		'next-field': () => focusField(journey, 1, dispatch),
		'previous-field': () => focusField(journey, -1, dispatch),
		'next-way': () => chooseWay(journey, 1, dispatch),
		'previous-way': () => chooseWay(journey, -1, dispatch),
		'sign-in': () => dispatch({ type: 'start-sign-in' }),
		'open-link': () => errands.open(props.link),
		'copy-link': () => errands.copy((step === 'token' && journey.signIn.address) || props.link, 'Link'),
		'copy-permissions': () => errands.copy(permissionsFor(props.purpose).join(','), 'Permission names'),
		'move-up': () => move(-1),
		'move-down': () => move(1),
		'page-up': () => scroll('page-up'),
		'page-down': () => scroll('page-down'),
		home: () => (isAtProfiles ? profileList : list).act({ type: 'home' }),
		end: () => (isAtProfiles ? profileList : list).act({ type: 'end' }),
		'start-filter': () => change({ filtering: true }),
		'end-filter': () => change({ filtering: false }),
		'clear-filter'() {
			change({ filtering: false });
			dispatch({ type: 'set-filter', filter: '' });
		},
		'toggle-mark'() {
			if (!list.selected) return;
			dispatch({ type: 'toggle-mark', id: list.selected.id });
			list.act({ type: 'move', by: 1 });
		},
		'mark-all': () => dispatch({ type: 'mark-all', ids: list.window.ids }),
		'toggle-sort': () => dispatch({ type: 'toggle-sort' }),
		'copy-token': () => errands.copyToken(current),
		'toggle-reveal': () => change({ revealing: !overlay.revealing }),
		'copy-report': () => errands.copyReport(step, problemsOf(journey), journey.app.version),
		'clear-clipboard': () => errands.clearClipboard(),
		'show-raw': () => errands.showRaw(current),
		'open-debugger': () => (current?.token ? change({ confirming: 'debugger' }) : errands.sayNoToken()),
		'test-publishing': () => (current?.token ? change({ confirming: 'publishing' }) : errands.sayNoToken()),
		'start-exporting'() {
			const { marked } = journey.list;
			if (journey.opened && !journey.opened.isUnlocked) return errands.sayNoToken();
			const ids = step === 'pages' && marked.length > 0 ? marked : current ? [current.id] : [];
			dispatch({ type: 'start-exporting', ids, now: props.now() });
		},
		'start-adding': () => dispatch({ type: 'start-adding' }),
		'verify-again'() {
			if (current && !current.token) errands.sayNoToken();
			else verify(current ? [current] : [], 'There is no Page to verify.');
		},
		'verify-rest': () => verify(journey.pages.filter(needsVerification), 'Every token here was verified.'),
		'list-again': () => (journey.connection.running ? errands.say('plain', WAIT) : dispatch({ type: 'connect-again' })),
		'show-troubles'() {
			if (troublesOf(journey).length > 0) change({ troubles: true, scroll: 0 });
			else errands.say('plain', 'There was no trouble.');
		},
		accept() {
			if (profiles.removing !== null) return dispatch({ type: 'answer-removal', isWanted: true });
			if (journey.save?.replaces) return dispatch({ type: 'answer-replacing', isWanted: true });
			if (isReplacing) return dispatch({ type: 'answer-overwriting', isWanted: true });
			change({ confirming: null });
			if (overlay.confirming === 'debugger') errands.openDebugger(current, props.version);
			else if (current) dispatch({ type: 'test-publishing', id: current.id });
		},
		dismiss() {
			const isCovered = overlay.help || overlay.troubles;
			if (!isCovered && profiles.removing !== null) dispatch({ type: 'answer-removal', isWanted: false });
			if (!isCovered && journey.save?.replaces) dispatch({ type: 'answer-replacing', isWanted: false });
			if (!isCovered && isReplacing) dispatch({ type: 'answer-overwriting', isWanted: false });
			change({ confirming: null, help: false, troubles: false, scroll: 0 });
		},
		back() {
			change({ scroll: 0 });
			if (step === 'pages' && journey.list.filter !== '') dispatch({ type: 'set-filter', filter: '' });
			else if (step === 'pages' && journey.list.marked.length > 0) dispatch({ type: 'clear-marks' });
			else dispatch({ type: 'back' });
		},
		help: () => change({ help: true, scroll: 0 }),
		quit() {
			// What was typed ahead is no answer to a question about unsaved tokens.
			errands.discardTypeAhead();
			dispatch({ type: 'quit' });
		},
		cancel: () => dispatch({ type: 'cancel' }),
	};
}

function clamp(value: number, most: number): number {
	return Math.max(0, Math.min(most, value));
}

/** The next of some things, round and round. */
function step<T>(things: readonly T[], from: T, by: number): T | undefined {
	return things[(things.indexOf(from) + by + things.length) % things.length];
}

function focusField({ step: screen, app, save, exporting }: SessionState, by: number, dispatch: Dispatch): void {
	if (screen === 'export') {
		dispatch({ type: 'focus-export-field', field: exporting?.field === 'format' ? 'file' : 'format' });
	}
	if (screen === 'app') dispatch({ type: 'focus-field', field: app.field === 'id' ? 'secret' : 'id' });
	if (screen !== 'save' || !save) return;
	const fields: SaveField[] = save.kind === 'passphrase' ? ['name', 'kind', 'passphrase', 'again'] : ['name', 'kind'];
	const field = step(fields, save.field, by);
	if (field) dispatch({ type: 'focus-save-field', field });
}

function chooseWay(journey: SessionState, by: 1 | -1, dispatch: Dispatch): void {
	const way = step(waysOf(journey), journey.signIn.way, by);
	if (way) dispatch({ type: 'choose-way', way });
}

function choose({ save, exporting }: SessionState, by: 1 | -1, dispatch: Dispatch): void {
	if (exporting) dispatch({ type: 'choose-format', format: nextFormat(exporting.format, by) });
	if (save?.field !== 'kind') return;
	const isPossible = (kind: string) => kind !== 'keychain' || save.keychain?.isAvailable !== false;
	const kind = step(PROTECTIONS.map((protection) => protection.kind).filter(isPossible), save.kind, by);
	if (kind) dispatch({ type: 'choose-protection', kind });
}
