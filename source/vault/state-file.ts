import { join } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';
import { isSystemError, readStoredFile, setAside } from './files.ts';
import { sealedFolder } from './folder.ts';
import { parseJson } from './parse-json.ts';
import { isNewer, readState, type State } from './profile-schema.ts';
import { protectionIn } from './protection-in.ts';

/** The name of the file that names all others. */
export const STATE_FILE = 'profiles.json';

/** The list of all profiles, without their Pages and their secrets, in one file. */
export class StateFile {
	readonly path: string;
	readonly #sealedFolder: string;

	constructor(folder: string) {
		this.path = join(folder, STATE_FILE);
		this.#sealedFolder = sealedFolder(folder);
	}

	/**
	 * What is stored now; an empty state where nothing is.
	 * @throws {StateDamagedError}
	 * @throws {ProblemError} `store-damaged` for what a newer program has stored and nothing can be read of.
	 */
	read(): State {
		const text = this.#readText();
		if (text === null) return { profiles: [], leftovers: [] };
		const stored = parseJson(text);
		const state = readState(stored, (file) => protectionIn(join(this.#sealedFolder, file)));
		if (state) return state;
		throw isNewer(stored) ? new ProblemError(newerProblem(this.path)) : new StateDamagedError();
	}

	/** Keeps a damaged file under another name, which it gives; to be called under the lock alone. */
	setAside(now: number): string | null {
		return setAside(this.path, now);
	}

	/** Not through conf, which takes longer to load than this takes to read; null where there is no file. */
	#readText(): string | null {
		try {
			return readStoredFile(this.path);
		} catch (error) {
			if (isSystemError(error) && error.code === 'ENOENT') return null;
			throw error;
		}
	}
}

/** The file is not what this program writes. */
export class StateDamagedError extends Error {}

/** The problem of something that a later version of this program has stored: it is left as it is. */
export function newerProblem(path: string) {
	return problem('store-damaged', { kind: 'newer-store', path });
}
