import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { printable } from '../../domain/clean-text.ts';
import { type Problem, ProblemError, problem } from '../../domain/problem.ts';
import { describeCall } from '../../graph/describe-call.ts';
import type { GraphCall } from '../../graph/transport.ts';
import { describeOrigin, describeProblem, type ReportOrigin } from '../../operations/problem-report.ts';

/** A log of a run, which can be shown to anyone. */
export type DebugLog = { onCall: (call: GraphCall) => void; onProblem: (problem: Problem) => void };

/**
 * Opens a log for appending. A new file is readable by its owner alone, and one that is there keeps its mode: a line that says what runs where, one for each call to Graph, and
 * one for the problem that ended the run. No query, no body, no header, no id, no name.
 *
 *     2026-11-24T10:00:00.000Z fb-token-tui 0.1.0, Node 20.20.0, linux x64, Graph API at graph.facebook.com
 *     2026-11-24T10:00:00.100Z accounts GET /v27.0/me/accounts attempt 1: ok, 84 ms
 * @throws {ProblemError} `disk` when the file cannot be opened.
 */
export function openDebugLog(file: string, origin: ReportOrigin): DebugLog {
	const descriptor = open(file);
	const write = (line: string) => {
		try {
			writeSync(descriptor, `${new Date().toISOString()} ${printable(line)}\n`);
		} catch (error) {
			// The reader of a pipe is slow, or gone. It misses a line; the run continues.
			if (!['EAGAIN', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
		}
	};
	write(describeOrigin(origin));
	return {
		onCall: (call) => write(describeCall(call)),
		onProblem: (problem) => write(describeProblem(problem)),
	};
}

function open(file: string): number {
	try {
		return openNew(file) ?? openExisting(file);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new ProblemError(problem('disk', { kind: 'debug-file', file, reason: code ?? '' }));
	}
}

/** Null where there is something by that name. */
function openNew(file: string): number | null {
	try {
		return openSync(file, 'ax', 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
		throw error;
	}
}

/** What the person named may also be a link, a terminal or a pipe. A pipe that nobody reads is not waited for. */
function openExisting(file: string): number {
	const { O_WRONLY, O_APPEND, O_NONBLOCK = 0 } = constants;
	const descriptor = openSync(file, O_WRONLY | O_APPEND | O_NONBLOCK);
	if (!fstatSync(descriptor).isDirectory()) return descriptor;
	closeSync(descriptor);
	throw Object.assign(new Error('It is a directory.'), { code: 'EISDIR' });
}
