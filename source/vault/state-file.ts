import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ProblemError, problem } from '../domain/problem.ts';
import { isSystemError, setAside } from './files.ts';
import { parseJson } from './parse-json.ts';
import { migrate, STATE_VERSION, type State, StateSchema } from './profile-schema.ts';

/** The name of the file that names all others. */
export const STATE_FILE = 'profiles.json';

/** The list of all profiles, without their Pages and their secrets, in one file. */
export class StateFile {
	readonly path: string;

	constructor(folder: string) {
		this.path = join(folder, STATE_FILE);
	}

	/**
	 * What is stored now; an empty state where nothing is.
	 * @throws {StateDamagedError}
	 * @throws {ProblemError} `store-damaged` for what a newer program has stored.
	 */
	read(): State {
		const text = this.#readText();
		if (text === null) return { version: STATE_VERSION, profiles: [], leftovers: [] };
		const { output, success } = v.safeParse(StateSchema, this.#migrated(parseJson(text)));
		if (!success) throw new StateDamagedError();
		return output;
	}

	/** Keeps a damaged file under another name, which it gives; to be called under the lock alone. */
	setAside(now: number): string | null {
		return setAside(this.path, now);
	}

	/** Not through conf, which takes longer to load than this takes to read; null where there is no file. */
	#readText(): string | null {
		try {
			return readFileSync(this.path, 'utf8').replace(/^\uFEFF/, '');
		} catch (error) {
			if (isSystemError(error) && error.code === 'ENOENT') return null;
			throw error;
		}
	}

	#migrated(stored: unknown): unknown {
		try {
			return migrate(stored);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			throw new ProblemError(newerProblem(this.path));
		}
	}
}

/** The file is not what this program writes. It is for who holds the lock to keep it aside and to say so. */
export class StateDamagedError extends Error {}

/** The problem of something that a later version of this program has stored: it is left as it is. */
export function newerProblem(path: string) {
	return problem('store-damaged', {
		title: 'A newer fb-token-tui has stored this',
		cause: `${path} is of a version that this one does not know. Nothing in it was changed.`,
		remedy: 'Run the newest version: npx fb-token-tui@latest.',
	});
}
