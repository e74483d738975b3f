import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { assertNoSecretsOf, connect, PROGRAM, runProgram } from './run-program.ts';

describe('--debug', () => {
	test('logs a line for every call, with no secret in it, for its owner alone', async (t) => {
		const folder = await mkdtemp(join(tmpdir(), 'debug-log-'));
		t.after(() => rm(folder, { recursive: true }));
		const file = join(folder, 'calls.log');
		await using sandbox = await startSandbox({
			faults: [{ endpoint: 'accounts', nth: 1, status: 503, body: 'busy' }],
		});
		await connect(sandbox, ['--debug', file]);
		const log = readFileSync(file, 'utf8');
		const [origin = '', ...lines] = log.trimEnd().split('\n');
		assert.match(origin, /^\S+Z fb-token-tui \S+, Node \d+\.\S+, \w+ \w+, Graph API at 127\.0\.0\.1:\d+$/);
		assert.equal(lines.length, sandbox.requests.length);
		for (const line of lines) {
			assert.match(
				line,
				/^\d{4}-\d\d-\d\dT[\d:.]+Z [a-z-]+ (?:GET|POST) \/[\w./{}-]* attempt \d(?: after \d+ ms)?: .+, \d+ ms$/,
			);
		}
		assert.doesNotMatch(log, new RegExp(sandbox.appId), 'no id is in it');
		assert.match(log, /accounts GET \/v27\.0\/me\/accounts attempt 1: graph-unavailable \(HTTP 503\), /);
		assert.match(log, /accounts GET \/v27\.0\/me\/accounts attempt 2 after \d+ ms: ok, /);
		assertNoSecretsOf(sandbox, { code: 0, stdout: log, stderr: '' });
		if (process.platform !== 'win32') {
			assert.equal(statSync(file).mode & 0o777, 0o600);
		}
		await connect(sandbox, ['--debug', file]);
		assert.ok(readFileSync(file, 'utf8').startsWith(log), 'it goes on where the last run ended');
	});

	test('ends with the problem that ended the run', async (t) => {
		const folder = await mkdtemp(join(tmpdir(), 'debug-log-'));
		t.after(() => rm(folder, { recursive: true }));
		const file = join(folder, 'calls.log');
		await using sandbox = await startSandbox();
		await connect(sandbox, ['--debug', file], { env: { FB_APP_SECRET: 'b7'.repeat(16) } });
		assert.match(
			readFileSync(file, 'utf8'),
			/Z wrong-app-secret: The app secret is wrong \(code 1, HTTP 400, fbtrace_id \S+; OAuthException: .+\)\n$/,
		);
	});

	test('leaves the mode and the content of a file that was there', {
		skip: process.platform === 'win32' && 'Windows has no such modes',
	}, async (t) => {
		const folder = await mkdtemp(join(tmpdir(), 'debug-log-'));
		t.after(() => rm(folder, { recursive: true }));
		const at = (name: string) => join(folder, name);
		writeFileSync(at('there'), 'kept\n');
		chmodSync(at('there'), 0o664);
		symlinkSync(at('there'), at('link'));
		symlinkSync(at('nowhere'), at('dangling'));
		for (const name of ['there', 'link']) {
			const { stderr } = await runProgram(['list', '--debug', at(name)], {
				env: { FB_TOKEN_TUI_CONFIG_DIR: at('none') },
			});
			assert.doesNotMatch(stderr, /--debug/);
		}
		assert.equal(statSync(at('there')).mode & 0o777, 0o664);
		assert.match(readFileSync(at('there'), 'utf8'), /^kept\n\S+Z fb-token-tui .+\n\S+Z fb-token-tui .+\n$/);
		for (const name of ['dangling']) {
			const { code, stderr } = await runProgram(['list', '--debug', at(name)]);
			assert.equal(code, 1);
			assert.match(stderr, /--debug: .+ cannot be written/);
		}
		const device = statSync('/dev/null').mode;
		await runProgram(['list', '--debug', '/dev/null'], { env: { FB_TOKEN_TUI_CONFIG_DIR: at('none') } });
		assert.equal(statSync('/dev/null').mode, device);
	});

	test('says so when the file cannot be written', async () => {
		const { code, stdout, stderr } = await runProgram(['demo', '--debug', join(PROGRAM, 'not-a-folder')]);
		assert.deepEqual([code, stdout], [1, '']);
		assert.match(stderr, /--debug: .+ cannot be written/);
	});
});
