import { type Changes, compareReadings, summariseChanges } from '../domain/changes.ts';
import type { ProfileEffect, ProfileSummary, SaveEffect } from '../domain/journey.ts';
import { type PageRecord, withKnownFacts } from '../domain/page.ts';
import { digestPages } from '../domain/pages-digest.ts';
import { missingPermissions } from '../domain/permissions.ts';
import { endsTheSignIn, type Problem, ProblemError, problem, problemOf } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { checkProfile, type Reading, refreshProfile, withFindings } from '../operations/profiles.ts';
import { describeKeychain } from '../vault/keychain-state.ts';
import {
	cleanProfileName,
	type KeptProfile,
	type ListedProfile,
	listed,
	type Profile,
	ProfileNameError,
	type StoredProfile,
	withoutTokens,
	withTokens,
} from '../vault/profile.ts';
import { describeProtection, type Protection } from '../vault/protection.ts';
import type { OpenProfile, Vault } from '../vault/vault.ts';
import type { Dispatch } from './journey-store.ts';
import { type Answering, type Session, sessionOf, type WorkerSettings } from './session.ts';

/** A stored profile as the screens list it. */
export function summaryOf(profile: ListedProfile): ProfileSummary {
	const { name, app, graphVersion, purpose, wanted, pages, storage, savedAt, user, userInfo } = profile;
	return {
		name,
		app,
		graphVersion,
		purpose,
		wanted,
		pages,
		protection: describeProtection(storage),
		savedAt,
		userId: user?.id ?? userInfo.userId,
		hasEnded: userInfo.isValid === false,
		isMissingSome: missingPermissions(wanted, userInfo.scopes).length > 0,
		signIn: profile.signIn ?? null,
	};
}

const REPLACEABLE = {
	cause: 'It is of this app and person.',
	remedy: 'Save it once more to replace that one, or choose another name.',
};

type Effect<Type extends ProfileEffect['type']> = Extract<ProfileEffect, { type: Type }>;

/** Does the work on stored profiles. */
export class ProfileWorker {
	readonly #settings: WorkerSettings;
	readonly #vault: Vault;

	constructor(settings: WorkerSettings, vault: Vault) {
		this.#settings = settings;
		this.#vault = vault;
	}

	/** From now on the keychain is waited for until the signal is aborted, and that it takes long is told. */
	waitForKeychain(signal: AbortSignal, dispatch: Dispatch): void {
		Object.assign(this.#vault.patience, { signal, onSlow: slowTo(dispatch) });
	}

	/** Finds out what the keychain is. */
	async lookAtKeychain(signal: AbortSignal, dispatch: Dispatch): Promise<void> {
		const { timeoutMs } = this.#vault.patience;
		try {
			const state = await this.#vault.keychainState({ timeoutMs, signal, onSlow: slowTo(dispatch) });
			dispatch({ type: 'keychain-known', isAvailable: state.is === 'available', words: describeKeychain(state) });
		} catch (error) {
			if (problemOf(error).code !== 'cancelled') throw error;
			dispatch({ type: 'keychain-known', isAvailable: false, words: 'You stopped waiting for the keychain' });
		}
	}

	/** Reads what is stored of a profile. */
	async read(effect: Effect<'read-profile'>, answering: Answering): Promise<void> {
		const stored = await this.#attempt(effect, answering, () => this.#vault.read(effect.name));
		if (!stored) return;
		const pages = withTokens(stored.pages, null);
		answering.dispatch({ type: 'profile-read', run: effect.run, profile: summaryOf(listed(stored)), pages });
	}

	/**
	 * Opens a profile: its tokens first, then everything anew from Meta, which is stored again. When the sign-in has ended,
	 * the tokens themselves are asked about: they may live on.
	 */
	async open(
		effect: Effect<'open-profile'>,
		answering: Answering,
		onSession: (session: Session) => void,
	): Promise<void> {
		const { run } = effect;
		const { dispatch, signal } = answering;
		const { transport, forcedVersion, now } = this.#settings;
		const open = await this.#attempt(effect, answering, () => this.#vault.load(effect.name, effect.passphrase));
		if (!open || signal.aborted) return;
		const { profile, secrets } = open;
		if (!forcedVersion) transport.version = profile.graphVersion;
		onSession(sessionOf(transport, profile.app, secrets.appSecret, profile.graphVersion));
		dispatch({
			type: 'profile-unlocked',
			run,
			pages: withTokens(profile.pages, secrets),
			clientToken: secrets.clientToken ?? null,
		});
		const surroundings = { now, signal };
		try {
			const reading = await this.#follow(refreshProfile(transport, open, surroundings), run, dispatch);
			await this.#store(reading, open, effect, dispatch);
		} catch (error) {
			const trouble = problemOf(error);
			if (!endsTheSignIn(trouble.code)) {
				dispatch({ type: 'profile-failed', run, problem: trouble });
				return;
			}
			dispatch({ type: 'sign-in-ended', run, problem: trouble });
			const checked = await this.#attempt(effect, answering, () =>
				this.#follow(checkProfile(transport, open, surroundings), run, dispatch),
			);
			if (checked) await this.#attempt(effect, answering, () => this.#keep(open, checked));
		}
	}

