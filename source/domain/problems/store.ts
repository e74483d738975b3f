import { describeExposure, type Exposure, fixOf } from '../exposure.ts';
import { describeKeychain, type KeychainFailure, type KeychainState } from '../keychain-state.ts';
import type { ProblemText, TextsByKind } from './text.ts';

/** The texts of problems of the disk, the profiles on it, their keys, and what is saved. */
export const STORE_TEXTS = {
	/** The file system refused something in a folder. `instead` is how another place is named. */
	disk: ({ reason, folder, instead }: { reason: string; folder: string; instead: keyof typeof OTHER_PLACES }) => ({
		cause: `${DISK_FAILURES[reason] ?? 'The system refused it'} (${reason}), in ${folder}.`,
		remedy: FULL.has(reason)
			? 'Make room, then try again. What was stored before is unchanged.'
			: `Make that folder readable and writable, or ${OTHER_PLACES[instead]}.`,
		...(FULL.has(reason) ? {} : { next: 'try-again' }),
	}),
	/** Something outside of the folder with the profiles, in the words of the system. */
	system: ({ message }: { message: string }) => ({ cause: `The system says: ${message}.` }),
	/** A pipe or a device is in the place of a stored file. */
	'no-file': ({ path }: { path: string }) => ({
		cause: `${path} is not a regular file.`,
		remedy: 'Remove it, or restore it from a backup.',
	}),
	/** The demonstration has no profiles. */
	'no-store': () => ({
		title: 'Nothing can be saved here',
		cause: 'The demonstration has no profiles.',
		remedy: 'Start without demo: fb-token-tui',
		next: null,
	}),
	'no-home': () => ({
		title: 'There is no place for profiles',
		cause: 'This user has no home folder.',
		remedy: 'Set FB_TOKEN_TUI_CONFIG_DIR to a folder, as an absolute path.',
		next: null,
	}),
	/** A relative path is of no use without a working directory. */
	'no-working-directory': ({ path }: { path: string }) => ({
		title: 'The working directory is gone',
		cause: `${path} is relative to it.`,
		remedy: 'Change to a folder that exists, or give an absolute path.',
		next: null,
	}),
	'lock-held': ({ folder }: { folder: string }) => ({
		title: 'Another fb-token-tui is using the store',
		cause: `The lock in ${folder} is held by another process.`,
		remedy: 'Wait until it has finished, then try again.',
		retryable: true,
	}),
	'no-profile': ({ name }: { name: string }) => ({
		title: `There is no profile named "${name}"`,
		cause: 'Nothing was saved under that name, or it was renamed or removed.',
		remedy: 'See the names with: fb-token-tui profiles list',
	}),
	'newer-store': ({ path }: { path: string }) => ({
		title: 'A newer fb-token-tui has stored this',
		cause: `${path} is of a version that this one does not know. Nothing in it was changed.`,
		remedy: 'Run the newest version: npx fb-token-tui@latest.',
		next: null,
	}),
	'damaged-store': ({ path }: { path: string }) => ({
		title: 'The stored profiles are damaged',
		cause: `${path} is not what this program writes.`,
		remedy: 'Restore it from a backup. Or connect again: the damaged file stays under another name.',
	}),
	/** `path` is null where profiles.json does not name the file. */
	'damaged-file': ({
		profile,
		content,
		path,
		isMissing,
	}: {
		profile: string;
		content: 'secrets' | 'Pages';
		path: string | null;
		isMissing: boolean;
	}) => {
		const file = content === 'secrets' ? 'sealed file' : 'file of Pages';
		const fault = isMissing ? 'is not there' : 'was changed or cut short';
		return {
			title: `The stored ${content} of "${profile}" are damaged`,
			cause:
				path === null
					? `profiles.json does not name its ${file} in a way that this version can read.`
					: `The ${file} ${path} ${fault}.`,
			remedy: 'Bring the file back from a backup, or connect again under the same name.',
		};
	},
	/** The name of a profile is taken, as `message` says, since it was free or this person's. */
	'name-taken': ({ message, by }: { message: string; by: keyof typeof NAMES_TAKEN }) => ({
		title: message,
		...NAMES_TAKEN[by],
	}),
	/** The token is another person's than the opened profile. */
	'other-owner': ({ userName, profile }: { userName: string | null; profile: string }) => ({
		title: `This token is of ${userName ?? 'another person'}`,
		cause: `The profile ${profile} belongs to somebody else, whose Pages it would lose.`,
		remedy: 'Sign in at Facebook as that person, or go back to the profiles and make a new one.',
	}),
	passphrase: ({ is }: { is: 'missing' | 'wrong' }) => ({
		cause: is === 'missing' ? 'The passphrase was not given.' : 'The passphrase is wrong.',
	}),
	'passphrases-differ': () => ({
		title: 'The two passphrases differ',
		cause: 'It is asked for twice, since a typing error could not be undone.',
		remedy: 'Type it the same both times.',
	}),
	'new-passphrase': () => ({
		title: 'A new passphrase is needed',
		cause: 'It was not given, and nobody can be asked here.',
		remedy: 'Set FB_TOKEN_TUI_NEW_PASSPHRASE, or run this in a terminal.',
	}),
	'wrong-key': ({ isOfKeychain }: { isOfKeychain: boolean }) => ({
		cause: `The key ${isOfKeychain ? 'in the keychain' : 'in the key file'} is not the one that sealed them.`,
		remedy: 'Bring the right key back from a backup, or connect again under the same name.',
	}),
	'key-gone': ({ isOfKeychain, profile }: { isOfKeychain: boolean; profile: string }) => ({
		title: `The key of "${profile}" is gone`,
		cause: `It is not ${isOfKeychain ? 'in the keychain of this person' : 'in the file beside the secrets'}, and nothing else opens the stored secrets.`,
		remedy: 'Bring the key back from a backup, or connect again under the same name, which seals with a new key.',
	}),
	/** Others can get at the file; null where it is no regular file. */
	'unsafe-key-file': ({ path, exposure }: { path: string; exposure: Exposure | null }) => ({
		title: 'Key file is not safe to use',
		cause: `The key file ${path} ${exposure ? describeExposure(exposure) : 'is not a regular file'}.`,
		remedy: exposure ? `Make it private: ${fixOf(exposure)}` : 'Put the key file itself there, with mode 0600.',
	}),
	/** `isKeeping`: a new key was to be put there. */
	keychain: ({ state, isKeeping }: { state: KeychainFailure; isKeeping: boolean }) => ({
		title: describeKeychain(state),
		cause: isKeeping
			? 'The key to the tokens could not be put there, so nothing was stored with it.'
			: 'The key to the stored tokens is there; the tokens themselves are unharmed.',
		remedy: KEYCHAIN_REMEDIES[state.is],
		retryable: state.is === 'locked' || state.is === 'silent',
		...(state.is === 'off' ? { next: 'try-again' } : {}),
	}),
	'keychain-for-key': ({ state }: { state: KeychainState }) => ({
		title: 'The key cannot be put into the system keychain',
		cause: `${describeKeychain(state)}.`,
		remedy: 'Nothing was changed. Make the keychain available, or seal with a passphrase: --with passphrase',
		next: null,
	}),
	'no-safe-place': ({ state }: { state: KeychainState }) => ({
		title: 'There is no safe place for the key to the tokens',
		cause: `${describeKeychain(state)}.`,
		remedy: `${HOW_TO_MEND[state.is]}, set a passphrase in FB_TOKEN_TUI_PASSPHRASE, or accept a key in a file with --insecure-storage. With --no-save nothing is stored.`,
		next: null,
	}),
	/** `reason` is a sentence that says what to do. */
	'file-refused': ({ reason, mayBeFixed }: { reason: string; mayBeFixed: boolean }) => ({
		title: mayBeFixed ? 'The tokens were not written there' : 'The file was not written',
		cause: reason,
		remedy: mayBeFixed ? 'Do that, or name another file.' : 'Name another file.',
	}),
	/** A profile whose secrets are for another Graph host; `own` is null where that is not known. */
	'other-host': ({ profile, own, used, isMetas, isToSave }: OtherHost) => ({
		cause: `The profile "${profile}" belongs to ${own ?? 'an unknown host'}, but this run uses ${used}.`,
		...(isToSave ? { next: 'other-name' } : {}),
		remedy: isToSave
			? 'Choose another name for the profile.'
			: isMetas
				? 'Unset FB_TOKEN_TUI_GRAPH_URL, then try again.'
				: `Set FB_TOKEN_TUI_GRAPH_URL to ${own ?? 'the host of the profile'}, then try again.`,
	}),
	/** The sentences that versions 1 and 2 stored instead of facts. */
	'old-text': ({
		title,
		cause,
		remedy,
		retryable,
	}: Omit<ProblemText, 'retryable'> & { retryable: boolean | null }) => ({
		...{ title, cause, remedy },
		...(retryable === null ? {} : { retryable }),
	}),
	'file-unnamed': () => ({
		title: 'The file has no name',
		cause: 'Nothing was typed.',
		remedy: 'Type the name of a file in a folder that you may write to.',
	}),
} satisfies TextsByKind;

