import { inspect } from 'node:util';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { type Problem, ProblemError } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { AppCredentials } from '../../source/graph/app-client.ts';
import { describeCall } from '../../source/graph/describe-call.ts';
import { Transport, type TransportOptions } from '../../source/graph/transport.ts';
import { type OpenProfile, toProfile } from '../../source/operations/profiles.ts';
import { type JourneyEvent, type JourneyResult, runJourney } from '../../source/operations/run-journey.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { HastyClock } from '../support/clocks.ts';
import { assertNothingPlanted, plantSandbox } from '../support/planted.ts';
import { textOf } from '../support/problems.ts';

export const WANTED = permissionsFor('publish');

/** A transport to the sandbox that does not wait before it repeats a call. */
export function transportOf(sandbox: Sandbox, options: Partial<TransportOptions> = {}): Transport {
	const graph = new URL(sandbox.graphUrl);
	return new Transport({ graph, version: 'v27.0', timeoutMs: 5000, clock: new HastyClock(), ...options });
}

export function credentialsOf({ appId, appSecret }: Sandbox): AppCredentials {
	return { id: appId, secret: new Secret(appSecret) };
}

export type WalkOptions = {
	/** Default: the short-lived user token of the sandbox. */
	token?: string;
	credentials?: AppCredentials;
	transport?: Partial<TransportOptions>;
	forcedVersion?: boolean;
	signal?: AbortSignal;
	onEvent?: (event: JourneyEvent) => void;
};

/** In a world of more Pages, what the journey tells is not searched: that would take seconds. */
const LARGE = 2000;

/** Runs an operation to its end, and gives its result. */
export async function endOf<Event, Result>(
	operation: AsyncGenerator<Event, Result>,
	onEvent: (event: Event) => void = () => {},
): Promise<Result> {
	for (;;) {
		const { done, value } = await operation.next();
		if (done) return value;
		onEvent(value);
	}
}

/** Runs the whole journey, and proves that it lets no secret out: all that it told, and the result or the problem in which it ended. */
export async function walk(
	sandbox: Sandbox,
	{
		token = sandbox.userToken,
		credentials = credentialsOf(sandbox),
		transport,
		forcedVersion = false,
		signal,
		onEvent,
	}: WalkOptions = {},
): Promise<{ events: JourneyEvent[]; result: JourneyResult | null; problem: Problem | null }> {
	const graph = transportOf(sandbox, { ...transport, onCall: (call) => log.push(describeCall(call)) });
	const events: JourneyEvent[] = [];
	const log: string[] = [];
	if (sandbox.world.pages.size <= LARGE) plantSandbox(sandbox);
	const options = { now: sandbox.world.now, signal: signal ?? new AbortController().signal };
	const journey = runJourney({ transport: graph, forcedVersion, credentials, token, wanted: WANTED }, options);
	try {
		const result = await endOf(journey, (event) => {
			events.push(event);
			onEvent?.(event);
		});
		return { events, result, problem: null };
	} catch (error) {
		if (!(error instanceof ProblemError)) throw error;
		assertNothingPlanted(inspect(error, { depth: 9 }), 'the problem that ends the journey');
		return { events, result: null, problem: error.problem };
	} finally {
		await graph.close();
		const told = sandbox.world.pages.size > LARGE ? [] : events;
		assertNothingPlanted(JSON.stringify([log, told]), 'what the journey tells');
	}
}

/** The result of a journey that must end well. */
export async function succeed(sandbox: Sandbox, options: WalkOptions = {}): Promise<JourneyResult> {
	const { result, problem } = await walk(sandbox, options);
	if (!result) throw new Error(`The journey ended in ${problem?.code}: ${textOf(problem).cause}`);
	return result;
}

/** What a journey leaves to be stored. */
export async function connected(sandbox: Sandbox): Promise<OpenProfile> {
	const appSecret = new Secret(sandbox.appSecret);
	return toProfile(await succeed(sandbox), { name: 'bakery', appSecret, purpose: 'publish', wanted: WANTED });
}