	/** Checks, renames or removes a profile, and tells how all of them stand then. */
	async manage(
		effect: Exclude<ProfileEffect, Effect<'read-profile' | 'open-profile'>>,
		answering: Answering,
	): Promise<void> {
		const note = await this.#attempt(effect, answering, async () => {
			switch (effect.type) {
				case 'rename-profile':
					return `Renamed to ${(await this.#vault.rename(effect.name, effect.to, effect.passphrase)).name}.`;
				case 'remove-profile': {
					const { isKeyLeft } = await this.#vault.remove(effect.name);
					const left = isKeyLeft ? ' Its key is still in the keychain.' : '';
					return `Removed ${effect.name}. Its tokens live on at Meta.${left}`;
				}
				case 'check-profile':
					return this.#check(effect, answering);
			}
		});
		if (note === null) return;
		const profiles = (await this.#vault.list()).map(summaryOf);
		answering.dispatch({ type: 'profiles-changed', run: effect.run, profiles, note });
	}

	/** Stores what the session has brought. */
	async save(effect: SaveEffect, session: Session, { dispatch }: Answering): Promise<void> {
		const { run, name, purpose, wanted, problems, signIn, clientToken } = effect;
		const { app, version, client, review, signedIn } = session;
		if (!signedIn) throw new Error('There is no long-lived user token yet.');
		const { pages, pageTokens } = withoutTokens(effect.pages);
		const profile = {
			name,
			app,
			graphVersion: version,
			purpose,
			wanted: [...wanted],
			user: review?.user ?? null,
			userInfo: signedIn.info,
			pages,
			problems: [...problems],
			signIn,
		};
		const secrets = {
			appSecret: client.app.secret,
			userToken: signedIn.userToken,
			pageTokens,
			...(clientToken ? { clientToken } : {}),
		};
		try {
			const isNew = effect.protection !== 'keep';
			const before = isNew ? effect.pages : withTokens((await this.#vault.read(name)).pages, null);
			// What is stored is not overwritten by what merely has the same name.
			const expected = isNew && !effect.isReplacing ? 'new' : profile;
			const stored = await this.#vault.save(profile, secrets, protectionOf(effect.protection), undefined, expected);
			const changes = sinceLastTime(compareReadings(before, effect.pages));
			const note = `Saved as ${stored.name}. ${describeProtection(stored.storage)}. ${changes}`.trimEnd();
			dispatch({ type: 'profile-saved', run, profile: summaryOf(listed(stored)), note });
		} catch (error) {
			const isTaken = error instanceof ProfileNameError && effect.protection !== 'keep' && !effect.isReplacing;
			const isReplaceable = isTaken && (await this.#isOfSame(profile));
			const trouble = problemOfVault(error);
			const told = isReplaceable ? { ...trouble, ...REPLACEABLE } : trouble;
			dispatch({ type: 'save-failed', run, problem: told, isReplaceable });
		}
	}

	async #check({ name, passphrase }: Effect<'check-profile'>, { signal }: Answering): Promise<string> {
		const open = await this.#vault.load(name, passphrase);
		const { transport, now } = this.#settings;
		const work = checkProfile(transport, open, { now, signal });
		let step = await work.next();
		while (!step.done) step = await work.next();
		await this.#keep(open, step.value);
		const changes = summariseChanges(step.value.changes);
		const troubles = step.value.profile.problems.map(({ code, title }) =>
			endsTheSignIn(code) ? `${title}: your sign-in has ended.` : `${title}.`,
		);
		return [`Checked ${name}: ${changes === '' ? 'nothing has changed' : changes}.`, ...troubles].join(' ');
	}

	/** Stores what a check has found out, into what another program may have stored meanwhile. */
	#keep({ profile }: OpenProfile, { profile: found }: Reading): Promise<StoredProfile> {
		return this.#vault.amend(profile.name, (stored) => withFindings(stored, { checked: profile, found }));
	}

	/** Passes on what a refresh or a check tells, and gives what it adds up to. */
	async #follow(
		work: ReturnType<typeof refreshProfile> | ReturnType<typeof checkProfile>,
		run: number,
		dispatch: Dispatch,
	): Promise<Reading> {
		for (;;) {
			const { done, value } = await work.next();
			if (done) return value;
			if (value.type === 'problem') dispatch({ type: 'trouble', run, problem: value.problem });
			else if (value.type !== 'exchanged') dispatch({ ...value, run });
		}
	}

	/** Stores a refreshed profile and shows it; what cannot be stored is shown all the same. */
	async #store(
		reading: Reading,
		open: OpenProfile,
		{ run, passphrase }: Effect<'open-profile'>,
		dispatch: Dispatch,
	): Promise<void> {
		let saved: KeptProfile = { ...open.profile, ...reading.profile };
		let unsaved: Problem | null = null;
		let note = sinceLastTime(reading.changes);
		let pages = reading.found;
		try {
			const stored = await this.#vault.saveReading(reading, passphrase);
			saved = stored.profile;
			if (stored.isSuperseded) {
				pages = withTokens(stored.profile.pages, stored.secrets);
				note = 'Another program has connected anew meanwhile: that is kept.';
			}
		} catch (error) {
			unsaved = problemOfVault(error);
		}
		const profile = summaryOf({ ...saved, pages: digestPages(pages) });
		dispatch({ type: 'profile-refreshed', run, profile, pages, unsaved, note });
	}

	/** Keeps the verdicts on some Pages of an opened profile. */
	async keepVerdicts(name: string, pages: readonly PageRecord[]): Promise<void> {
		const found = withoutTokens(pages).pages;
		await this.#vault.amend(name, (stored) =>
			withFindings(stored, { checked: stored, found: { ...stored, pages: found } }),
		);
	}

	/** Finds one more Page of an opened profile with its stored sign-in, and keeps it in it. */
	async add(name: string, find: (userToken: Secret) => Promise<PageRecord>): Promise<PageRecord> {
		const { profile, secrets } = await this.#vault.load(name);
		const found = await find(secrets.userToken);
		const before = withTokens(profile.pages, secrets);
		const page = withKnownFacts(
			found,
			before.find(({ id }) => id === found.id),
		);
		const others = before.filter(({ id }) => id !== page.id);
		const { pages, pageTokens } = withoutTokens([...others, page]);
		await this.#vault.saveReading({ profile: { ...profile, pages }, secrets: { ...secrets, pageTokens } });
		return page;
	}

	/** The outcome of work; null when it failed, which is then said: a locked profile asks for its passphrase. */
	async #attempt<T>(effect: ProfileEffect, { dispatch }: Answering, work: () => Promise<T>): Promise<T | null> {
		try {
			return await work();
		} catch (error) {
			const trouble = problemOfVault(error);
			if (trouble.code === 'store-locked' && (await this.#isBehindPassphrase(effect.name))) {
				dispatch({ type: 'profile-locked', run: effect.run, problem: trouble, effect });
			} else if (trouble.code === 'not-found') {
				const profiles = (await this.#vault.list()).map(summaryOf);
				dispatch({ type: 'profiles-changed', run: effect.run, profiles, note: `${trouble.title}.` });
			} else dispatch({ type: 'profile-failed', run: effect.run, problem: trouble });
			return null;
		}
	}

	/** Does the profile of this name belong to this app and person? */
	async #isOfSame({ name, app, user }: Pick<Profile, 'name' | 'app' | 'user'>): Promise<boolean> {
		const stored = (await this.#vault.list()).find((profile) => profile.name === cleanProfileName(name));
		return stored?.app.id === app.id && stored.user?.id === user?.id;
	}

	async #isBehindPassphrase(name: string): Promise<boolean> {
		return (await this.#vault.find(name)).storage === 'passphrase';
	}
}

function slowTo(dispatch: Dispatch): (isSlow: boolean) => void {
	return (isSlow) => dispatch({ type: 'keychain-slow', isSlow });
}

/** The changes as a sentence; empty for none. */
function sinceLastTime(changes: Changes): string {
	const note = summariseChanges(changes);
	return note && `Since last time: ${note}.`;
}

function protectionOf(wanted: SaveEffect['protection']): Protection | 'keep' {
	if (wanted === 'keep') return wanted;
	return wanted.kind === 'passphrase' ? { kind: 'passphrase', passphrase: wanted.passphrase } : { kind: wanted.kind };
}

/** The problem behind what the vault throws. */
function problemOfVault(error: unknown): Problem {
	if (error instanceof ProfileNameError) {
		return problem('unexpected', {
			title: error.message,
			cause: 'A profile needs a name of its own.',
			remedy: 'Choose another name.',
		});
	}
	if (error instanceof ProblemError) return error.problem;
	return problemOf(error);
}
