import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { type Problem, ProblemError } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { SignInEvent } from '../../source/domain/sign-in/events.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { signInByDevice } from '../../source/operations/sign-in/by-device.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { HastyClock } from '../support/clocks.ts';
import { assertNothingPlanted, plantSandbox, plantSecret } from '../support/planted.ts';
import { credentialsOf, transportOf } from './walk.ts';
import { elsewhere, type Spot, sideBySide, TROUBLES, type Trouble } from './wire-troubles.ts';

after(async () => {
	await elsewhere[Symbol.asyncDispose]();
	assert.equal(elsewhere.received.length, 0, 'another host was asked');
});

const CODE = 'AQmadeUpCodeForTests0123456789abcdefghijklmnop';
const VERIFIER = 'madeUpVerifierForTests0123456789abcdefghijk';
plantSecret(CODE, 'secret');
plantSecret(VERIFIER, 'secret');

/** What harms; an answer that does not would have to be one to a code that Facebook has given. */
const HARMFUL = TROUBLES.filter(({ code }) => code !== null);

/** Does something with a client, with a trouble at these requests; `asked` counts them. */
async function withProblem<T>(
	spot: Spot,
	{ fault, timeoutMs }: Trouble,
	work: (client: GraphClient, sandbox: Sandbox) => Promise<T>,
): Promise<{ value: T | null; problem: Problem | null; asked: number }> {
	await using sandbox = await startSandbox({ pages: 2, seed: 'sign-in' });
	plantSandbox(sandbox);
	sandbox.faults.push({ ...spot, ...fault });
	const transport = transportOf(sandbox, { timeoutMs });
	const asked = () => sandbox.requests.filter(({ endpoint }) => endpoint === spot.endpoint).length;
	try {
		const value = await work(new GraphClient(transport, credentialsOf(sandbox)), sandbox);
		return { value, problem: null, asked: asked() };
	} catch (error) {
		assert.ok(error instanceof ProblemError, String(error));
		assertNothingPlanted(`${JSON.stringify(error.problem)}\n${error.stack}`, 'the problem');
		return { value: null, problem: error.problem, asked: asked() };
	} finally {
		await transport.close();
	}
}

/** Signs in by a code on another device, up to the second answer about it. */
async function signIn(client: GraphClient, sandbox: Sandbox): Promise<SignInEvent[]> {
	const clientToken = new Secret(sandbox.world.apps.get(sandbox.appId)?.clientToken ?? '');
	const wish = { clientToken, permissions: permissionsFor('publish'), facebook: sandbox.facebookUrl };
	const clock = new HastyClock();
	const { signal } = new AbortController();
	const events: SignInEvent[] = [];
	for await (const event of signInByDevice(client, wish, { clock, patienceMs: 300_000, signal })) {
		events.push(event);
		if (events.length === 3) break;
	}
	assertNothingPlanted(JSON.stringify(events), 'what the sign-in tells');
	return events;
}

describe('whatever befalls an answer while somebody signs in, one problem tells it, and no secret:', () => {
	const withEach = (run: (it: Trouble) => Promise<void>) => () => sideBySide(HARMFUL, ({ name }) => name, run);

	test(
		'the exchange of a code',
		withEach(async (it) => {
			const given = { code: new Secret(CODE), verifier: new Secret(VERIFIER), redirectUri: 'http://localhost:1/' };
			const ended = await withProblem({ endpoint: 'code' }, it, (client) => client.exchangeCode(given));
			assert.equal(ended.problem?.code, it.code);
			assert.ok(ended.asked <= 3, `${ended.asked} requests`);
		}),
	);

	test(
		'the code for another device',
		withEach(async (it) => {
			const ended = await withProblem({ endpoint: 'device-login' }, it, signIn);
			assert.equal(ended.problem?.code, it.code);
			assert.ok(ended.asked <= 3, `${ended.asked} requests`);
		}),
	);

	test(
		'the question whether it was entered, which is asked again',
		withEach(async (it) => {
			const ended = await withProblem({ endpoint: 'device-status', nth: [1, 2, 3] }, it, signIn);
			if (ended.problem) {
				assert.equal(ended.problem.code, it.code);
				assert.equal(problemText(ended.problem).retryable, false);
				return;
			}
			const problem = ended.value?.find((event) => event.type === 'device-problem');
			assert.equal(problem?.problem.code, it.code);
			assert.ok(ended.asked <= 6, `${ended.asked} requests`);
		}),
	);
});
