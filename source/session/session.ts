import type { Preferences } from '../vault/preferences.ts';
import type { SessionOptions, Ui } from './options.ts';
import { Runner } from './runner.ts';
import { initialState, type Prefill } from './start.ts';
import type { SessionState } from './state.ts';
import { SessionStore } from './store.ts';
import { signInMemory } from './stored.ts';

/** A session, until it is disposed of: its work is stopped then. */
export type Session = Disposable & { store: SessionStore };

/** Starts a session: the store gives its state, and takes events; what they ask for is done. */
export function startSession(options: SessionOptions, ui: Ui): Session {
	const { vault, hosts, prefill, remember } = options;
	const runner = new Runner(options, ui);
	const store = new SessionStore(initialState({ ...prefill, hosts, canSave: vault !== null }), runner.perform);
	if (remember) {
		let known = '';
		store.subscribe(() => {
			const fresh = worthRemembering(store.getState(), prefill);
			const text = JSON.stringify(fresh);
			if (!fresh || text === known) return;
			known = text;
			remember(fresh);
		});
	}
	return { store, [Symbol.dispose]: () => runner.close() };
}

/** What to remember of an app that Meta has accepted, and of the sign-in to a token that it has explained; null before. */
function worthRemembering(state: SessionState, prefill: Prefill): Preferences | null {
	const { app, purposes, step, token, signIn } = state;
	const [purpose, ...more] = purposes;
	const isSignedIn = token.status.state === 'done';
	if (app.status.state !== 'done' || (step !== 'token' && !isSignedIn)) return null;
	const { last: via } = signIn.facts;
	const before = via !== null && app.id === prefill.appId ? { via, configId: signIn.configId } : null;
	const remembered = purpose && more.length === 0 ? { purpose } : {};
	return { appId: app.id, ...remembered, signIn: isSignedIn ? signInMemory(state) : before };
}
