import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { redirectOnce } from '../../source/host/one-time-redirect.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { tokenOf } from '../support/secrets.ts';

const TOKEN = tokenOf('redirect');
const TARGET = new Secret(`https://developers.facebook.com/tools/debug/accesstoken/?access_token=${TOKEN}`);

async function ask(url: string, options: { host?: string; method?: string } = {}): Promise<IncomingMessage> {
	const { host, method = 'GET' } = options;
	const outgoing = request(url, { method, headers: host ? { Host: host } : {} });
	outgoing.end();
	const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
	response.resume();
	await once(response, 'close');
	return response;
}

describe('an address for once', () => {
	test('is on this machine alone and does not hold what it leads to', async () => {
		const url = new URL(await redirectOnce(TARGET));
		assert.equal(url.hostname, '127.0.0.1');
		assert.match(url.pathname, /^\/[0-9a-f]{32}$/);
		assertNoSecrets(url.href, [TOKEN], 'the address');
		await ask(url.href);
	});

	test('leads there once, leaves no trace, and is gone', async () => {
		const url = await redirectOnce(TARGET);
		const { statusCode, headers } = await ask(url);
		assert.equal(statusCode, 302);
		assert.equal(headers.location, TARGET.reveal());
		assert.equal(headers['cache-control'], 'no-store');
		assert.equal(headers['referrer-policy'], 'no-referrer');
		await assert.rejects(ask(url));
	});

	test('leads there once also for two who ask at the same time', async () => {
		const url = await redirectOnce(TARGET);
		const answers = await Promise.allSettled([ask(url), ask(url), ask(url)]);
		const led = answers.filter(
			({ status, ...rest }) => status === 'fulfilled' && 'value' in rest && rest.value.headers.location,
		);
		assert.equal(led.length, 1);
	});

	test('tells nothing to who guesses, calls it by another name, or does not get it', async () => {
		const url = await redirectOnce(TARGET);
		const { host } = new URL(url);
		for (const answer of [
			await ask(`http://${host}/`),
			await ask(`${url}0`),
			await ask(`${url}?x=1`),
			await ask(url, { host: 'evil.example.com' }),
			await ask(url, { host: host.replace('127.0.0.1', 'localhost') }),
			await ask(url, { method: 'POST' }),
		]) {
			assert.deepEqual([answer.statusCode, answer.headers.location], [404, undefined]);
		}
		assert.equal((await ask(url)).statusCode, 302);
	});

	test('is a new one every time', async () => {
		const urls = await Promise.all([redirectOnce(TARGET), redirectOnce(TARGET)]);
		assert.equal(new Set(urls.map((url) => new URL(url).pathname)).size, 2);
		await Promise.all(urls.map((url) => ask(url)));
	});

	test('does not keep the program from ending', async () => {
		const { spawn } = await import('node:child_process');
		const code =
			"const { redirectOnce } = await import('./source/host/one-time-redirect.ts'); await redirectOnce({ reveal: () => 'x' });";
		const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: 'ignore' });
		assert.deepEqual(await once(child, 'exit'), [0, null]);
	});
});
