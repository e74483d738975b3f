import { withKnownFacts } from '../domain/page.ts';
import { readPageAddress } from '../domain/page-address.ts';
import { problem } from '../domain/problem.ts';
import type { AddingEvent } from './events.ts';
import { mergePages } from './pages.ts';
import { type Next, NO_ADDING, refused, type SessionState, say, stay } from './state.ts';
import { isBusy, stop, WAIT } from './work.ts';

/** One step of adding a Page that no list has, by its id or address. */
export function advanceAdding(state: SessionState, event: AddingEvent): Next {
	switch (event.type) {
		case 'start-adding': {
			const isSignedIn = state.opened ? state.opened.isUnlocked && !state.opened.ended : state.connection.exchanged;
			if (isBusy(state) || !isSignedIn) return say(state, 'plain', isBusy(state) ? WAIT : SIGN_IN_FIRST);
			return stay({ ...state, adding: NO_ADDING, step: 'add' });
		}
		case 'edit-address': {
			const stopped = stop(state);
			const adding = { text: event.text, status: { state: 'idle' } as const };
			return { state: { ...stopped.state, adding }, effects: stopped.effects };
		}
		case 'submit-address':
			return submit(state);
		case 'page-added': {
			const page = withKnownFacts(
				event.page,
				state.pages.find(({ id }) => id === event.page.id),
			);
			const connection = { ...state.connection, found: [...state.connection.found, page.id] };
			const pages = mergePages(state.pages, [page]);
			const { opened } = state;
			const isStored = opened && keeperOf(state) !== null;
			return stay({
				...state,
				opened: isStored ? { ...opened, stored: new Set([...opened.stored, page.id]) } : opened,
				pages,
				connection,
				adding: NO_ADDING,
				openPageId: page.id,
				step: 'page',
			});
		}
		case 'page-refused':
			return stay({ ...state, adding: { ...state.adding, status: refused(event.problem) } });
	}
}

/** The profile in which an added Page is kept at once; a new sign-in has to be saved first. */
function keeperOf({ opened }: SessionState): string | null {
	return opened && !opened.hasNewSignIn ? opened.name : null;
}

const SIGN_IN_FIRST = 'A user token is needed first.';

function submit(state: SessionState): Next {
	const { text, status } = state.adding;
	if (status.state === 'running') return stay(state);
	const address = readPageAddress(text);
	if (address === null) return stay({ ...state, adding: { text, status: refused(NO_ADDRESS) } });
	const run = state.run + 1;
	return {
		state: { ...state, run, adding: { text, status: { state: 'running' } } },
		effects: [{ type: 'add-page', run, address, profile: keeperOf(state) }],
	};
}

const NO_ADDRESS = problem('not-found', { kind: 'page-url' });
