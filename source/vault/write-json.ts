import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type Conf from 'conf';
import { makePrivateFolder, syncFolder } from './files.ts';

/** Replaces a JSON file of a folder as a whole, or makes it; to be called under the lock alone. */
export function writeJson(Store: typeof Conf, folder: string, file: string, value: Record<string, unknown>): void {
	makePrivateFolder(folder);
	atomically(() => {
		const config = new Store<Record<string, unknown>>({
			cwd: folder,
			configName: basename(file, '.json'),
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
			// It would read all that it is about to replace, and go through it several times.
			deserialize: () => ({}),
			serialize: (content) => JSON.stringify(content),
		});
		config.store = value;
	});
	syncFolder(folder);
}

/** One who was killed amid a write leaves a part of it behind. */
export function removeParts(folder: string, file: string): void {
	for (const name of readdirSync(folder)) {
		if (name.startsWith(`${file}.tmp-`)) rmSync(join(folder, name), { force: true });
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
