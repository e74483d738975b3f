import assert from 'node:assert/strict';
import { type Problem, ProblemError } from '../../source/domain/problem.ts';
import { Transport, type TransportOptions } from '../../source/graph/transport.ts';
import { HastyClock } from '../support/clocks.ts';
import type { HttpServer } from '../support/http-server.ts';

/** A transport that does not wait before it repeats a call. */
export function transportTo(
	{ origin }: Pick<HttpServer, 'origin'>,
	options: Partial<TransportOptions> = {},
): Transport {
	return new Transport({ graph: origin, version: 'v27.0', timeoutMs: 5000, clock: new HastyClock(), ...options });
}

/** The problem that a call ends in; fails when it ends well or throws anything else. */
export async function problemOf(call: Promise<unknown>): Promise<Problem> {
	const error = await call.then(
		(value) => assert.fail(`no problem, but ${JSON.stringify(value)}`),
		(thrown: unknown) => thrown,
	);
	assert.ok(error instanceof ProblemError, String(error));
	return error.problem;
}
