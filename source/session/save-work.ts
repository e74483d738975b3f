import { compareReadings } from '../domain/changes.ts';
import { describeKeychain } from '../domain/keychain-state.ts';
import { type Problem, problem, problemOrRethrow } from '../domain/problem.ts';
import { toProfile } from '../operations/profiles.ts';
import { warningAbout } from '../vault/exposure.ts';
import { cleanProfileName, listed, type Profile, ProfileNameError, withTokens } from '../vault/profile.ts';
import { describeProtection, type Protection } from '../vault/protection.ts';
import type { Vault } from '../vault/vault.ts';
import { accessOf, type Context, type Effect, type GraphAccess, vaultOf } from './context.ts';
import type { SaveEffect } from './effects.ts';
import type { SessionEvent } from './events.ts';
import { problemBehind } from './problem-behind.ts';
import { summaryOf } from './profile-summary.ts';
import { listedAs, sinceLastTime } from './profile-work.ts';

/** Finds out what the keychain is. */
export async function lookAtKeychain(_: Effect<'look-at-keychain'>, context: Context): Promise<SessionEvent> {
	const vault = vaultOf(context);
	const onSlow = (isSlow: boolean) => context.dispatch({ type: 'keychain-slow', isSlow });
	const { timeoutMs } = vault.patience;
	try {
		const state = await vault.keychainState({ timeoutMs, signal: context.signal, onSlow });
		return { type: 'keychain-known', isAvailable: state.is === 'available', words: describeKeychain(state) };
	} catch (error) {
		if (problemOrRethrow(error).code !== 'cancelled') throw error;
		return { type: 'keychain-known', isAvailable: false, words: 'You stopped waiting for the keychain' };
	}
}

/** Stores what the session has brought. */
export async function saveProfile(effect: SaveEffect, context: Context): Promise<SessionEvent> {
	const vault = vaultOf(context);
	const { run, name } = effect;
	const { profile, secrets } = stored(effect, accessOf(context));
	const isNew = effect.protection !== 'keep';
	try {
		const before = isNew ? effect.pages : withTokens((await vault.read(name)).pages, null);
		// What is stored is not overwritten by what merely has the same name.
		const expected = isNew && !effect.isReplacing ? 'new' : profile;
		const saved = await vault.save(profile, secrets, protectionOf(effect.protection), undefined, expected);
		const changes = sinceLastTime(compareReadings(before, effect.pages));
		const kept = vault.quarantined.map((path) => `The damaged file was kept as ${path}.`);
		const warning = warningAbout(vault.folder);
		const parts = [`Saved as ${saved.name}. ${describeProtection(saved.storage)}.`, ...kept, changes, warning];
		return { type: 'profile-saved', run, profile: summaryOf(listed(saved)), note: parts.filter(Boolean).join(' ') };
	} catch (error) {
		const isTaken = error instanceof ProfileNameError && isNew && !effect.isReplacing;
		const isReplaceable = isTaken && (await isOfSame(profile, vault));
		const failure: Problem = isReplaceable
			? problem('unexpected', { kind: 'name-taken', message: error.message, by: 'same-owner' })
			: problemBehind(error);
		if (!isNew && failure.code === 'not-found') return { type: 'profile-gone', run, name, problem: failure };
		return { type: 'save-failed', run, problem: failure, isReplaceable };
	}
}

/** A profile and its secrets, as they are stored. */
function stored(effect: SaveEffect, { app, version, client, signedIn }: GraphAccess) {
	if (!signedIn) throw new Error('There is no long-lived user token yet.');
	const { userToken, info: userInfo, user } = signedIn;
	const { pages, problems } = effect;
	const graphUrl = client.transport.graph.origin;
	const result = { app, version, graphUrl, user, userInfo, userToken, pages, problems };
	return toProfile(result, { ...effect, appSecret: client.app.secret });
}

/** Does the profile of this name belong to this app and person? */
async function isOfSame({ name, app, user }: Pick<Profile, 'name' | 'app' | 'user'>, vault: Vault): Promise<boolean> {
	const found = await listedAs(cleanProfileName(name), vault);
	return found?.app.id === app.id && found.user?.id === user?.id;
}

function protectionOf(wanted: SaveEffect['protection']): Protection | 'keep' {
	if (wanted === 'keep') return wanted;
	return wanted.kind === 'passphrase' ? { kind: 'passphrase', passphrase: wanted.passphrase } : { kind: wanted.kind };
}
