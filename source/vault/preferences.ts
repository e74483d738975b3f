import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PURPOSES, type Purpose } from '../domain/permissions.ts';
import { isSignInMemory, type SignInMemory } from '../domain/sign-in/ways.ts';
import { makePrivateFolder } from './files.ts';
import { configFolder } from './folder.ts';

/** What is remembered between runs. No secret is among it. */
export type Preferences = {
	appId?: string;
	purpose?: Purpose;
	/** How one has signed in for that app the last time. */
	signIn?: SignInMemory | null;
};

const NAME = 'preferences';

type Store = { read(): Preferences; write(preferences: Preferences): Promise<void> };

/**
 * The preferences, in a file beside the profiles. A comfort only: what cannot be read counts as empty, and what cannot be written is forgotten.
 */
export function openPreferences(env: NodeJS.ProcessEnv): Store {
	const folder = configFolder(env);
	return {
		read() {
			try {
				// Not through conf, which takes longer to load than this takes to read.
				const { appId, purpose, signIn } = JSON.parse(readFileSync(join(folder, `${NAME}.json`), 'utf8'));
				return {
					...(typeof appId === 'string' && /^\d{5,20}$/.test(appId) ? { appId } : {}),
					...(PURPOSES.some(({ id }) => id === purpose) && purpose ? { purpose } : {}),
					signIn: isSignInMemory(signIn) ? signIn : null,
				};
			} catch {
				return {};
			}
		},
		async write(preferences) {
			try {
				const { default: Conf } = await import('conf');
				makePrivateFolder(folder);
				const file = new Conf<Preferences>({
					cwd: folder,
					configName: NAME,
					configFileMode: 0o600,
					clearInvalidConfig: true,
				});
				file.set(preferences);
			} catch {
				// Nothing that the person asked for depends on it.
			}
		},
	};
}
