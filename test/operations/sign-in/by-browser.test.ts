import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { type Problem, ProblemError } from '../../../source/domain/problem.ts';
import { Secret } from '../../../source/domain/secret.ts';
import type { LateAnswer } from '../../../source/domain/sign-in/answer.ts';
import type { SignInEvent } from '../../../source/domain/sign-in/events.ts';
import { GraphClient } from '../../../source/graph/client.ts';
import { Transport } from '../../../source/graph/transport.ts';
import { signInByBrowser } from '../../../source/operations/sign-in/by-browser.ts';
import { CallbackServer } from '../../../source/operations/sign-in/callback-server.ts';
import { StoppedClock } from '../../support/clocks.ts';
import { type Answer, startHttpServer } from '../../support/http-server.ts';
import { textOf } from '../../support/problems.ts';
import { tokenOf } from '../../support/secrets.ts';
import { APP_ID } from '../../support/token-infos.ts';

const TOKEN = tokenOf('browser');
const WISH = { permissions: ['pages_show_list'], configId: null, isRerequest: false };

type Trip = {
	dialog: URL;
	/** Goes back to the program with these parameters, and gives the status of the page. */
	goBack(parameters: Record<string, string>): Promise<number>;
	clock: StoppedClock;
	cancel: () => void;
};

/** Signs in; `trip` does what happens once the dialog is open. */
async function signIn(
	trip: (trip: Trip) => Promise<unknown>,
	{ answer = { body: { access_token: TOKEN } }, port = 0 }: { answer?: Answer; port?: number } = {},
) {
	await using server = await startHttpServer(() => answer);
	const transport = new Transport({ graph: server.origin, version: 'v27.0', timeoutMs: 5000 });
	const client = new GraphClient(transport, { id: APP_ID, secret: new Secret('0a'.repeat(16)) });
	const [clock, running] = [new StoppedClock(), new AbortController()];
	const late: LateAnswer[] = [];
	const callbacks = new CallbackServer({ port, onLate: (answer) => late.push(answer) });
	const options = { requested: WISH, facebook: 'https://www.facebook.com', callbacks };
	const work = signInByBrowser(client, options, { clock, patienceMs: 300_000, signal: running.signal });
	const events: SignInEvent[] = [];
	let travels: Promise<unknown> = Promise.resolve();
	let redirect = '';
	let [token, problem]: [string | null, Problem | null] = [null, null];
	try {
		let step = await work.next();
		for (; !step.done; step = await work.next()) {
			const event = step.value;
			events.push(event);
			if (event.type !== 'dialog') continue;
			const dialog = new URL(event.url);
			redirect = dialog.searchParams.get('redirect_uri') ?? '';
			const goBack = async (parameters: Record<string, string>) => {
				const response = await fetch(`${redirect}?${new URLSearchParams(parameters)}`);
				await response.text();
				return response.status;
			};
			travels = trip({ dialog, goBack, clock, cancel: () => running.abort() });
			travels.catch(() => {});
		}
		token = step.value.reveal();
	} catch (thrown) {
		assert.ok(thrown instanceof ProblemError, String(thrown));
		problem = thrown.problem;
	}
	await travels;
	await transport.close();
	const titleAfter = redirect ? /<h1>(.*)<\/h1>/.exec(await (await fetch(redirect)).text())?.[1] : null;
	await callbacks[Symbol.asyncDispose]();
	if (redirect) await assert.rejects(fetch(redirect), 'nothing listens any more');
	assert.deepEqual(late, []);
	return { events: events.map(({ type }) => type), token, problem, received: server.received, redirect, titleAfter };
}

const stateOf = ({ searchParams }: URL) => searchParams.get('state') ?? '';

