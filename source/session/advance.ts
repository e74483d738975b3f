import { isDeepStrictEqual } from 'node:util';
import { nextSort } from '../domain/page.ts';
import { advanceAdding } from './adding.ts';
import { answerDeparting, departureOf, isInsisting, settleDeparting } from './departing.ts';
import type { WorkEvent } from './events.ts';
import { advanceExporting } from './exporting.ts';
import {
	connectionEnded,
	editToken,
	listAgain,
	mergePages,
	pagesFound,
	startConnecting,
	startVerifying,
	withProblem,
} from './pages.ts';
import { advanceProfiles } from './profiles.ts';
import { advancePublishTest } from './publish-test.ts';
import { advanceSignIn, stopSignIn } from './sign-in.ts';
import { startAfter } from './start.ts';
import { type Departure, type Next, NO_CONNECTION, refused, type SessionState, type Step, stay } from './state.ts';
import { editApp, leaveField, pasteCredentials, pasteToken, problemOfOwner, submitApp, submitToken } from './token.ts';
import { isBusy, isWriting, sayWriting, stop } from './work.ts';

/** One step of the journey: the state after an event, and the work that follows from it. */
export function advance(state: SessionState, event: WorkEvent): Next {
	if ('run' in event && event.run !== state.run) return stay(state);
	const next = settleDeparting(allowed(state, event), depart);
	// A pause goes with the work that waits.
	if (next.state.run === state.run || next.state.waiting === null) return next;
	return { ...next, state: { ...next.state, waiting: null } };
}

/** What comes of an event; the person is asked first where tokens would be lost by it. */
function allowed(state: SessionState, event: WorkEvent): Next {
	if (event.type === 'answer-departing') return answerDeparting(state, event, depart);
	const next = alone(state, event);
	const by = departureOf(state, event, next);
	if (!by || isInsisting(state, event)) return next;
	// A sign-in has ended with the token that it brought.
	const asked = event.type === 'signed-in' ? stop(state) : stay(state);
	// What was typed ahead is no answer; only Ctrl+C again is one.
	const discards = event.type === 'cancel' ? [] : [{ type: 'discard-type-ahead' } as const];
	return {
		state: { ...asked.state, departing: { by, isSaving: false } },
		effects: [...asked.effects, ...discards],
	};
}

/** What the person begins takes the place of what runs; what is being written is waited for. */
function alone(state: SessionState, event: WorkEvent): Next {
	const next = respond(state, event);
	const begins = next.effects.some((effect) => 'run' in effect) && next.effects[0]?.type !== 'abort';
	if (!begins || 'run' in event || !isBusy(state)) return next;
	if (isWriting(state)) return sayWriting(state);
	const stopped = stop(state);
	const { state: after, effects } = respond(stopped.state, event);
	return { state: after, effects: [...stopped.effects, ...effects] };
}

function depart(state: SessionState, by: Departure): Next {
	return respond(state, by);
}

