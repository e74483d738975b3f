import { type Changes, compareReadings, summariseChanges } from '../domain/changes.ts';
import { type PageRecord, withKnownFacts } from '../domain/page.ts';
import { digestPages } from '../domain/pages-digest.ts';
import { missingPermissions } from '../domain/permissions.ts';
import { endsTheSignIn, type Problem, ProblemError, problem, problemOf, retold } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import type { Secret } from '../domain/secret.ts';
import { checkProfile, type Reading, refreshProfile, withFindings } from '../operations/profiles.ts';
import { warningAbout } from '../vault/exposure.ts';
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
import type { ProfileEffect, SaveEffect } from './effects.ts';
import type { SessionEvent } from './events.ts';
import { failureOf } from './failures.ts';
import { type Answering, type GraphAccess, sessionOf, type WorkerSettings } from './graph-access.ts';
import { problemBehind } from './problem-behind.ts';
import type { ProfileSummary } from './state.ts';
import type { Dispatch } from './store.ts';

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

const REPLACEABLE = { cause: 'It belongs to the same app and person.' };

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
	async lookAtKeychain(signal: AbortSignal, dispatch: Dispatch): Promise<SessionEvent> {
		const { timeoutMs } = this.#vault.patience;
		try {
			const state = await this.#vault.keychainState({ timeoutMs, signal, onSlow: slowTo(dispatch) });
			return { type: 'keychain-known', isAvailable: state.is === 'available', words: describeKeychain(state) };
		} catch (error) {
			if (problemOf(error).code !== 'cancelled') throw error;
			return { type: 'keychain-known', isAvailable: false, words: 'You stopped waiting for the keychain' };
		}
	}

	/** Reads what is stored of a profile. */
	async read(effect: Effect<'read-profile'>): Promise<SessionEvent> {
		return this.#attempt(effect, async () => {
			const stored = await this.#vault.read(effect.name);
			const pages = withTokens(stored.pages, null);
			return { type: 'profile-read', run: effect.run, profile: summaryOf(listed(stored)), pages };
		});
	}

	/**
	 * Opens a profile: its tokens first, then everything anew from Meta, which is stored again. When the sign-in has ended,
	 * the tokens themselves are asked about: they may live on.
	 */
	open(
		effect: Effect<'open-profile'>,
		{ dispatch, signal }: Answering,
		onSession: (session: GraphAccess) => void,
	): Promise<SessionEvent> {
		const { run } = effect;
		const { transport, forcedVersion, now } = this.#settings;
		return this.#attempt(effect, async () => {
			const open = await this.#load(effect.name, effect.passphrase);
			if (signal.aborted) throw new ProblemError(problem('cancelled'));
			const { profile, secrets } = open;
			if (!forcedVersion) transport.version = profile.graphVersion;
			onSession(sessionOf(transport, open));
			const clientToken = secrets.clientToken ?? null;
			dispatch({ type: 'profile-unlocked', run, pages: withTokens(profile.pages, secrets), clientToken });
			const surroundings = { now, signal };
			let reading: Reading;
			try {
				reading = await this.#follow(refreshProfile(transport, open, surroundings), run, dispatch);
			} catch (error) {
				const trouble = problemOf(error);
				if (!endsTheSignIn(trouble.code)) throw error;
				dispatch({ type: 'sign-in-ended', run, problem: trouble });
				await this.#keep(open, await this.#follow(checkProfile(transport, open, surroundings), run, dispatch));
				return { type: 'connection-ended', run, problem: null };
			}
			onSession(sessionOf(transport, reading));
			return this.#store(reading, open, effect);
		});
	}

	/** Checks, renames or removes a profile, and tells how all of them stand then. */
	manage(
		effect: Exclude<ProfileEffect, Effect<'read-profile' | 'open-profile'>>,
		answering: Answering,
	): Promise<SessionEvent> {
		return this.#attempt(effect, async () => {
			const done = await this.#manage(effect, answering);
			const profiles = (await this.#vault.list()).map(summaryOf);
			return { type: 'profiles-changed', run: effect.run, profiles, ...done };
		});
	}

	async #manage(
		effect: Exclude<ProfileEffect, Effect<'read-profile' | 'open-profile'>>,
		answering: Answering,
	): Promise<{ note: string; renamed?: { from: string; to: string } }> {
		switch (effect.type) {
			case 'rename-profile': {
				const { name: to } = await this.#vault.rename(effect.name, effect.to, effect.passphrase);
				return { note: `Renamed to ${to}.`, renamed: { from: effect.name, to } };
			}
			case 'remove-profile': {
				const { isKeyLeft } = await this.#vault.remove(effect.name);
				const left = isKeyLeft ? ' Its key is still in the keychain.' : '';
				return { note: `Removed ${effect.name}. Its tokens live on at Meta.${left}` };
			}
			case 'check-profile':
				return { note: await this.#check(effect, answering) };
		}
	}

	/** Stores what the session has brought. */
	async save(effect: SaveEffect, session: GraphAccess): Promise<SessionEvent> {
		const { run, name, purpose, wanted, problems, signIn, clientToken } = effect;
		const { app, version, client, signedIn } = session;
		if (!signedIn) throw new Error('There is no long-lived user token yet.');
		const { pages, pageTokens } = withoutTokens(effect.pages);
		const profile = {
			name,
			app,
			graphVersion: version,
			graphUrl: client.transport.graph.origin,
			purpose,
			wanted: [...wanted],
			user: signedIn.user,
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
		const isNew = effect.protection !== 'keep';
		try {
			const before = isNew ? effect.pages : withTokens((await this.#vault.read(name)).pages, null);
			// What is stored is not overwritten by what merely has the same name.
			const expected = isNew && !effect.isReplacing ? 'new' : profile;
			const stored = await this.#vault.save(profile, secrets, protectionOf(effect.protection), undefined, expected);
			const changes = sinceLastTime(compareReadings(before, effect.pages));
			const kept = this.#vault.setAside.map((path) => `The damaged file was kept as ${path}.`);
			const warning = warningAbout(this.#vault.folder);
			const told = [`Saved as ${stored.name}. ${describeProtection(stored.storage)}.`, ...kept, changes, warning];
			const note = told.filter(Boolean).join(' ');
			return { type: 'profile-saved', run, profile: summaryOf(listed(stored)), note };
		} catch (error) {
			const isTaken = error instanceof ProfileNameError && isNew && !effect.isReplacing;
			const isReplaceable = isTaken && (await this.#isOfSame(profile));
			const trouble = problemBehind(error);
			if (!isNew && trouble.code === 'not-found') return { type: 'profile-gone', run, name, problem: trouble };
			return {
				type: 'save-failed',
				run,
				problem: isReplaceable ? retold(trouble, REPLACEABLE) : trouble,
				isReplaceable,
			};
		}
	}

	async #check({ name, passphrase }: Effect<'check-profile'>, { signal }: Answering): Promise<string> {
		const open = await this.#load(name, passphrase);
		const { transport, now } = this.#settings;
		const work = checkProfile(transport, open, { now, signal });
		let step = await work.next();
		while (!step.done) step = await work.next();
		await this.#keep(open, step.value);
		const changes = summariseChanges(step.value.changes);
		const troubles = step.value.profile.problems.map((problem) => {
			const { title } = problemText(problem);
			return endsTheSignIn(problem.code) ? `${title}: your sign-in has ended.` : `${title}.`;
		});
		return [`Checked ${name}: ${changes === '' ? 'nothing has changed' : changes}.`, ...troubles].join(' ');
	}

	/** Opens a profile for calls with its secrets, which go to its own Graph host alone. */
	#load(name: string, passphrase?: Secret): Promise<OpenProfile> {
		return this.#vault.load(name, passphrase, this.#settings.transport.graph);
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
	): Promise<SessionEvent> {
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
			unsaved = problemBehind(error);
			if (unsaved.code === 'not-found') throw error;
		}
		const profile = summaryOf({ ...saved, pages: digestPages(pages) });
		return { type: 'profile-refreshed', run, profile, pages, unsaved, note };
	}

	/** Keeps the verdicts on some Pages of an opened profile; gives the problem where that profile is not there any more. */
	async keepVerdicts(name: string, pages: readonly PageRecord[]): Promise<Problem | null> {
		const found = withoutTokens(pages).pages;
		try {
			await this.#vault.amend(name, (stored) =>
				withFindings(stored, { checked: stored, found: { ...stored, pages: found } }),
			);
			return null;
		} catch (error) {
			const trouble = problemOf(error);
			if (trouble.code === 'not-found') return trouble;
			throw error;
		}
	}

	/** Finds one more Page of an opened profile with its stored sign-in, and keeps it in it. */
	async add(name: string, find: (userToken: Secret) => Promise<PageRecord>): Promise<PageRecord> {
		const found = await find(
			(await this.#vault.loadSecrets(name, undefined, this.#settings.transport.graph)).userToken,
		);
		for (;;) {
			const { profile, secrets } = await this.#load(name);
			const before = withTokens(profile.pages, secrets);
			const page = withKnownFacts(
				found,
				before.find(({ id }) => id === found.id),
			);
			const others = before.filter(({ id }) => id !== page.id);
			const { pages, pageTokens } = withoutTokens([...others, page]);
			const added = { profile: { ...profile, pages }, secrets: { ...secrets, pageTokens } };
			// Where another program has saved in between, the Page is added to what is stored by now.
			if (!(await this.#vault.saveReading(added)).isSuperseded) return page;
		}
	}

	/** What work on a profile ends in. A locked one asks for its passphrase; one that is not there any more is said to be gone. */
	async #attempt(effect: ProfileEffect, work: () => Promise<SessionEvent>): Promise<SessionEvent> {
		try {
			return await work();
		} catch (error) {
			const trouble = problemBehind(error);
			const { run, name } = effect;
			const found = ['store-locked', 'not-found'].includes(trouble.code) ? await this.#look(name) : undefined;
			if (trouble.code === 'store-locked' && found?.storage === 'passphrase') {
				return { type: 'profile-locked', run, problem: trouble, effect };
			}
			// Meta, too, says that something was not found.
			if (trouble.code === 'not-found' && !found) {
				return { type: 'profile-gone', run, name, problem: trouble };
			}
			return failureOf(effect, trouble);
		}
	}

	/** What the list has of a profile; undefined where it is not there any more. */
	async #look(name: string): Promise<ListedProfile | undefined> {
		return (await this.#vault.list()).find((profile) => profile.name === name);
	}

	/** Does the profile of this name belong to this app and person? */
	async #isOfSame({ name, app, user }: Pick<Profile, 'name' | 'app' | 'user'>): Promise<boolean> {
		const stored = await this.#look(cleanProfileName(name));
		return stored?.app.id === app.id && stored.user?.id === user?.id;
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
