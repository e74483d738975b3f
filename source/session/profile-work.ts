import { type Changes, summariseChanges } from '../domain/changes.ts';
import { type PageRecord, withKnownFacts } from '../domain/page.ts';
import { summarizePages } from '../domain/pages-summary.ts';
import { endsTheSignIn, type Problem, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import type { Secret } from '../domain/secret.ts';
import { finish } from '../operations/channel.ts';
import { checkProfile, type Reading, refreshProfile, withFindings } from '../operations/profiles.ts';
import { type KeptProfile, type ListedProfile, listed, withoutTokens, withTokens } from '../vault/profile.ts';
import type { OpenProfile, Vault } from '../vault/vault.ts';
import { accessOfProfile, type Context, type Effect, vaultOf } from './context.ts';
import type { ProfileEffect } from './effects.ts';
import type { SessionEvent } from './events.ts';
import { problemBehind } from './problem-behind.ts';
import { summaryOf } from './profile-summary.ts';

type Manage = Effect<'rename-profile' | 'remove-profile' | 'check-profile'>;

/** Reads what is stored of a profile. */
export function readProfile(effect: Effect<'read-profile'>, context: Context): Promise<SessionEvent> {
	const vault = vaultOf(context);
	return attempt(effect, vault, async () => {
		const stored = await vault.read(effect.name);
		const pages = withTokens(stored.pages, null);
		return { type: 'profile-read', run: effect.run, profile: summaryOf(listed(stored)), pages };
	});
}

/**
 * Opens a profile: its tokens first, then everything from Meta again, which is stored. When the sign-in has ended, Meta is asked
 * about the tokens themselves: they may still work.
 */
export function openProfile(effect: Effect<'open-profile'>, context: Context): Promise<SessionEvent> {
	const { run } = effect;
	const { options, kept, dispatch, signal } = context;
	const { transport, forcedVersion, now } = options;
	const vault = vaultOf(context);
	return attempt(effect, vault, async () => {
		const open = await load(effect, context);
		if (signal.aborted) throw new ProblemError(problem('cancelled'));
		const { profile, secrets } = open;
		if (!forcedVersion) transport.version = profile.graphVersion;
		kept.access = accessOfProfile(transport, open);
		const clientToken = secrets.clientToken ?? null;
		dispatch({ type: 'profile-unlocked', run, pages: withTokens(profile.pages, secrets), clientToken });
		const options = { now, signal };
		let reading: Reading;
		try {
			reading = await follow(refreshProfile(transport, open, options), run, context);
		} catch (error) {
			const ended = problemOrRethrow(error);
			if (!endsTheSignIn(ended.code)) throw error;
			dispatch({ type: 'sign-in-ended', run, problem: ended });
			await keep(vault, open, await follow(checkProfile(transport, open, options), run, context));
			return { type: 'connection-ended', run, problem: null };
		}
		kept.access = accessOfProfile(transport, reading);
		return storeRefreshed(reading, open, effect, vault);
	});
}

/** Checks, renames or removes a profile, and tells how all of them stand then. */
export function manageProfile(effect: Manage, context: Context): Promise<SessionEvent> {
	const vault = vaultOf(context);
	return attempt(effect, vault, async () => {
		const done = await manage(effect, vault, context);
		const profiles = (await vault.list()).map(summaryOf);
		return { type: 'profiles-changed', run: effect.run, profiles, ...done };
	});
}

async function manage(
	effect: Manage,
	vault: Vault,
	context: Context,
): Promise<{ note: string; renamed?: { from: string; to: string } }> {
	switch (effect.type) {
		case 'rename-profile': {
			const { name: to } = await vault.rename(effect.name, effect.to, effect.passphrase);
			return { note: `Renamed to ${to}.`, renamed: { from: effect.name, to } };
		}
		case 'remove-profile': {
			const { isKeyLeft } = await vault.remove(effect.name);
			const left = isKeyLeft ? ' Its key is still in the keychain.' : '';
			return { note: `Removed ${effect.name}. Its tokens live on at Meta.${left}` };
		}
		case 'check-profile':
			return { note: await check(effect, vault, context) };
	}
}

async function check(effect: Effect<'check-profile'>, vault: Vault, context: Context): Promise<string> {
	const { options, signal } = context;
	const open = await load(effect, context);
	const reading = await finish(checkProfile(options.transport, open, { now: options.now, signal }));
	await keep(vault, open, reading);
	const changes = summariseChanges(reading.changes);
	const problems = reading.profile.problems.map((problem) => {
		const { title } = problemText(problem);
		return endsTheSignIn(problem.code) ? `${title}: your sign-in has ended.` : `${title}.`;
	});
	return [`Checked ${effect.name}: ${changes === '' ? 'nothing has changed' : changes}.`, ...problems].join(' ');
}

/** Opens a profile for calls with its secrets, which go to its own Graph host alone. */
function load({ name, passphrase }: { name: string; passphrase?: Secret }, context: Context): Promise<OpenProfile> {
	return vaultOf(context).load(name, passphrase, context.options.transport.graph);
}

/** Stores what a check has found, into what another program may have stored meanwhile. */
async function keep(vault: Vault, { profile }: OpenProfile, { profile: found }: Reading): Promise<void> {
	await vault.amend(profile.name, (stored) => withFindings(stored, { checked: profile, found }));
}

/** Passes on what a refresh or a check tells, and gives what it adds up to. */
async function follow(
	work: ReturnType<typeof refreshProfile> | ReturnType<typeof checkProfile>,
	run: number,
	{ dispatch }: Context,
): Promise<Reading> {
	for (;;) {
		const { done, value } = await work.next();
		if (done) return value;
		if (value.type === 'problem') dispatch({ type: 'problem', run, problem: value.problem });
		else if (value.type !== 'exchanged') dispatch({ ...value, run });
	}
}

/** Stores a refreshed profile and shows it; what cannot be stored is shown all the same. */
async function storeRefreshed(
	reading: Reading,
	open: OpenProfile,
	{ run, passphrase }: Effect<'open-profile'>,
	vault: Vault,
): Promise<SessionEvent> {
	let saved: KeptProfile = { ...open.profile, ...reading.profile };
	let unsaved: Problem | null = null;
	let note = sinceLastTime(reading.changes);
	let pages = reading.found;
	try {
		const stored = await vault.saveReading(reading, passphrase);
		saved = stored.profile;
		if (stored.isSuperseded) {
			pages = withTokens(stored.profile.pages, stored.secrets);
			note = 'Another program has connected anew meanwhile: that is kept.';
		}
	} catch (error) {
		unsaved = problemBehind(error);
		if (unsaved.code === 'not-found') throw error;
	}
	const profile = summaryOf({ ...saved, pages: summarizePages(pages) });
	return { type: 'profile-refreshed', run, profile, pages, unsaved, note };
}

/** Keeps the verdicts on some Pages of an opened profile; gives the problem where that profile is not there any more. */
export async function keepVerdicts(
	name: string,
	pages: readonly PageRecord[],
	context: Context,
): Promise<Problem | null> {
	const found = withoutTokens(pages).pages;
	try {
		await vaultOf(context).amend(name, (stored) =>
			withFindings(stored, { checked: stored, found: { ...stored, pages: found } }),
		);
		return null;
	} catch (error) {
		const missing = problemOrRethrow(error);
		if (missing.code === 'not-found') return missing;
		throw error;
	}
}

/** Finds one more Page of an opened profile with its stored sign-in, and keeps it in the profile. */
export async function addToProfile(
	name: string,
	find: (userToken: Secret) => Promise<PageRecord>,
	context: Context,
): Promise<PageRecord> {
	const vault = vaultOf(context);
	const { userToken } = await vault.loadSecrets(name, undefined, context.options.transport.graph);
	const found = await find(userToken);
	for (;;) {
		const { profile, secrets } = await load({ name }, context);
		const before = withTokens(profile.pages, secrets);
		const known = before.find(({ id }) => id === found.id);
		const page = withKnownFacts(found, known);
		const { pages, pageTokens } = withoutTokens([...before.filter((other) => other !== known), page]);
		const added = { profile: { ...profile, pages }, secrets: { ...secrets, pageTokens } };
		// Where another program has saved in between, the Page is added to what is stored by now.
		if (!(await vault.saveReading(added)).isSuperseded) return page;
	}
}

/** What work on a profile ends in. A locked one asks for its passphrase; one that is not there any more is said to be gone. */
async function attempt(effect: ProfileEffect, vault: Vault, work: () => Promise<SessionEvent>): Promise<SessionEvent> {
	try {
		return await work();
	} catch (error) {
		const problem = problemBehind(error);
		const { run, name } = effect;
		const found = ['store-locked', 'not-found'].includes(problem.code) ? await listedAs(name, vault) : undefined;
		if (problem.code === 'store-locked' && found?.storage === 'passphrase') {
			return { type: 'profile-locked', run, problem, effect };
		}
		// Meta, too, says that something was not found.
		if (problem.code === 'not-found' && !found) return { type: 'profile-gone', run, name, problem };
		throw error;
	}
}

/** What the list has of a profile; undefined where it is not there any more. */
export async function listedAs(name: string, vault: Vault): Promise<ListedProfile | undefined> {
	return (await vault.list()).find((profile) => profile.name === name);
}

/** The changes as a sentence; empty for none. */
export function sinceLastTime(changes: Changes): string {
	const note = summariseChanges(changes);
	return note && `Since last time: ${note}.`;
}