function respond(state: SessionState, event: WorkEvent): Next {
	switch (event.type) {
		case 'paste-credentials':
			return pasteCredentials(state, event.field, event.text);
		case 'edit-app-id':
			return editApp(state, { id: event.value.trim() });
		case 'edit-app-secret':
			return editApp(state, { secret: event.value });
		case 'focus-field':
			return leaveField(state, event.field);
		case 'submit-app':
			return submitApp(state);
		case 'app-checked': {
			const app = { ...state.app, status: { state: 'done', value: event.app } as const, version: event.version };
			// Pages belong to the app whose token they were made from, and could not be saved with another.
			const left = { opened: null, pages: [], connection: NO_CONNECTION, openPageId: null, save: null };
			return stay({ ...state, ...left, app, step: 'permissions' });
		}
		case 'app-refused':
			return stay({ ...state, app: { ...state.app, status: refused(event.problem) } });
		case 'choose-purposes': {
			// What the token lacks depends on the purpose, so it has to be reviewed again.
			const isSame = isDeepStrictEqual(event.purposes, state.purposes);
			const status = isSame ? state.token.status : ({ state: 'idle' } as const);
			return stay({
				...state,
				purposes: event.purposes,
				highlighted: event.purposes[0] ?? state.highlighted,
				token: { ...state.token, status },
				step: 'token',
			});
		}
		case 'edit-token':
			return editToken(state, event.value);
		case 'paste-token':
			return pasteToken(state, event.value, event.via);
		case 'submit-token':
			return submitToken(state);
		case 'token-inspected': {
			const stranger = problemOfOwner(state.opened, event.inspected);
			if (stranger) return stay({ ...state, token: { ...state.token, status: refused(stranger), isSubmitted: false } });
			const token = { ...state.token, status: { state: 'done', value: event.inspected } as const, isSubmitted: false };
			const next = { ...state, token, signIn: { ...state.signIn, isRerequest: event.inspected.declined.length > 0 } };
			return state.token.isSubmitted && event.inspected.missing.length === 0 ? startConnecting(next) : stay(next);
		}
		case 'token-refused':
			return stay({ ...state, token: { ...state.token, status: refused(event.problem), isSubmitted: false } });
		case 'exchanged':
			return stay({
				...state,
				opened: state.opened && { ...state.opened, hasNewSignIn: true },
				connection: { ...state.connection, exchanged: true, isKept: !event.isExchanged },
			});
		case 'pages-found':
			return pagesFound(state, event.pages);
		case 'pages-verified':
			return stay({ ...state, pages: mergePages(state.pages, event.pages) });
		case 'listed':
			return stay({ ...state, connection: { ...state.connection, listed: true, isComplete: event.isComplete } });
		case 'problem':
			return stay(withProblem(state, event.problem));
		case 'connection-ended':
			return connectionEnded(state, event.problem);
		case 'connect-again':
			return listAgain(state);
		case 'set-filter':
			return stay({ ...state, list: { ...state.list, filter: event.filter } });
		case 'toggle-sort':
			return stay({ ...state, list: { ...state.list, sort: nextSort(state.list.sort) } });
		case 'toggle-mark':
			return mark(state, toggled(state.list.marked, [event.id]));
		case 'mark-all':
			return mark(state, toggled(state.list.marked, event.ids));
		case 'clear-marks':
			return mark(state, []);
		case 'open-page':
			return stay({ ...state, openPageId: event.id, step: 'page' });
		case 'verify-pages':
			return startVerifying(state, event.ids);
		case 'verified-again':
			return stay({ ...state, verifying: [], verifyProblem: event.problem });
		case 'waiting':
			return stay({ ...state, waiting: event.waiting });
		case 'start-exporting':
		case 'choose-format':
		case 'edit-file':
		case 'focus-export-field':
		case 'submit-export':
		case 'exported':
		case 'export-occupied':
		case 'answer-overwriting':
		case 'export-refused':
			return advanceExporting(state, event);
		case 'test-publishing':
		case 'publishing-tested':
			return advancePublishTest(state, event);
		case 'choose-method':
		case 'start-sign-in':
		case 'sign-in-opened':
		case 'sign-in-waiting':
		case 'dialog-opened':
		case 'device-code':
		case 'sign-in-interruption':
		case 'sign-in-refused':
			return advanceSignIn(state, event);
		case 'signed-in':
			return state.signIn.status.state === 'running' ? pasteToken(state, event.token, event.method) : stay(state);
		case 'start-adding':
		case 'edit-address':
		case 'submit-address':
		case 'page-added':
		case 'page-refused':
			return advanceAdding(state, event);
		case 'keychain-slow':
			return stay({ ...state, isKeychainSlow: event.isSlow });
		case 'back':
			if (state.signIn.status.state === 'running') return stopSignIn(state);
			return isWriting(state) ? leaveKeychain(state) : back(state);
		case 'cancel':
			if (state.signIn.status.state === 'running') return stopSignIn(state);
			if (isWriting(state) || (waitsForKeychain(state) && !isBusy(state))) return leaveKeychain(state);
			return isBusy(state) ? stop(state) : { state, effects: [{ type: 'leave', exitCode: 130 }] };
		case 'quit':
			return isWriting(state) ? sayWriting(state) : { state, effects: [{ type: 'leave', exitCode: 0 }] };
		case 'answer-departing':
			return stay(state);
		default:
			return advanceProfiles(state, event);
	}
}

/** Waits no more for the keychain: what is being written then fails. Nothing else of it can be stopped. */
function leaveKeychain(state: SessionState): Next {
	return { state, effects: waitsForKeychain(state) ? [{ type: 'abort' }] : [] };
}

function waitsForKeychain({ isKeychainSlow, step, save }: SessionState): boolean {
	return isKeychainSlow || (step === 'save' && save?.keychain === null);
}

function mark(state: SessionState, marked: readonly string[]): Next {
	return stay({ ...state, list: { ...state.list, marked } });
}

/** Takes in what is not there yet; where all of it is there, takes it out. */
function toggled(marked: readonly string[], ids: readonly string[]): readonly string[] {
	const [known, meant] = [new Set(marked), new Set(ids)];
	const fresh = ids.filter((id) => !known.has(id));
	return fresh.length > 0 ? [...marked, ...fresh] : marked.filter((id) => !meant.has(id));
}

function before(state: SessionState): Step {
	const isOpened = state.opened !== null;
	const start = state.profiles.all.length > 0 || state.profiles.problem ? 'profiles' : 'app';
	const steps: Readonly<Record<Step, Step>> = {
		profiles: 'profiles',
		unlock: 'profiles',
		app: start,
		permissions: 'app',
		token: isOpened ? 'pages' : 'permissions',
		progress: 'token',
		pages: isOpened ? 'profiles' : 'token',
		page: 'pages',
		add: state.pages.length > 0 ? 'pages' : 'progress',
		export: state.exporting?.from ?? 'pages',
		save: state.save?.from ?? 'pages',
	};
	return steps[state.step];
}

function back(state: SessionState): Next {
	// The Pages go on coming in while one of them is looked at, or the form for saving them is filled in, or the token.
	const goesOn = ['page', 'save'].includes(state.step) || (state.step === 'pages' && state.opened === null);
	const { state: stopped, effects } = !goesOn ? stop(state) : isBusy(state) ? stay(state) : leaveKeychain(state);
	const step = before(state);
	// Of a profile that is left nothing stays on the screens.
	const left =
		state.opened && step === 'profiles'
			? startAfter(stopped, { purpose: stopped.highlighted, signIn: stopped.signIn.start })
			: stopped;
	return { state: { ...left, unlock: null, step }, effects };
}
