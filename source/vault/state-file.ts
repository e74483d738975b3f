import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { readEnvelope } from './envelope.ts';
import { readStoredFile } from './files.ts';
import { sealedFolder } from './folder.ts';
import { isNewer, readState, type State } from './profile-schema.ts';
import { attempt, parseJson } from './tolerant.ts';

/** The name of the file that names all others. */
export const STATE_FILE = 'profiles.json';

/** The state of a folder in which nothing is stored. */
export const EMPTY_STATE: State = { profiles: [], defaultProfile: null, pendingDeletes: [] };

/**
 * The list of all profiles in a folder, without their Pages and secrets; empty where there is no file. Nothing is locked.
 * @throws {ProblemError} `store-damaged`, of the kind `damaged-store` or, where a newer program wrote it, `newer-store`.
 */
export function readStateFile(folder: string): State {
	const path = join(folder, STATE_FILE);
	const text = readStoredFile(path);
	if (text === null) return EMPTY_STATE;
	const stored = parseJson(text);
	const state = readState(stored, (file) => protectionIn(join(sealedFolder(folder), file)));
	if (state) return state;
	throw new ProblemError(problem('store-damaged', { kind: isNewer(stored) ? 'newer-store' : 'damaged-store', path }));
}

/** What tells one list of profiles from another in its place, without reading it; null where there is none. */
export function identityOfState(folder: string): string | null {
	const stats = statSync(join(folder, STATE_FILE), { bigint: true, throwIfNoEntry: false });
	return stats ? [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ') : null;
}

/** Did {@link readStateFile} find a file that no version of this program has written? */
export function isDamagedState(error: unknown): error is ProblemError {
	return error instanceof ProblemError && error.problem.facts?.kind === 'damaged-store';
}

/** How a sealed file says that it is protected; null where it cannot be read. */
function protectionIn(path: string): ProtectionKind | null {
	return attempt(() => readEnvelope(readStoredFile(path) ?? '').protection.kind) ?? null;
}
