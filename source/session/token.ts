import { parseCredentials, problemOfAppId, problemOfAppSecret } from '../domain/app.ts';
import { type OwnApp, parsePaste, problemOfPaste } from '../domain/paste.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { Secret } from '../domain/secret.ts';
import { problemOfClientToken } from '../domain/sign-in/client-token.ts';
import type { SignInMethod } from '../domain/sign-in/methods.ts';
import { editToken, startConnecting } from './pages.ts';
import { continueSignIn, needsClientToken, takeClientToken } from './sign-in.ts';
import { type InspectedToken, type Next, refused, type SessionState, stay, wantedPermissions } from './state.ts';
import { stop } from './work.ts';

/** A paste on the App screen takes the place of what was there. When both id and secret are in it, both are taken. */
export function pasteCredentials(state: SessionState, field: 'id' | 'secret', text: string): Next {
	const { id, secret } = parseCredentials(text);
	const change = {
		...(id !== null && (field === 'id' || secret !== null) ? { id } : {}),
		...(secret !== null && (field === 'secret' || id !== null) ? { secret: new Secret(secret) } : {}),
	};
	if (Object.keys(change).length > 0) return editApp(state, change);
	return editApp(state, field === 'id' ? { id: text.trim() } : { secret: new Secret(text.trim()) });
}

/** Takes what is typed on the App screen. */
export function editApp(state: SessionState, change: { id?: string; secret?: Secret }): Next {
	const stopped = stop(state);
	const app = { ...stopped.state.app, ...change, status: { state: 'idle' } as const, version: null };
	// A token that was reviewed for one app says nothing about another.
	const token = { ...stopped.state.token, status: { state: 'idle' } as const };
	return { state: { ...stopped.state, app, token }, effects: stopped.effects };
}

/** To the other field. What was typed into the one that is left is looked at by its shape; nothing typed is no mistake yet. */
export function leaveField(state: SessionState, field: 'id' | 'secret'): Next {
	const { app } = state;
	if (field === app.field) return stay(state);
	const problem =
		app.field === 'id'
			? app.id !== '' && problemOfAppId(app.id)
			: app.secret.length > 0 && problemOfAppSecret(app.secret.reveal().trim());
	const isOpen = app.status.state === 'idle' || app.status.state === 'refused';
	return stay({ ...state, app: { ...app, field, status: problem && isOpen ? refused(problem) : app.status } });
}

/** Has the credentials tested, or says what is wrong with them by their shape alone. */
export function submitApp(state: SessionState): Next {
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

/**
 * A paste: it takes the place of what was there and is reviewed at once. A token that came by itself, on the way `via`, is gone on
 * with when it lacks nothing.
 */
export function pasteToken(state: SessionState, text: Secret, via?: SignInMethod): Next {
	const edited = editToken(state, text);
	const submitted = inspectToken(edited.state, via);
	return { state: submitted.state, effects: [...edited.effects, ...submitted.effects] };
}

/** Enter on the token screen: begins to sign in, has the token reviewed, or goes on with it. */
export function submitToken(state: SessionState): Next {
	const { text, status } = state.token;
	if (state.signIn.status.state === 'running') return continueSignIn(state);
	if (status.state === 'done') {
		const isUnderWay = state.opened === null && (state.connection.running || state.pages.length > 0);
		if (!isUnderWay) return startConnecting(state);
		return stay({ ...state, step: state.pages.length > 0 ? 'pages' : 'progress' });
	}
	if (status.state === 'running') return stay({ ...state, token: { ...state.token, isSubmitted: true } });
	if (text.reveal().trim() === '') return continueSignIn(state);
	return inspectToken(state);
}

function inspectToken(state: SessionState, via?: SignInMethod): Next {
	const { dialogState } = state.signIn;
	const paste = parsePaste(state.token.text.reveal(), dialogState);
	const refuse = (problem: Problem) => stay({ ...state, token: { ...state.token, status: refused(problem) } });
	const own = ownApp(state);
	if (paste.kind === 'app-secret' && needsClientToken(state)) {
		const problem = problemOfClientToken(paste.secret, own?.secret ?? null);
		return problem ? refuse(problem) : takeClientToken(state, paste.secret);
	}
	if (paste.kind !== 'token') return refuse(problemOfPaste(paste, own, state.signIn.method));
	const run = state.run + 1;
	return {
		state: {
			...state,
			run,
			token: {
				...state.token,
				status: { state: 'running' },
				isSubmitted: via !== undefined,
				via: via ?? (dialogState === null ? 'explorer' : 'address'),
			},
		},
		effects: [{ type: 'inspect-token', run, token: paste.token, wanted: wantedPermissions(state) }],
	};
}

/** The app that Meta has accepted; null for that of an opened profile, whose secret is not here. */
function ownApp({ app, opened }: SessionState): OwnApp | null {
	return opened ? null : { id: app.id, secret: new Secret(app.secret.reveal().trim()) };
}

/** Why a token may not be used for an opened profile: it is another person's. */
export function problemOfOwner(opened: SessionState['opened'], { info, userName }: InspectedToken): Problem | null {
	if (!opened?.userId || !info.userId || info.userId === opened.userId) return null;
	return problem('unexpected', { kind: 'other-owner', userName, profile: opened.name });
}
