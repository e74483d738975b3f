import { type App, problemOfAppId, problemOfAppSecret } from './app.ts';
import type { PageRecord } from './page.ts';
import { problemOfPaste, recognisePaste } from './paste.ts';
import { DEFAULT_PURPOSE, type Purpose, permissionsFor } from './permissions.ts';
import { type Problem, problem } from './problem.ts';
import { Secret } from './secret.ts';
import type { TokenInfo } from './token.ts';

/** The screens in their order; `esc` goes to the one before. */
export type Step = 'app' | 'permissions' | 'token' | 'progress' | 'pages' | 'page';

/** Work that gives a value or a problem. */
export type Status<T> =
	| { state: 'idle' }
	| { state: 'running' }
	| { state: 'refused'; problem: Problem }
	| { state: 'done'; value: T };

/** What is known of the pasted token before it is used. */
export type Review = { info: TokenInfo; userName: string | null; missing: string[] };

/** Everything that the screens show. Times are Unix seconds. */
export type Journey = {
	step: Step;
	/** The number of the latest work that was started; answers to any other come late and are ignored. */
	run: number;
	app: { id: string; secret: Secret; field: 'id' | 'secret'; status: Status<App>; version: string | null };
	purpose: Purpose;
	token: { text: Secret; status: Status<Review> /** Enter was pressed while it was being reviewed. */; goOn: boolean };
	connection: { exchanged: boolean; listed: boolean; running: boolean; problems: Problem[] };
	pages: readonly PageRecord[];
	list: { filter: string; sort: 'risk' | 'name' };
	/** The Page that the Page screen shows. */
	openPageId: string | null;
	/** The Page whose token is being verified again. */
	verifyingId: string | null;
};

/** What happens to a journey: what the person does, and what an effect answers. `run` says which effect it was. */
export type JourneyEvent =
	| { type: 'edit-app-id'; value: string }
	| { type: 'edit-app-secret'; value: Secret }
	| { type: 'focus-field'; field: 'id' | 'secret' }
	| { type: 'submit-app' }
	| { type: 'app-checked'; run: number; app: App; version: string }
	| { type: 'app-refused'; run: number; problem: Problem }
	| { type: 'choose-purpose'; purpose: Purpose }
	| { type: 'edit-token'; value: Secret }
	| { type: 'paste-token'; value: Secret }
	| { type: 'submit-token' }
	| { type: 'token-reviewed'; run: number; review: Review }
	| { type: 'token-refused'; run: number; problem: Problem }
	| { type: 'exchanged'; run: number }
	| { type: 'pages-found'; run: number; pages: readonly PageRecord[] }
	| { type: 'pages-verified'; run: number; pages: readonly PageRecord[] }
	| { type: 'listed'; run: number }
	| { type: 'trouble'; run: number; problem: Problem }
	| { type: 'connection-ended'; run: number; problem: Problem | null }
	| { type: 'connect-again' }
	| { type: 'set-filter'; filter: string }
	| { type: 'toggle-sort' }
	| { type: 'open-page'; id: string }
	| { type: 'verify-page'; id: string }
	| { type: 'page-verified'; run: number; page: PageRecord }
	| { type: 'back' }
	| { type: 'cancel' };

/** Work for the outside, as data. Work with a `run` answers with events that carry the same number. */
export type JourneyEffect =
	| { type: 'check-app'; run: number; id: string; secret: Secret }
	| { type: 'review-token'; run: number; token: Secret; wanted: readonly string[] }
	| { type: 'connect'; run: number }
	| { type: 'verify-page'; run: number; page: PageRecord }
	| { type: 'open-explorer' }
	/** Stops whatever runs, its requests included. */
	| { type: 'abort' }
	/** Ends the program; nothing was running. */
	| { type: 'leave' };

type Next = { state: Journey; effects: JourneyEffect[] };

/** What the person need not type: from the environment, from the last time, or all of it in a demonstration. */
export type Prefill = { appId?: string; appSecret?: Secret; userToken?: Secret; purpose?: Purpose };

const NOTHING = new Secret('');
const NO_CONNECTION = { exchanged: false, listed: false, running: false, problems: [] };

/** The start of a journey. */
export function startJourney({ appId = '', appSecret, userToken, purpose }: Prefill = {}): Journey {
	return {
		step: 'app',
		run: 0,
		app: {
			id: appId,
			secret: appSecret ?? NOTHING,
			field: appId && !appSecret ? 'secret' : 'id',
			status: { state: 'idle' },
			version: null,
		},
		purpose: purpose ?? DEFAULT_PURPOSE,
		token: { text: userToken ?? NOTHING, status: { state: 'idle' }, goOn: false },
		connection: NO_CONNECTION,
		pages: [],
		list: { filter: '', sort: 'risk' },
		openPageId: null,
		verifyingId: null,
	};
}

