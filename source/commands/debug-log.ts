import { fchmodSync, openSync, writeSync } from 'node:fs';
import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import { describeCall } from '../graph/describe-call.ts';
import type { GraphCall } from '../graph/transport.ts';
import { describeOrigin, describeProblem, type ReportOrigin } from '../operations/problem-report.ts';

/** A log of a run, which can be shown to anyone. */
export type DebugLog = { onCall: (call: GraphCall) => void; onProblem: (problem: Problem) => void };

/**
 * Opens a log for appending, readable by its owner alone: a line that says what runs where, one for each call to Graph, and
 * one for the problem that ended the run. No query, no body, no header, no id, no name.
 *
 *     2026-11-24T10:00:00.000Z fb-token-tui 0.1.0, Node 20.20.0, linux x64, Graph API at graph.facebook.com
 *     2026-11-24T10:00:00.100Z accounts GET /v27.0/me/accounts attempt 1: ok, 84 ms
 * @throws {ProblemError} `disk` when the file cannot be opened.
 */
export function openDebugLog(file: string, origin: ReportOrigin): DebugLog {
	const descriptor = open(file);
	const write = (line: string) => writeSync(descriptor, `${new Date().toISOString()} ${line}\n`);
	write(describeOrigin(origin));
	return {
		onCall: (call) => write(describeCall(call)),
		onProblem: (problem) => write(describeProblem(problem)),
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