/** Waits until the program waits for the answer. */
async function untilItWaits(clock: StoppedClock): Promise<void> {
	while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('a sign-in by the browser', () => {
	test('exchanges the code with the secret and the verifier of the challenge', async () => {
		let challenge = '';
		const { token, events, received, redirect } = await signIn(async ({ dialog, goBack }) => {
			challenge = dialog.searchParams.get('code_challenge') ?? '';
			assert.equal(await goBack({ code: 'made-up-code', state: stateOf(dialog) }), 200);
		});
		assert.deepEqual([token, events], [TOKEN, ['dialog', 'answered']]);
		const { pathname, searchParams } = new URL(received[0]?.url ?? '', 'http://localhost');
		const { code_verifier = '', ...query } = Object.fromEntries(searchParams);
		assert.equal(pathname, '/v27.0/oauth/access_token');
		assert.deepEqual(query, {
			client_id: APP_ID,
			client_secret: '0a'.repeat(16),
			redirect_uri: redirect,
			code: 'made-up-code',
		});
		assert.match(code_verifier, /^[\w-]{43}$/);
		assert.equal(createHash('sha256').update(code_verifier).digest('base64url'), challenge);
	});

	test('leaves out what is of another sign-in, and goes on waiting', async () => {
		const { token, events } = await signIn(async ({ dialog, goBack }) => {
			assert.equal(await goBack({ code: 'x', state: 'wrong' }), 400);
			assert.equal(await goBack({ code: 'x' }), 400);
			assert.equal(await goBack({ error: 'access_denied', state: 'wrong' }), 400);
			assert.equal(await goBack({ fbclid: 'x' }), 404);
			assert.equal(await goBack({ code: 'made-up-code', state: stateOf(dialog) }), 200);
		});
		assert.equal(token, TOKEN);
		assert.deepEqual(events, ['dialog', 'stray-answer', 'stray-answer', 'stray-answer', 'answered']);
	});

	test('says that the person has cancelled', async () => {
		const refusal = { error: 'access_denied', error_reason: 'user_denied', error_description: 'Permissions error' };
		const { problem, received, titleAfter } = await signIn(({ goBack }) => goBack(refusal));
		assert.equal(titleAfter, 'Not signed in');
		assert.deepEqual([problem?.code, textOf(problem).title], ['cancelled', 'The sign-in was cancelled at Facebook']);
		assert.deepEqual(received, []);
	});

	test('ends after five minutes without an answer', async () => {
		const { problem, titleAfter } = await signIn(async ({ clock }) => {
			await untilItWaits(clock);
			await clock.advance(299_999);
			assert.equal(clock.waiting, 1);
			await clock.advance(1);
		});
		assert.deepEqual(
			[problem?.code, textOf(problem).title, textOf(problem).retryable],
			['sign-in-needed', 'Nobody signed in', true],
		);
		assert.match(textOf(problem).cause ?? '', /within 5 minutes.+live apps/);
		assert.equal(titleAfter, 'Too late');
	});

	test('is cancelled at once', async () => {
		const { problem, titleAfter } = await signIn(async ({ clock, cancel }) => {
			await untilItWaits(clock);
			cancel();
		});
		assert.equal(titleAfter, 'Sign-in stopped');
		assert.deepEqual([problem?.code, textOf(problem).title], ['cancelled', 'Cancelled']);
	});

	test('says that the port is taken, before anything is opened', async () => {
		const other = createServer();
		await once(other.listen(0, '127.0.0.1'), 'listening');
		const { port } = other.address() as AddressInfo;
		const { problem, events } = await signIn(async () => {}, { port });
		other.close();
		assert.deepEqual([problem?.code, textOf(problem).title, events], ['network', `Port ${port} cannot be used`, []]);
	});

	test('says what is wrong with a code, without repeating it', async () => {
		for (const [subcode, title] of [
			[36007, /came too late/],
			[36008, /does not accept the dialog/],
			[36009, /was used already/],
		] as const) {
			const answer = { status: 400, body: { error: { message: 'made up', code: 100, error_subcode: subcode } } };
			const { problem, events } = await signIn(
				({ dialog, goBack }) => goBack({ code: 'AQDmade-up-code-of-some-length', state: stateOf(dialog) }),
				{ answer },
			);
			assert.deepEqual([problem?.code, events], ['sign-in-needed', ['dialog', 'answered']]);
			assert.match(textOf(problem).title ?? '', title);
			assert.doesNotMatch(JSON.stringify(problem), /AQDmade/);
		}
	});

	test('is a new one every time', async () => {
		const dialogs: URL[] = [];
		for (let count = 0; count < 2; count++) {
			await signIn(async ({ dialog, goBack }) => {
				dialogs.push(dialog);
				await goBack({ code: 'made-up-code', state: stateOf(dialog) });
			});
		}
		for (const name of ['state', 'code_challenge']) {
			assert.equal(new Set(dialogs.map(({ searchParams }) => searchParams.get(name))).size, 2, name);
			assert.ok(
				dialogs.every(({ searchParams }) => /^[\w-]{43}$/.test(searchParams.get(name) ?? '')),
				name,
			);
		}
	});
});
