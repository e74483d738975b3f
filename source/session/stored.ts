import type { SignInMemory } from '../domain/sign-in/methods.ts';
import type { SaveEffect } from './effects.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { type Next, type SessionState, say, stay, wantedPermissions } from './state.ts';

/** The same, with a note of what was done; nothing for an empty one. */
export function noted(state: SessionState, note: string): Next {
	return note === '' ? stay(state) : say(state, 'good', note);
}

/** Changes what is known of the stored profiles. */
export function withProfiles(state: SessionState, part: Partial<SessionState['profiles']>): Next {
	return stay({ ...state, profiles: { ...state.profiles, ...part } });
}

/** No work runs on a profile any more. */
export function idle(state: SessionState): SessionState {
	return withProfiles(state, { busy: null }).state;
}

/** Puts a profile in the place of the one of its name, or behind all others. */
export function withProfile(state: SessionState, profile: ProfileSummary): SessionState {
	const { all } = state.profiles;
	const others = all.filter(({ name }) => name !== profile.name);
	const known = others.length < all.length;
	const next = known ? all.map((old) => (old.name === profile.name ? profile : old)) : [...all, profile];
	return { ...state, profiles: { ...state.profiles, all: next } };
}

/** Notes that a profile was saved in this run. */
export function withSaved(state: SessionState, name: string): SessionState {
	return state.saved.includes(name) ? state : { ...state, saved: [...state.saved, name] };
}

/** What is remembered of the way to the token. */
export function signInMemory({ token: { via }, signIn: { configId } }: SessionState): SignInMemory {
	return { via, configId };
}

/** What a profile is made of, but for its name and protection. */
export function toBeSaved(
	state: SessionState,
): Pick<SaveEffect, 'purpose' | 'wanted' | 'pages' | 'problems' | 'signIn' | 'clientToken'> {
	const { purposes, pages, connection, signIn } = state;
	const [purpose = null, ...more] = purposes;
	return {
		// Several are stored as what they want.
		purpose: more.length > 0 ? null : purpose,
		wanted: wantedPermissions(state),
		pages,
		problems: connection.problems,
		signIn: signInMemory(state),
		clientToken: signIn.clientToken.length > 0 ? signIn.clientToken : null,
	};
}
