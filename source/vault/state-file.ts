import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import * as v from 'valibot';
import { ProblemError, problem } from '../domain/problem.ts';
import { makePrivateFolder, setAside, syncFolder } from './files.ts';
import { migrate, STATE_VERSION, type State, StateSchema } from './profile-schema.ts';

const NAME = 'profiles';

/** Everything that is stored without secrets, in the one file `profiles.json`. Each write replaces it as a whole. */
export class StateFile {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	get path(): string {
		return join(this.#folder, `${NAME}.json`);
	}

	/**
	 * What is stored now; an empty state where nothing is.
	 * @throws {StateDamagedError}
	 * @throws {ProblemError} `store-damaged` for what a newer program has stored.
	 */
	read(): State {
		if (!statSync(this.path, { throwIfNoEntry: false })) return { version: STATE_VERSION, profiles: [], leftovers: [] };
		const { output, success } = v.safeParse(StateSchema, this.#migrated(this.#readJson()));
		if (!success) throw new StateDamagedError();
		return output;
	}

	/** To be called under the lock alone. */
	write(state: State): void {
		makePrivateFolder(this.#folder);
		// One who was killed amid a write leaves a part of it behind.
		for (const name of readdirSync(this.#folder)) {
			if (name.startsWith(`${NAME}.json.tmp-`)) rmSync(join(this.#folder, name), { force: true });
		}
		atomically(() => {
			this.#open().store = state;
		});
		syncFolder(this.#folder);
	}

	/** Keeps a damaged file under another name, which it gives; to be called under the lock alone. */
	setAside(now: number): string | null {
		return setAside(this.path, now);
	}

	#readJson(): object {
		try {
			return this.#open().store;
		} catch (error) {
			throw error instanceof SyntaxError ? new StateDamagedError() : error;
		}
	}

	#migrated(stored: object): unknown {
		try {
			return migrate(stored);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			throw new ProblemError(newerProblem(this.path));
		}
	}

	#open() {
		return new Conf<Record<string, unknown>>({
			cwd: this.#folder,
			configName: NAME,
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
		});
	}
}

/** Has conf replace the file as a whole also inside a snap, where it would else write into the old one. */
function atomically(write: () => void): void {
	const { SNAP } = process.env;
	delete process.env.SNAP;
	try {
		write();
	} finally {
		if (SNAP !== undefined) process.env.SNAP = SNAP;
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
