import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, failed, failedWith, fine, warning } from '../domain/check.ts';
import { compareNames } from '../domain/compare-names.ts';
import { describeExposure, type Exposure } from '../domain/exposure.ts';
import { describeKeychain } from '../domain/keychain-state.ts';
import { problemOrRethrow } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import { entryNamed, hasSameFiles } from '../vault/entries.ts';
import { describeExposures, exposuresIn, fixFor } from '../vault/exposure.ts';
import { asDiskProblem, tryToWrite } from '../vault/files.ts';
import { configFolder, sealedFolder } from '../vault/folder.ts';
import { Keychain, type KeychainPatience, problemOfKeychain } from '../vault/keychain.ts';
import { Keys } from '../vault/keys.ts';
import { ProfileFiles } from '../vault/profile-files.ts';
import { countUnreadable, type Entry, type State } from '../vault/profile-schema.ts';
import { describeProtection } from '../vault/protection.ts';
import { isDamagedState, readStateFile, STATE_FILE } from '../vault/state-file.ts';
import { Vault } from '../vault/vault.ts';

/**
 * Checks the folder of all that is stored, each profile in it, and the keychain. Nothing is opened, nothing mended and
 * nothing written but a file that is removed at once, and such an entry in the keychain.
 */
export async function* checkStore(
	env: NodeJS.ProcessEnv,
	patience: KeychainPatience,
): AsyncGenerator<Check, void, undefined> {
	const folder = configFolder(env);
	const { state, check } = readState(folder);
	yield check;
	if (process.getuid) yield checkModes(folder);
	const profiles = (state?.profiles ?? []).toSorted((a, b) => compareNames(a.name, b.name));
	const keys = new Keys(sealedFolder(folder), new Keychain(null));
	const files = new ProfileFiles(folder, keys);
	for (const entry of profiles) yield checkEntry(entry, files, folder);
	yield await checkKeychain(env, patience, profiles.filter(({ storage }) => storage === 'keychain').length);
}

function readState(folder: string): { state: State | null; check: Check } {
	try {
		const state = readStateFile(folder);
		const isThere = statSync(folder, { throwIfNoEntry: false }) !== undefined;
		tryToWrite(folder);
		const count = state.profiles.length === 1 ? '1 profile' : `${state.profiles.length || 'no'} profiles`;
		const unreadable = countUnreadable(state);
		const detail = `${folder}: ${isThere ? 'writable' : 'not there yet, can be made'}, ${count}`;
		if (unreadable === 0) return { state, check: fine('store', detail) };
		const remedy = 'Repair profiles.json or restore it from a backup. Saving keeps these profiles unchanged.';
		return {
			state,
			check: warning('store', `${detail}, and ${unreadable} more in profiles.json that cannot be read`, remedy),
		};
	} catch (error) {
		if (isDamagedState(error)) {
			const remedy = 'Restore it from a backup. Or connect again: the damaged file stays under another name.';
			return { state: null, check: failed('store', `${join(folder, STATE_FILE)} is damaged`, remedy) };
		}
		return { state: null, check: failedWith('store', problemOrRethrow(asDiskProblem(error, folder))) };
	}
}

/** That nobody else can get at what is stored. A key file that others can get at is not used. */
function checkModes(folder: string): Check {
	const [first, ...others] = exposuresIn(folder);
	if (!first) return fine('file-modes', 'only you can read or change what is stored');
	const exposures: [Exposure, ...Exposure[]] = [first, ...others];
	const key = exposures.find(({ path }) => path.endsWith('.key'));
	const remedy = fixFor(exposures);
	return key
		? failed(
				'file-modes',
				`${key.path} ${describeExposure(key)}: the program does not use it until you fix this`,
				remedy,
			)
		: warning('file-modes', describeExposures(exposures), remedy);
}

function checkEntry(entry: Entry, files: ProfileFiles, folder: string): Check {
	const { name, storage } = entry;
	const label = `"${name}"`;
	try {
		const lost = lostFile(entry, files, folder);
		if (lost !== null) {
			const remedy = 'Bring that file back from a backup, or connect again under the same name.';
			return failed('profile', `${label}: its ${lost} is damaged or missing`, remedy);
		}
	} catch (error) {
		return failedWith('profile', problemOrRethrow(asDiskProblem(error, folder)), `${label}: `);
	}
	const detail = `${label}: ${describeProtection(storage)}`;
	if (storage !== 'file') return fine('profile', detail);
	return warning(
		'profile',
		detail,
		'fb-token-tui profiles protect moves the key: --with keychain, or --with passphrase',
	);
}

/** The file of a profile that is no good; null where there is none. One that another program has replaced meanwhile is not lost. */
function lostFile(entry: Entry, files: ProfileFiles, folder: string): string | null {
	const lost = files.damageOf(entry);
	if (lost === null) return null;
	const current = entryNamed(readStateFile(folder), entry.name);
	if (!current) return null;
	return hasSameFiles(current, entry) ? lost : lostFile(current, files, folder);
}

async function checkKeychain(env: NodeJS.ProcessEnv, patience: KeychainPatience, profiles: number): Promise<Check> {
	const state = await new Vault({ env, patience }).keychainState();
	const detail = describeKeychain(state);
	if (state.is === 'available') return fine('keychain', detail);
	if (profiles > 0) return failed('keychain', detail, problemText(problemOfKeychain(state)).remedy);
	return warning(
		'keychain',
		detail,
		'A profile can be sealed with a passphrase instead: choose that when saving, or set FB_TOKEN_TUI_PASSPHRASE.',
	);
}
