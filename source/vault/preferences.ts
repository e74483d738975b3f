import { PURPOSES, type Purpose } from '../domain/permissions.ts';
import { makePrivateFolder } from './files.ts';
import { configFolder } from './folder.ts';

/** What is remembered between runs. No secret is among it. */
type Preferences = { appId?: string; purpose?: Purpose };

type Store = { read(): Preferences; write(preferences: Preferences): void };

/**
 * The preferences, in a file beside the profiles. A comfort only: what cannot be read counts as empty, and what cannot be written is forgotten.
 */
export async function openPreferences(env: NodeJS.ProcessEnv): Promise<Store> {
	const { default: Conf } = await import('conf');
	const folder = configFolder(env);
	const open = () =>
		new Conf<Preferences>({
			cwd: folder,
			configName: 'preferences',
			configFileMode: 0o600,
			clearInvalidConfig: true,
		});
	return {
		read() {
			try {
				const { appId, purpose } = open().store;
				return {
					...(typeof appId === 'string' && /^\d{5,20}$/.test(appId) ? { appId } : {}),
					...(PURPOSES.some(({ id }) => id === purpose) && purpose ? { purpose } : {}),
				};
			} catch {
				return {};
			}
		},
		write(preferences) {
			try {
				makePrivateFolder(folder);
				open().set(preferences);
			} catch {
				// Nothing that the person asked for depends on it.
			}
		},
	};
}
