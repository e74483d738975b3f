import type { PageRecord } from '../domain/page.ts';
import type { Problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { type Next, NO_CONNECTION, NO_TOKEN, type SessionState, say, stay } from './state.ts';
import { toBeSaved } from './stored.ts';
import { isBusy, stop } from './work.ts';

/** Takes what is typed into the token field. */
export function editToken(state: SessionState, text: Secret): Next {
	const stopped = stop(state);
	const token = { ...NO_TOKEN, text };
	// Pages belong to the token that they were made from; those of a profile are shown until newer ones come.
	const left = state.opened ? {} : { pages: [], connection: NO_CONNECTION, openPageId: null, save: null };
	const { signIn } = stopped.state;
	const told = signIn.status.state === 'refused' ? { ...signIn, status: { state: 'idle' } as const } : signIn;
	return { state: { ...stopped.state, ...left, token, signIn: told }, effects: stopped.effects };
}

/** Begins to make Page tokens from the reviewed user token. Pages that are there stay until newer ones come. */
export function startConnecting(state: SessionState): Next {
	const run = state.run + 1;
	const connection = { ...NO_CONNECTION, running: true };
	const step = state.pages.length > 0 ? 'pages' : 'progress';
	const started: SessionState = { ...state, run, connection, verifyProblem: null, step };
	return { state: started, effects: [{ type: 'connect', run, profile: state.opened?.name ?? null }] };
}

/** Takes Pages that were found. What is known of a Page stays until its token was verified again. */
export function pagesFound(state: SessionState, found: readonly PageRecord[]): Next {
	const known = new Set(state.pages.map(({ id }) => id));
	const fresh = found.filter(({ id, assessment }) => !known.has(id) || assessment !== null);
	const step = state.step === 'progress' ? 'pages' : state.step;
	const connection = { ...state.connection, found: [...state.connection.found, ...found.map(({ id }) => id)] };
	return stay({ ...state, connection, pages: mergePages(state.pages, fresh), step });
}

/** The end of a connection. That of an opened profile is stored at once. */
export function connectionEnded(state: SessionState, problem: Problem | null): Next {
	const told = problem ? withProblem(state, problem) : state;
	const { found, isComplete } = told.connection;
	// What was there before and is not on a complete list is gone.
	const present = new Set(found);
	const pages = isComplete ? told.pages.filter(({ id }) => present.has(id)) : told.pages;
	const ended = withPages({ ...told, connection: { ...told.connection, running: false } }, pages);
	return state.opened && !problem ? saveOpened(ended) : stay(ended);
}

/** Puts Pages in the place of all others. Whoever looks at one that is gone comes back to the list. */
export function withPages(state: SessionState, pages: readonly PageRecord[]): SessionState {
	if (pages.some(({ id }) => id === state.openPageId)) return { ...state, pages };
	return { ...state, pages, openPageId: null, step: state.step === 'page' ? 'pages' : state.step };
}

/** Stores what a new sign-in to the opened profile has brought, with the protection that the profile has. */
export function saveOpened(state: SessionState): Next {
	const { opened } = state;
	if (!opened?.hasNewSignIn || isBusy(state)) return stay(state);
	const run = state.run + 1;
	const { name } = opened;
	return {
		state: {
			...state,
			run,
			opened: { ...opened, ended: null, unsaved: null },
			profiles: { ...state.profiles, busy: { name, work: 'writing' } },
		},
		effects: [
			{
				type: 'save-profile',
				run,
				name,
				isReplacing: true,
				protection: 'keep',
				...toBeSaved(state),
			},
		],
	};
}

/** Notes a trouble with a part of the work. */
export function withProblem(state: SessionState, problem: Problem): SessionState {
	return { ...state, connection: { ...state.connection, problems: [...state.connection.problems, problem] } };
}

/** Begins to ask Meta about some tokens again, when nothing else runs. */
export function startVerifying(state: SessionState, ids: readonly string[]): Next {
	const wanted = new Set(ids);
	const pages = state.pages.filter(({ id, token }) => token && wanted.has(id));
	if (pages.length === 0 || isBusy(state)) return stay(state);
	const run = state.run + 1;
	return {
		state: { ...state, run, verifying: pages.map(({ id }) => id), verifyProblem: null },
		effects: [{ type: 'verify-pages', run, pages, profile: state.opened?.name ?? null }],
	};
}

/** Lists the Pages once more: those of an opened profile from its stored sign-in, others from the reviewed token. */
export function listAgain(state: SessionState): Next {
	if (isBusy(state)) return stay(state);
	if (state.token.status.state === 'done') return startConnecting(state);
	if (!state.opened) return stay(state);
	// The stored sign-in would take the place of the new one.
	if (state.opened.hasNewSignIn) return say(state, 'plain', 'Save the new sign-in first.');
	const run = state.run + 1;
	const connection = { ...NO_CONNECTION, exchanged: true, running: true };
	return {
		state: { ...state, run, connection, verifyProblem: null },
		effects: [{ type: 'open-profile', run, name: state.opened.name }],
	};
}

/** May Pages be missing from the screen: was their list stopped before its end, or could a part of it not be read? */
export function isListIncomplete({ connection, opened, pages }: SessionState): boolean {
	if (connection.isComplete || pages.length === 0) return false;
	// The stored Pages of a profile count as they are until they are listed again.
	return connection.listed || (connection.exchanged && opened === null);
}

/** Pages with the fresh ones in the place of those of the same id; new ones come last. */
export function mergePages(pages: readonly PageRecord[], fresh: readonly PageRecord[]): PageRecord[] {
	const others = new Map(fresh.map((page) => [page.id, page]));
	const merged = pages.map((page) => {
		const newer = others.get(page.id);
		if (newer) others.delete(page.id);
		return newer ?? page;
	});
	return others.size === 0 ? merged : [...merged, ...others.values()];
}