/** Does work run that Ctrl+C would stop? */
export function isBusy(state: Journey): boolean {
	return (
		state.app.status.state === 'running' ||
		state.token.status.state === 'running' ||
		state.connection.running ||
		state.verifyingId !== null
	);
}

/** The Page that the Page screen shows. */
export function openPage(state: Journey): PageRecord | null {
	return state.pages.find(({ id }) => id === state.openPageId) ?? null;
}

/** One step of the journey: the state after an event, and the work that follows from it. */
export function advance(state: Journey, event: JourneyEvent): Next {
	if ('run' in event && event.run !== state.run) return stay(state);
	switch (event.type) {
		case 'edit-app-id':
			return editApp(state, { id: event.value.trim() });
		case 'edit-app-secret':
			return editApp(state, { secret: event.value });
		case 'focus-field':
			return stay({ ...state, app: { ...state.app, field: event.field } });
		case 'submit-app':
			return submitApp(state);
		case 'app-checked': {
			const app = { ...state.app, status: { state: 'done', value: event.app } as const, version: event.version };
			return stay({ ...state, app, step: 'permissions' });
		}
		case 'app-refused':
			return stay({ ...state, app: { ...state.app, status: refused(event.problem) } });
		case 'choose-purpose': {
			// What the token lacks depends on the purpose, so it has to be reviewed again.
			const status = event.purpose === state.purpose ? state.token.status : ({ state: 'idle' } as const);
			return stay({ ...state, purpose: event.purpose, token: { ...state.token, status }, step: 'token' });
		}
		case 'edit-token':
			return editToken(state, event.value);
		case 'paste-token': {
			const edited = editToken(state, event.value);
			const submitted = reviewToken(edited.state);
			return { state: submitted.state, effects: [...edited.effects, ...submitted.effects] };
		}
		case 'submit-token':
			return submitToken(state);
		case 'token-reviewed': {
			const token = { ...state.token, status: { state: 'done', value: event.review } as const, goOn: false };
			const reviewed = { ...state, token };
			return state.token.goOn && event.review.missing.length === 0 ? startConnecting(reviewed) : stay(reviewed);
		}
		case 'token-refused':
			return stay({ ...state, token: { ...state.token, status: refused(event.problem), goOn: false } });
		case 'exchanged':
			return stay({ ...state, connection: { ...state.connection, exchanged: true } });
		case 'pages-found':
			return pagesFound(state, event.pages);
		case 'pages-verified':
			return stay({ ...state, pages: replacePages(state.pages, event.pages) });
		case 'listed':
			return stay({ ...state, connection: { ...state.connection, listed: true } });
		case 'trouble':
			return stay(withTrouble(state, event.problem));
		case 'connection-ended': {
			const told = event.problem ? withTrouble(state, event.problem) : state;
			return stay({ ...told, connection: { ...told.connection, running: false } });
		}
		case 'connect-again':
			return state.token.status.state === 'done' && !state.connection.running ? startConnecting(state) : stay(state);
		case 'set-filter':
			return stay({ ...state, list: { ...state.list, filter: event.filter } });
		case 'toggle-sort':
			return stay({ ...state, list: { ...state.list, sort: state.list.sort === 'risk' ? 'name' : 'risk' } });
		case 'open-page':
			return stay({ ...state, openPageId: event.id, step: 'page' });
		case 'verify-page':
			return verifyPage(state, event.id);
		case 'page-verified':
			return stay({ ...state, pages: replacePages(state.pages, [event.page]), verifyingId: null });
		case 'back':
			return back(state);
		case 'cancel':
			return isBusy(state) ? stop(state) : { state, effects: [{ type: 'leave' }] };
	}
}

function stay(state: Journey): Next {
	return { state, effects: [] };
}

function refused(trouble: Problem): { state: 'refused'; problem: Problem } {
	return { state: 'refused', problem: trouble };
}

function editApp(state: Journey, change: { id: string } | { secret: Secret }): Next {
	const stopped = stop(state);
	const app = { ...stopped.state.app, ...change, status: { state: 'idle' } as const, version: null };
	// A token that was reviewed for one app says nothing about another.
	const token = { ...stopped.state.token, status: { state: 'idle' } as const };
	return { state: { ...stopped.state, app, token }, effects: stopped.effects };
}

