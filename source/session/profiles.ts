import type { PageRecord } from '../domain/page.ts';
import type { Problem } from '../domain/problem.ts';
import { startSaving } from './departing.ts';
import type { ProfileEffect } from './effects.ts';
import type { ProfileEvent } from './events.ts';
import { mergePages, withPages } from './pages.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { advanceSaving } from './saving.ts';
import { advanceSignIn } from './sign-in.ts';
import { beginSignIn, startAfter, withMemory } from './start.ts';
import { type Next, NO_CONNECTION, NO_TOKEN, NOTHING, type SessionState, say, stay } from './state.ts';
import { idle, noted, withProfile, withProfiles, withSaved } from './stored.ts';
import { isBusy, isWriting, stop } from './work.ts';

/** One step of what concerns the stored profiles: opening, checking, renaming, removing, saving. */
export function advanceProfiles(state: SessionState, event: ProfileEvent): Next {
	const { profiles } = state;
	switch (event.type) {
		case 'new-profile':
			return stay({ ...state, step: 'app' });
		case 'open-profile':
			return read(state, event.name);
		case 'profile-read':
			return open(state, event.profile, event.pages);
		case 'check-profile':
			return profiles.busy ? stay(state) : work(state, { type: 'check-profile', run: state.run + 1, name: event.name });
		case 'start-renaming':
			return withProfiles(state, { renaming: { name: event.name, text: event.name }, problem: null });
		case 'edit-new-name':
			return withProfiles(state, { renaming: profiles.renaming && { ...profiles.renaming, text: event.text } });
		case 'submit-new-name':
			return rename(state);
		case 'stop-renaming':
			return withProfiles(state, { renaming: null });
		case 'ask-to-remove':
			return withProfiles(state, { removing: event.name, problem: null });
		case 'answer-removal': {
			const { state: answered } = withProfiles(state, { removing: null });
			const name = profiles.removing;
			return event.isWanted && name
				? work(answered, { type: 'remove-profile', run: state.run + 1, name })
				: stay(answered);
		}
		case 'profile-locked':
			return lock(state, event.effect, event.problem);
		case 'edit-passphrase':
			if (isUnlocking(state)) return stay(state);
			return stay({ ...state, unlock: state.unlock && { ...state.unlock, passphrase: event.value, problem: null } });
		case 'submit-passphrase':
			return unlock(state);
		case 'profile-unlocked': {
			const stored = new Set(event.pages.flatMap(({ id, token }) => (token ? [id] : [])));
			const opened = state.opened && { ...state.opened, isUnlocked: true, stored };
			const pages = mergePages(state.pages, event.pages);
			const { signIn } = state;
			const known = event.clientToken ? { ...signIn, clientToken: event.clientToken } : signIn;
			const unlocked = { ...state, opened, unlock: null, pages, signIn: beginSignIn(known, signIn.start) };
			return stay({ ...unlocked, step: 'pages' });
		}
		case 'profile-refreshed':
			return refreshed(state, event);
		case 'sign-in-ended': {
			return stay({ ...state, opened: state.opened && { ...state.opened, ended: event.problem } });
		}
		case 'profile-gone':
			return gone(state, event.name, event.problem);
		case 'profile-failed':
			return failed(state, event.problem);
		case 'profiles-changed': {
			const changed = {
				...profiles,
				all: event.profiles,
				problem: null,
				busy: null,
				renaming: null,
				removing: null,
			};
			const step = state.step === 'unlock' ? 'profiles' : state.step;
			const { renamed } = event;
			const saved = state.saved
				.map((name) => (name === renamed?.from ? renamed.to : name))
				.filter((name) => event.profiles.some((profile) => profile.name === name));
			const next: SessionState = { ...state, profiles: changed, unlock: null, saved, step };
			// Without any profile there is nothing to choose from.
			const shown: SessionState = event.profiles.length === 0 && step === 'profiles' ? { ...next, step: 'app' } : next;
			return noted(shown, event.note);
		}
		case 'paste-again':
			return state.opened === null || state.opened.isUnlocked ? pasteAgain(state) : stay(state);
		case 'sign-in-again':
			return signInAgain(state);
		case 'start-saving':
			return startSaving(state);
		default:
			return advanceSaving(state, event);
	}
}

const WORK = {
	'read-profile': 'reading',
	'open-profile': 'reading',
	'check-profile': 'checking',
	'rename-profile': 'writing',
	'remove-profile': 'writing',
} as const satisfies Record<ProfileEffect['type'], string>;

/** Starts work on a profile, shown on the profiles' own screen. */
function work(state: SessionState, effect: ProfileEffect): Next {
	const { name, type } = effect;
	const profiles = { ...state.profiles, busy: { name, work: WORK[type] }, problem: null };
	return { state: { ...state, run: effect.run, profiles }, effects: [effect] };
}

function read(state: SessionState, name: string): Next {
	const isThere = state.profiles.all.some((candidate) => candidate.name === name);
	if (!isThere) return say(state, 'plain', `There is no profile named "${name}".`);
	if (isWriting(state)) return stay(state);
	const stopped = stop(state);
	const reading = work(stopped.state, { type: 'read-profile', run: stopped.state.run + 1, name });
	return { state: reading.state, effects: [...stopped.effects, ...reading.effects] };
}