type OtherHost = { profile: string; own: string | null; used: string; isMetas: boolean; isToSave: boolean };

const DISK_FAILURES: Readonly<Record<string, string>> = {
	ENOSPC: 'The disk is full',
	EDQUOT: 'The quota of this person is used up',
	EROFS: 'The disk can only be read',
	EACCES: 'The permissions do not allow it',
	EPERM: 'The system does not allow it',
	ENOENT: 'The folder is not there',
	ENOTDIR: 'A file stands where a folder is needed',
	EEXIST: 'A file stands where a folder is needed',
	EISDIR: 'A folder stands where a file is needed',
	EIO: 'The disk reports an error',
	EMFILE: 'Too many files are open',
};

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

const OTHER_PLACES = {
	store: 'name another one with FB_TOKEN_TUI_CONFIG_DIR',
	file: 'name another file',
	output: 'name another file with --output',
} as const;

const NAMES_TAKEN = {
	name: { cause: 'A profile needs a name of its own.', remedy: 'Choose another name.' },
	'same-owner': { cause: 'It belongs to the same app and person.', remedy: 'Choose another name.' },
	race: {
		cause: 'Another program saved it while this one was connecting, so nothing was overwritten and nothing saved.',
		remedy: 'Connect again, under another name: --profile NAME',
		next: null,
	},
} as const;

const KEYCHAIN_REMEDIES: Readonly<Record<KeychainFailure['is'], string>> = {
	off: 'Unset FB_TOKEN_TUI_KEYCHAIN to open what is sealed with a key in the keychain.',
	'not-installed': 'Install fb-token-tui again with its optional packages, on a system that they support.',
	absent: 'Run this in the session of your desktop, where the keychain is, or connect again and choose a passphrase.',
	locked: 'Unlock the keychain, then try again.',
	silent: 'Unlock the keychain (look for its window), then try again.',
	failed: 'See whether the keychain works in other programs, then try again.',
};

const HOW_TO_MEND: Readonly<Record<KeychainState['is'], string>> = {
	available: 'Set up a keychain',
	off: 'Unset FB_TOKEN_TUI_KEYCHAIN',
	'not-installed': 'Install again with the optional packages',
	absent: 'Set up a keychain',
	locked: 'Unlock the keychain',
	silent: 'Unlock the keychain',
	failed: 'Set up a keychain',
};
