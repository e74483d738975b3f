import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Conf from 'conf';
import { makePrivateFolder, syncFolder } from './files.ts';
import { STATE_NAME } from './folder.ts';
import type { State } from './profile-schema.ts';

/** Replaces the state of a folder as a whole; to be called under the lock alone. */
export function writeState(Store: typeof Conf, folder: string, state: State): void {
	makePrivateFolder(folder);
	// One who was killed amid a write leaves a part of it behind.
	for (const name of readdirSync(folder)) {
		if (name.startsWith(`${STATE_NAME}.json.tmp-`)) rmSync(join(folder, name), { force: true });
	}
	atomically(() => {
		const file = new Store<Record<string, unknown>>({
			cwd: folder,
			configName: STATE_NAME,
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
			// It would read all that it is about to replace, and go through it several times.
			deserialize: () => ({}),
			serialize: (value) => JSON.stringify(value),
		});
		file.store = state;
	});
	syncFolder(folder);
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
