import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { DEFAULT_PURPOSE, type Purpose } from '../domain/permissions.ts';
import type { SignInMemory } from '../domain/sign-in/methods.ts';
import { carryOver } from './carry-over.ts';
import { makePrivateFolder, quarantine, readStoredFile } from './files.ts';
import { configFolder } from './folder.ts';
import { PurposeWord, SignInSchema } from './profile-schema.ts';
import { attempt, isObject, numberIn, orNull, parseJson } from './tolerant.ts';

/** What is remembered between runs. No secret is among it. */
export type Preferences = {
	appId?: string;
	purpose?: Purpose;
	/** How one has signed in for that app the last time. */
	signIn?: SignInMemory | null;
};

const FILE = 'preferences.json';
const VERSION = 1;

const PreferencesSchema = v.object({
	appId: orNull(v.pipe(v.string(), v.regex(/^\d{5,20}$/))),
	purpose: PurposeWord,
	signIn: orNull(SignInSchema),
});

type Store = { read(): Preferences; write(preferences: Preferences): Promise<void> };

/**
 * The preferences, in a file beside the profiles. A comfort only: what cannot be read counts as empty, and what cannot be
 * written is forgotten. What a newer program has stored there is kept.
 */
export function openPreferences(env: NodeJS.ProcessEnv): Store {
	const folder = configFolder(env);
	const path = join(folder, FILE);
	return {
		read() {
			const { appId, purpose, signIn } = v.parse(PreferencesSchema, storedIn(path) ?? {});
			return { ...(appId ? { appId } : {}), ...(purpose ? { purpose } : {}), signIn };
		},
		async write(preferences) {
			try {
				const stored = storedIn(path);
				if (stored === null && existsSync(path) && quarantine(path, Math.floor(Date.now() / 1000)) === null) return;
				makePrivateFolder(folder);
				// Loaded only here: reading the file takes less time than loading conf.
				const { default: Conf } = await import('conf');
				const conf = new Conf<Record<string, unknown>>({
					cwd: folder,
					configName: 'preferences',
					configFileMode: 0o600,
					accessPropertiesByDotNotation: false,
					deserialize: (text) => parseJson(text) as Record<string, unknown>,
				});
				conf.store = toStore(preferences, stored ?? {});
			} catch {
				// Nothing that the person asked for depends on it.
			}
		},
	};
}

function storedIn(path: string): Record<string, unknown> | null {
	const stored = parseJson(attempt(() => readStoredFile(path)) ?? '');
	return isObject(stored) ? stored : null;
}

function toStore(next: Preferences, stored: Record<string, unknown>): Record<string, unknown> {
	const read = v.parse(PreferencesSchema, stored);
	const isSameApp = next.appId === read.appId;
	// An unknown word is read as none, and the journey then begins with the default: nobody has chosen that.
	const isPurposeKept = read.purpose === null && next.purpose === DEFAULT_PURPOSE;
	const isSignInKept = isSameApp && !next.signIn && read.signIn?.via === null;
	const wanted = {
		appId: next.appId ?? null,
		purpose: isPurposeKept && typeof stored.purpose === 'string' ? null : (next.purpose ?? null),
		signIn: isSignInKept ? read.signIn : (next.signIn ?? null),
	};
	const before = isSameApp ? read : { ...read, signIn: null };
	const written = carryOver(stored, before, v.parse(PreferencesSchema, wanted));
	return { ...(written as Record<string, unknown>), version: Math.max(VERSION, numberIn(stored.version) ?? 0) };
}