function submitApp(state: Journey): Next {
	const { id, secret, status } = state.app;
	if (status.state === 'running') return stay(state);
	if (status.state === 'done') return stay({ ...state, step: 'permissions' });
	const idProblem = problemOfAppId(id);
	if (idProblem) return stay({ ...state, app: { ...state.app, field: 'id', status: refused(idProblem) } });
	if (state.app.field === 'id' && secret.length === 0) {
		return stay({ ...state, app: { ...state.app, field: 'secret', status: { state: 'idle' } } });
	}
	const trimmed = new Secret(secret.reveal().trim());
	const secretProblem = problemOfAppSecret(trimmed.reveal());
	if (secretProblem) return stay({ ...state, app: { ...state.app, field: 'secret', status: refused(secretProblem) } });
	const run = state.run + 1;
	return {
		state: { ...state, run, app: { ...state.app, status: { state: 'running' } } },
		effects: [{ type: 'check-app', run, id, secret: trimmed }],
	};
}

function editToken(state: Journey, text: Secret): Next {
	const stopped = stop(state);
	return {
		state: { ...stopped.state, token: { text, status: { state: 'idle' }, goOn: false } },
		effects: stopped.effects,
	};
}

function submitToken(state: Journey): Next {
	const { text, status } = state.token;
	if (status.state === 'done') return startConnecting(state);
	if (status.state === 'running') return stay({ ...state, token: { ...state.token, goOn: true } });
	if (text.reveal().trim() === '') return { state, effects: [{ type: 'open-explorer' }] };
	return reviewToken(state);
}

function reviewToken(state: Journey): Next {
	const paste = recognisePaste(state.token.text.reveal());
	if (paste.kind !== 'token') {
		return stay({ ...state, token: { ...state.token, status: refused(problemOfPaste(paste.kind)) } });
	}
	const run = state.run + 1;
	return {
		state: { ...state, run, token: { ...state.token, status: { state: 'running' }, goOn: false } },
		effects: [{ type: 'review-token', run, token: paste.token, wanted: permissionsFor(state.purpose) }],
	};
}

function startConnecting(state: Journey): Next {
	const run = state.run + 1;
	return {
		state: {
			...state,
			run,
			step: 'progress',
			pages: [],
			list: { ...state.list, filter: '' },
			openPageId: null,
			connection: { ...NO_CONNECTION, running: true },
		},
		effects: [{ type: 'connect', run }],
	};
}

function pagesFound(state: Journey, found: readonly PageRecord[]): Next {
	const pages = [...state.pages, ...found];
	const step = state.step === 'progress' ? 'pages' : state.step;
	return stay({ ...state, pages, step });
}

function replacePages(pages: readonly PageRecord[], fresh: readonly PageRecord[]): PageRecord[] {
	const byId = new Map(fresh.map((page) => [page.id, page]));
	return pages.map((page) => byId.get(page.id) ?? page);
}

function withTrouble(state: Journey, trouble: Problem): Journey {
	return { ...state, connection: { ...state.connection, problems: [...state.connection.problems, trouble] } };
}

function verifyPage(state: Journey, id: string): Next {
	const page = state.pages.find((candidate) => candidate.id === id);
	if (!page?.token || isBusy(state)) return stay(state);
	const run = state.run + 1;
	return { state: { ...state, run, verifyingId: page.id }, effects: [{ type: 'verify-page', run, page }] };
}

/** Stops what runs and keeps what it has brought. The number moves on, so that its late answers are ignored. */
function stop(state: Journey): Next {
	if (!isBusy(state)) return stay(state);
	const { app, token, connection } = state;
	return {
		state: {
			...state,
			run: state.run + 1,
			app: app.status.state === 'running' ? { ...app, status: { state: 'idle' } } : app,
			token: token.status.state === 'running' ? { ...token, status: { state: 'idle' }, goOn: false } : token,
			connection: connection.running
				? { ...connection, running: false, problems: [...connection.problems, problem('cancelled')] }
				: connection,
			verifyingId: null,
		},
		effects: [{ type: 'abort' }],
	};
}

const BEFORE: Readonly<Record<Step, Step>> = {
	app: 'app',
	permissions: 'app',
	token: 'permissions',
	progress: 'token',
	pages: 'token',
	page: 'pages',
};

function back(state: Journey): Next {
	// The Pages go on coming in while one of them is looked at.
	const { state: stopped, effects } = state.step === 'page' && state.verifyingId === null ? stay(state) : stop(state);
	return { state: { ...stopped, step: BEFORE[state.step] }, effects };
}
