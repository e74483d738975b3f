import { isRetryable } from '../domain/problem-text.ts';
import type { Secret } from '../domain/secret.ts';
import type { SharedGrant } from '../domain/sign-in/grant.ts';
import type { GuidedSignIn } from '../domain/sign-in/guide.ts';
import { offerMethods, type SignInFacts, type SignInMethod, type TokenMethod } from '../domain/sign-in/methods.ts';
import { pageOfMethod } from '../graph/links.ts';
import type { SignInMethodEvent } from './events.ts';
import { graphVersion } from './links.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { type Next, NO_SIGN_IN, NOTHING, refused, type SessionState, say, stay, wantedPermissions } from './state.ts';
import { stop } from './work.ts';

/** The ways in the order in which they are offered; the token of a system user, which no program can make, comes last. */
export function methodsOf({ signIn }: Pick<SessionState, 'signIn'>): readonly TokenMethod[] {
	return [...offerMethods(factsOf(signIn)).map(({ method }) => method), 'system-user'];
}

/** What stands against a way, or what it needs; null where nothing does. */
export function reasonAgainst(method: TokenMethod, { signIn }: Pick<SessionState, 'signIn'>): string | null {
	return offerMethods(factsOf(signIn)).find((offer) => offer.method === method)?.reason ?? null;
}

function factsOf({ facts, clientToken }: SessionState['signIn']): SignInFacts {
	return { ...facts, hasClientToken: clientToken.length > 0 };
}

/** One step of signing in, on whatever way. */
export function advanceSignIn(state: SessionState, event: Exclude<SignInMethodEvent, { type: 'signed-in' }>): Next {
	const { signIn } = state;
	switch (event.type) {
		case 'choose-method': {
			const { state: stopped, effects } = stop(withoutRefusal(state));
			return { state: withSignIn(stopped, { ...NO_SIGN_IN, method: event.method }), effects };
		}
		case 'start-sign-in':
			return startSignIn(state);
		case 'sign-in-opened': {
			const { address, dialogState } = event;
			// The address that is pasted later says which dialog it is of; nothing runs until then.
			return {
				state: withSignIn(state, { status: { state: 'idle' }, address, dialogState }),
				effects: [{ type: 'open-url', url: address }],
			};
		}
		case 'sign-in-waiting':
			return openDialog(withSignIn(state, { endsAt: event.endsAt }), event.address);
		case 'dialog-opened':
			if (event.url !== signIn.address) return stay(state);
			return stay(withSignIn(state, { opening: event.isOpened ? 'asked' : 'failed' }));
		case 'device-code': {
			const { urlWithCode: address, endsAt } = event.device;
			return stay(withSignIn(state, { address, device: event.device, endsAt, opening: null, interruption: null }));
		}
		case 'sign-in-interruption':
			return stay(withSignIn(state, { interruption: event.interruption }));
		case 'sign-in-refused': {
			const { problem } = event;
			// A client token that is not the app's is asked for again.
			const clientToken = problem.code === 'wrong-app-secret' ? NOTHING : signIn.clientToken;
			return stay(withSignIn(state, { ...NO_SIGN_IN, clientToken, status: refused(problem) }));
		}
	}
}

/** Begins to sign in; while an answer is awaited, opens what leads to it once more. */
export function continueSignIn(state: SessionState): Next {
	const { status, address } = state.signIn;
	if (status.state !== 'running') return startSignIn(state);
	return address === null ? stay(state) : openDialog(state, address);
}

function openDialog(state: SessionState, address: string): Next {
	return {
		state: withSignIn(state, { address, opening: null }),
		effects: [{ type: 'open-dialog', url: address }],
	};
}

/** Stops a sign-in that runs, and says so. */
export function stopSignIn(state: SessionState): Next {
	const { state: stopped, effects } = stop(state);
	return { state: say(stopped, 'plain', 'Sign-in stopped.').state, effects };
}

/** Begins to sign in on the chosen way; on the Explorer's and a system user's, opens their page. */
function startSignIn(state: SessionState): Next {
	const { clientToken, configId } = state.signIn;
	const isRerequest = state.signIn.isRerequest || profilesOfApp(state).length > 0;
	const method = methodToRun(state);
	if (method === null) {
		const url = pageOfMethod(state.signIn.method, state.hosts, state.app.id, graphVersion(state));
		return { state, effects: [{ type: 'open-url', url }] };
	}
	// What is there stays until there is another token.
	const stopped = stop(state);
	const run = stopped.state.run + 1;
	const started = withSignIn({ ...stopped.state, run }, { ...NO_SIGN_IN, status: { state: 'running' } });
	const wanted = wantedPermissions(state);
	return {
		state: started,
		effects: [...stopped.effects, { type: 'sign-in', run, method, wanted, configId, isRerequest, clientToken }],
	};
}

/** The chosen way, if the program walks it with the person; null where it begins on a page from which something is pasted. */
export function methodToRun({ signIn }: Pick<SessionState, 'signIn'>): Exclude<SignInMethod, 'explorer'> | null {
	const { method } = signIn;
	return method === 'explorer' || method === 'system-user' || needsClientToken({ signIn }) ? null : method;
}

/** Is the app's client token what comes next? */
export function needsClientToken({ signIn: { method, clientToken } }: Pick<SessionState, 'signIn'>): boolean {
	return method === 'device' && clientToken.length === 0;
}

/** What was pasted on the way by another device before it had a client token: 32 digits are one. */
export function takeClientToken(state: SessionState, clientToken: Secret): Next {
	return startSignIn(withSignIn({ ...state, token: { ...state.token, text: NOTHING } }, { clientToken }));
}

/** What was refused for good is gone on another way, where Enter is to begin. */
function withoutRefusal(state: SessionState): SessionState {
	const { status } = state.token;
	if (status.state !== 'refused' || isRetryable(status.problem)) return state;
	return { ...state, token: { ...state.token, text: NOTHING, status: { state: 'idle' } } };
}

function withSignIn(state: SessionState, change: Partial<SessionState['signIn']>): SessionState {
	return { ...state, signIn: { ...state.signIn, ...change } };
}

/** The stored profiles of people who have signed in to this app. */
function profilesOfApp({ profiles, app }: SessionState): readonly ProfileSummary[] {
	return profiles.all.filter((profile) => profile.app.id === app.id && !profile.isSystemUser);
}

/** What shares the grant that a sign-in renews; a system user's token leaves it as it is. The Pages on the screen have names. */
export function sharedGrant(state: SessionState): SharedGrant {
	const { opened, pages, signIn } = state;
	const { configId, method } = signIn;
	const held = profilesOfApp(state).filter((profile) => profile.pages.tokens > 0);
	if (method === 'system-user' || held.length === 0) return { of: 'Page', names: [], configId };
	const isWhole = opened !== null && held.every(({ name }) => name === opened.name);
	if (!isWhole) return { of: 'profile', names: held.map(({ name }) => name), configId };
	const kept = pages.filter(({ summary, assessment }) => summary && assessment?.verdict !== 'invalid');
	return { of: 'Page', names: kept.map(({ name }) => name), configId };
}

/** What the steps of the guide depend on. */
export function guidedSignIn(state: SessionState): GuidedSignIn {
	return {
		method: state.signIn.method,
		hasToken: state.token.text.length > 0,
		needsClientToken: needsClientToken(state),
		wanted: wantedPermissions(state),
	};
}
