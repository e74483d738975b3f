import { problemOfOtherHost } from '../../domain/graph-host.ts';
import { ProblemError } from '../../domain/problem.ts';
import { isRetryable } from '../../domain/problem-text.ts';
import { warningAboutPassphrase } from '../../domain/protection.ts';
import type { Secret } from '../../domain/secret.ts';
import { warningAbout } from '../../vault/exposure.ts';
import { UnsafeKeyFileError } from '../../vault/keys.ts';
import { cleanProfileName, complaintAboutName, type ListedProfile, type ProfileSecrets } from '../../vault/profile.ts';
import { chooseProtection, type Protection } from '../../vault/protection.ts';
import type { Vault } from '../../vault/vault.ts';
import { namedProfile, namesOf } from './choose-profiles.ts';
import type { Context } from './context.ts';
import { openSecrets } from './open-profile.ts';
import { openVault } from './open-vault.ts';
import type { Questions } from './questions.ts';
import { UsageError } from './usage-error.ts';

/** Where a connection will be saved. */
export type SaveTarget = {
	vault: Vault;
	/** Null: to be made from the app's name. */
	name: string | null;
	/** The profile that will be replaced. */
	existing: ListedProfile | null;
	/** Its secrets; null also where they do not open, which saving anew repairs. */
	secrets: ProfileSecrets | null;
};

/**
 * The profile that is named; else the one of this app at this Graph host; else a new one. A profile of another app or of
 * another host is never replaced.
 * @throws {UsageError} for a name that cannot be one or belongs to another app, and where several profiles are of this app.
 * @throws {ProblemError} `other-host`; as the vault does: `store-locked` without a passphrase; `disk` where nothing can be stored;
 * `keychain-unavailable` for a key that is out of reach as long as the keychain is locked or silent.
 */
export async function findSaveTarget(context: Context, appId: string, questions: Questions): Promise<SaveTarget> {
	const vault = openVault(context);
	const name = nameFrom(namedProfile(context), context.options.profile === null ? 'FB_TOKEN_TUI_PROFILE' : '--profile');
	const profiles = await vault.list({ isToSave: true });
	const graph = context.hosts.graph.href;
	const sameApp = profiles.filter((profile) => profile.app.id === appId && !problemOfOtherHost(profile, graph));
	if (name === null && sameApp.length > 1 && !questions.canAsk) {
		throw new UsageError(
			`Several profiles are of this app: ${namesOf(sameApp.map((profile) => profile.name))}. Say which with --profile.`,
		);
	}
	const sole = sameApp.length === 1 ? sameApp[0] : null;
	const existing = (name === null ? sole : profiles.find((profile) => profile.name === name)) ?? null;
	const otherHost = existing && problemOfOtherHost(existing, graph, { isToSave: true });
	if (otherHost) throw new ProblemError(otherHost);
	if (existing && appId !== '' && existing.app.id !== appId) {
		const { app } = existing;
		throw new UsageError(
			`The profile "${existing.name}" is of another app, ${app.name ?? ''} (${app.id}): choose another name, or remove it first.`,
		);
	}
	vault.assertWritable();
	const secrets = existing && (await secretsOf(vault, existing, questions, context));
	return { vault, name: existing?.name ?? name, existing, secrets };
}

/**
 * How what is saved will be protected: as the profile that is replaced, else by the strongest that is to be had.
 * @throws {ProblemError} `keychain-unavailable` where there is nothing, with the remedies.
 */
export async function protectionFor(
	{ vault, secrets }: SaveTarget,
	{ env, stderr }: Context,
	allowInsecure: boolean,
): Promise<Protection | 'keep'> {
	if (secrets) return 'keep';
	const protection = await chooseProtection({ env, keychain: () => vault.keychainState(), allowInsecure });
	if (protection.kind === 'passphrase') warnAboutPassphrase(protection.passphrase, stderr);
	return protection;
}

/** Says on standard error that a passphrase which is being chosen is short. */
export function warnAboutPassphrase(passphrase: Secret, stderr: Context['stderr']): void {
	const warning = warningAboutPassphrase(passphrase);
	if (warning !== '') stderr.write(`${warning}\n`);
}

/** Says on standard error, once something was saved, that others can get at it. */
export function warnAboutExposure({ folder }: Vault, stderr: Context['stderr']): void {
	const warning = warningAbout(folder);
	if (warning !== '') stderr.write(`${warning}\n`);
}

function nameFrom(text: string | null, place: string): string | null {
	if (text === null) return null;
	const complaint = complaintAboutName(text);
	if (complaint) throw new UsageError(`${place}: ${complaint}`);
	return cleanProfileName(text);
}

/**
 * Null where the key or the file is lost: a new key then takes its place. A passphrase is insisted on, and so is a keychain
 * that will answer again: nothing weaker may quietly take its place.
 */
async function secretsOf(
	vault: Vault,
	profile: ListedProfile,
	questions: Questions,
	context: Context,
): Promise<ProfileSecrets | null> {
	const { name, storage } = profile;
	try {
		return await openSecrets(vault, profile, context, { questions });
	} catch (error) {
		if (!(error instanceof ProblemError) || error instanceof UnsafeKeyFileError) throw error;
		const { code } = error.problem;
		if (code === 'keychain-unavailable' && isRetryable(error.problem)) {
			throw new ProblemError({ ...error.problem, next: { step: 'protect', profile: name } });
		}
		const isLost = code === 'store-damaged' || code === 'keychain-unavailable';
		if (isLost || (code === 'store-locked' && storage !== 'passphrase')) return null;
		throw error;
	}
}
