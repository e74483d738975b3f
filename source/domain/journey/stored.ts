import type { JourneyEffect } from './effects.ts';
import { type Journey, type Next, type ProfileSummary, stay } from './state.ts';

/** The effect of something worth saying in passing; nothing for an empty text. */
export function saying(text: string): JourneyEffect[] {
	return text === '' ? [] : [{ type: 'say', text }];
}

/** Changes what is known of the stored profiles. */
export function withProfiles(state: Journey, part: Partial<Journey['profiles']>): Next {
	return stay({ ...state, profiles: { ...state.profiles, ...part } });
}

/** No work runs on a profile any more. */
export function idle(state: Journey): Journey {
	return withProfiles(state, { busy: null, isWriting: false }).state;
}

/** Puts a profile in the place of the one of its name, or behind all others. */
export function withProfile(state: Journey, profile: ProfileSummary): Journey {
	const { all } = state.profiles;
	const others = all.filter(({ name }) => name !== profile.name);
	const known = others.length < all.length;
	const next = known ? all.map((old) => (old.name === profile.name ? profile : old)) : [...all, profile];
	return { ...state, profiles: { ...state.profiles, all: next } };
}