function open(state: SessionState, profile: ProfileSummary, pages: readonly PageRecord[]): Next {
	if (state.profiles.busy?.work !== 'reading') return stay(state);
	// The person has gone elsewhere meanwhile.
	if (state.step !== 'profiles') return stay(idle(state));
	const run = state.run + 1;
	const { name, app, graphVersion, purpose, wanted, protection, userId, signIn } = profile;
	const { start } = state.signIn;
	const known = { ...withMemory(start, signIn), isRerequest: profile.isMissingSome };
	const opened: SessionState = {
		...startAfter(state, { purpose: purpose ?? state.highlighted }),
		run,
		signIn: beginSignIn(known, start),
		step: 'pages',
		profiles: { ...state.profiles, busy: null, renaming: null, removing: null },
		opened: {
			...{ name, wanted, protection, userId },
			...{ isUnlocked: false, ended: null, stored: new Set(), hasNewSignIn: false, unsaved: null },
		},
		app: { id: app.id, secret: NOTHING, field: 'id', status: { state: 'done', value: app }, version: graphVersion },
		connection: { ...NO_CONNECTION, exchanged: true, running: true },
		pages,
	};
	return { state: opened, effects: [{ type: 'open-profile', run, name }] };
}

function rename(state: SessionState): Next {
	const { renaming } = state.profiles;
	if (!renaming) return stay(state);
	const { state: named } = withProfiles(state, { renaming: null });
	const to = renaming.text.trim();
	if (to === '' || to === renaming.name) return stay(named);
	return work(named, { type: 'rename-profile', run: state.run + 1, name: renaming.name, to });
}

function lock(state: SessionState, effect: ProfileEffect, problem: Problem): Next {
	// The first time it is only a question; a passphrase that did not fit is a problem.
	const told = effect.passphrase ? problem : null;
	const connection = { ...state.connection, running: false };
	return stay({
		...idle(state),
		connection,
		step: 'unlock',
		unlock: { effect, passphrase: NOTHING, problem: told },
	});
}

/** Is a passphrase being tried? */
function isUnlocking({ connection, profiles }: SessionState): boolean {
	return connection.running || profiles.busy !== null;
}

function unlock(state: SessionState): Next {
	const { unlock: waiting } = state;
	if (!waiting || waiting.passphrase.length === 0 || isUnlocking(state)) return stay(state);
	const run = state.run + 1;
	const effect: ProfileEffect = { ...waiting.effect, run, passphrase: waiting.passphrase };
	if (effect.type !== 'open-profile') return work(state, effect);
	return { state: { ...state, run, connection: { ...state.connection, running: true } }, effects: [effect] };
}

function refreshed(
	state: SessionState,
	{ profile, pages, unsaved, note }: Extract<ProfileEvent, { type: 'profile-refreshed' }>,
): Next {
	const connection = { ...state.connection, listed: true, running: false };
	const told = state.opened && { ...state.opened, unsaved };
	const stored = new Set(pages.flatMap(({ id, token }) => (token ? [id] : [])));
	const opened = told && !unsaved ? { ...told, stored } : told;
	const next = withPages({ ...state, connection, opened }, pages);
	return noted(unsaved ? next : withSaved(withProfile(next, profile), profile.name), note);
}

/** What another program has removed is no longer listed. What is on the screen of it stays there, and is not saved any more. */
function gone(state: SessionState, name: string, problem: Problem): Next {
	const { profiles, opened, saved } = state;
	const isShown = opened?.name === name && opened.isUnlocked && state.step !== 'unlock';
	const rest: SessionState = {
		...state,
		profiles: { ...profiles, all: profiles.all.filter((profile) => profile.name !== name) },
		saved: saved.filter((other) => other !== name),
		verifying: [],
	};
	if (!isShown) return failed(rest, problem);
	const connection = { ...state.connection, running: false };
	return stay(idle({ ...rest, connection, opened: { ...opened, stored: new Set(), unsaved: problem } }));
}

/** What cannot be opened stays closed: its Pages are shown without their tokens, and why. */
function failed(state: SessionState, problem: Problem): Next {
	const { state: told } = withProfiles(idle(state), { problem: problem });
	const connection = { ...state.connection, running: false, problems: [...state.connection.problems, problem] };
	if (state.step !== 'unlock') return stay({ ...told, connection });
	return stay({ ...told, connection: { ...state.connection, running: false }, step: 'profiles', unlock: null });
}

/** Signs in again by the chosen method, since the same token would lead to the same problem. Tokens that are not saved stay. */
function signInAgain(state: SessionState): Next {
	if (isBusy(state) || state.opened?.isUnlocked === false) return stay(state);
	const { state: asked } = pasteAgain(state);
	const token = state.pages.length > 0 ? asked.token : NO_TOKEN;
	// Facebook then offers "Edit settings"; with a configuration it would leave the choice of Pages out.
	const signIn = { ...asked.signIn, isRerequest: asked.signIn.configId === null };
	return advanceSignIn({ ...asked, token, signIn }, { type: 'start-sign-in' });
}

/** To the token screen. What an opened profile was signed in with is of the past; a token that was pasted in this run stays. */
function pasteAgain(state: SessionState): Next {
	if (state.opened === null) return stay({ ...state, step: 'token' });
	const stopped = stop(state);
	return { state: { ...stopped.state, token: NO_TOKEN, step: 'token' }, effects: stopped.effects };
}
