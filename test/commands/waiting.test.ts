import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Fault } from '../../source/sandbox/faults.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { readProblem } from './outputs.ts';
import { assertNoSecretsOf, bareEnvironment, connect, PROGRAM } from './run-program.ts';
import { Store } from './store.ts';

/** `check` of a stored profile in a terminal, with a sandbox that is in some trouble by then. */
async function checkInPty(t: TestContext, fault: Fault, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
	const sandbox = await startSandbox();
	t.after(() => sandbox.close());
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'my-app']);
	sandbox.faults.push(fault);
	const asked = sandbox.requests.length;
	const pty = runInPty(t, process.execPath, [PROGRAM, 'check', ...args], {
		env: { ...bareEnvironment(), ...store.env, LC_ALL: 'C.UTF-8', ...env },
		secrets: [sandbox.appSecret, sandbox.userToken],
	});
	return { pty, calls: (endpoint: string) => sandbox.requests.slice(asked).filter((one) => one.endpoint === endpoint) };
}

describe('on a terminal', () => {
	test('every pause is told in the words of the screens, and the work goes on after it', async (t) => {
		const { pty, calls } = await checkInPty(t, { endpoint: 'debug_token', nth: [1, 2], status: 503 });
		assert.deepEqual(await pty.exit, { code: 3, signal: undefined });
		assert.match(
			pty.history().join('\n'),
			/instead of Meta\.\nMeta is in trouble · trying again in 1 s \(2 of 3\)\nMeta is in trouble · .* 2 s \(3 of 3\)\n/,
		);
		assert.equal(calls('debug_token').length, 3);
	});

	test('it is told in ASCII where there is no UTF-8', async (t) => {
		const { pty } = await checkInPty(t, { endpoint: 'debug_token', nth: 1, status: 503 }, [], { LC_ALL: 'C' });
		await pty.exit;
		assert.match(pty.history().join('\n'), /instead of Meta\.\nMeta is in trouble - trying again in 1 s \(2 of 3\)\n/);
	});

	test('a pause of minutes that Meta asks for is told, and Ctrl+C ends it at once', async (t) => {
		const limit = { code: 4, minutes: 4 } as const;
		const { pty, calls } = await checkInPty(t, { endpoint: 'batch', nth: 1, limit });
		await pty.waitFor('Meta wants a pause · trying again in 4:00 min (2 of 2)', { timeoutMs: 20_000 });
		pty.press('ctrl-c');
		assert.deepEqual(await pty.exit, { code: 130, signal: undefined });
		assert.equal(calls('batch').length, 1);
	});

	test('nothing is told with --json, and nothing waited for that is longer than --timeout', async (t) => {
		const limit = { code: 17, minutes: 1 } as const;
		const { pty, calls } = await checkInPty(t, { endpoint: 'debug_token', limit }, ['--json']);
		assert.equal((await pty.exit).code, 1);
		assert.match(pty.raw(), /Meta asks for a pause of 1 minute:/);
		assert.doesNotMatch(pty.text(), /trying again/);
		assert.equal(calls('debug_token').length, 1);
	});
});

describe('without a terminal', () => {
	test('nothing is told of a pause', async () => {
		await using sandbox = await startSandbox({ pages: 2, faults: [{ endpoint: 'accounts', nth: 1, status: 500 }] });
		const { code, stderr } = await connect(sandbox);
		assert.deepEqual([code, stderr], [0, '']);
	});

	const second = (seconds: string): Fault => ({
		endpoint: 'exchange',
		nth: 1,
		status: 429,
		body: '',
		headers: { 'Retry-After': seconds },
	});

	test('a pause that Meta asks for is waited for where it is no longer than --timeout', async () => {
		await using sandbox = await startSandbox({ pages: 2, faults: [second('1')] });
		assert.equal((await connect(sandbox, ['--timeout', '5'])).code, 0);
	});

	for (const [name, fault, words] of [
		['one that is longer', second('40'), /^Meta asks for a pause of 1 minute:/],
		[
			'one of minutes',
			{ endpoint: 'exchange', limit: { code: 80001, minutes: 12 } },
			/^Meta asks for a pause of 12 minutes:/,
		],
		['one of no known length', { endpoint: 'exchange', limit: { code: 4 } }, /^The limit of calls/],
	] as const) {
		test(`${name} ends the work at once, as one problem that says so`, async () => {
			await using sandbox = await startSandbox({ faults: [fault as Fault] });
			const run = await connect(sandbox, ['--json']);
			const { code, cause, retryable } = readProblem(run.stderr);
			assert.deepEqual([run.code, run.stdout, code, retryable], [1, '', 'rate-limited', true]);
			assert.match(cause, words);
			assert.equal(sandbox.requests.filter(({ endpoint }) => endpoint === 'exchange').length, 1);
			assertNoSecretsOf(sandbox, run);
		});
	}
});
