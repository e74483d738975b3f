import { fchmodSync, openSync, writeSync } from 'node:fs';
import { ProblemError, problem } from '../domain/problem.ts';
import { redact } from '../domain/redact.ts';
import type { GraphCall } from '../graph/transport.ts';

/**
 * Opens a log of the calls to Graph for appending, readable by its owner alone, and gives what writes one line a call:
 * `2026-11-24T10:00:00.000Z accounts GET /v27.0/me/accounts attempt 1: ok, 84 ms`. No query, no body, no header.
 * @throws {ProblemError} `disk` when the file cannot be opened.
 */
export function openDebugLog(file: string): (call: GraphCall) => void {
	const descriptor = open(file);
	return ({ endpoint, method, path, attempt, outcome, status, milliseconds }) => {
		const answer = status === null ? outcome : `${outcome} (HTTP ${status})`;
		const line = `${endpoint} ${method} ${path} attempt ${attempt}: ${answer}, ${Math.round(milliseconds)} ms`;
		writeSync(descriptor, `${new Date().toISOString()} ${redact(line)}\n`);
	};
}

function open(file: string): number {
	try {
		const descriptor = openSync(file, 'a', 0o600);
		fchmodSync(descriptor, 0o600);
		return descriptor;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new ProblemError(problem('disk', { cause: `--debug: ${file} cannot be written (${code}).` }));
	}
}
