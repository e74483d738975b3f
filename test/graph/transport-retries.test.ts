import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { GraphRequest } from '../../source/graph/transport.ts';
import { StoppedClock } from '../support/clocks.ts';
import { type Answer, startHttpServer } from '../support/http-server.ts';
import { tokenOf } from '../support/secrets.ts';
import { problemOf, transportTo } from './failing.ts';

const TOKEN = tokenOf('transport');
const GET_ME: GraphRequest = { endpoint: 'me', path: 'me', query: { fields: 'id' }, token: new Secret(TOKEN) };

const ok: Answer = { body: { id: '1' } };
const failing = (status: number): Answer => ({
	status,
	body: { error: { message: 'down', type: 'OAuthException', code: 2 } },
});

describe('time', () => {
	const silent = () => {};
	const dripping = (response: ServerResponse) => {
		response.writeHead(200);
		response.write('{"data":[');
	};
	for (const [name, answer] of [
		['no answer', silent],
		['an answer without an end', dripping],
	] as const) {
		test(`runs out for ${name}, and the call is not repeated`, async () => {
			await using server = await startHttpServer(() => answer);
			const told = await problemOf(transportTo(server, { timeoutMs: 500 }).send(GET_ME));
			assert.deepEqual([told.code, server.received.length], ['timeout', 1]);
			assert.match(problemText(told).cause, /within 0\.5 seconds/);
		});

		test(`is not waited for once cancelled: ${name}`, async () => {
			const cancel = new AbortController();
			const ends = new EventEmitter();
			const ended = once(ends, 'close');
			await using server = await startHttpServer(() => (response) => {
				response.on('close', () => ends.emit('close'));
				answer(response);
				setImmediate(() => cancel.abort());
			});
			assert.equal((await problemOf(transportTo(server).send(GET_ME, cancel.signal))).code, 'cancelled');
			// The server sees it: the request was ended, not only forgotten.
			await ended;
		});
	}

	test('before a repetition is not waited for once cancelled', async () => {
		const cancel = new AbortController();
		await using server = await startHttpServer(() => {
			setImmediate(() => cancel.abort());
			return failing(500);
		});
		const transport = transportTo(server, { clock: new StoppedClock() });
		assert.equal((await problemOf(transport.send(GET_ME, cancel.signal))).code, 'cancelled');
		assert.equal(server.received.length, 1);
	});

	test('is not begun when cancelled beforehand', async () => {
		await using server = await startHttpServer(() => ok);
		assert.equal((await problemOf(transportTo(server).send(GET_ME, AbortSignal.abort()))).code, 'cancelled');
		assert.equal(server.received.length, 0);
	});

	test('leaves nothing behind on a signal that many calls share', async () => {
		const warnings: Error[] = [];
		const onWarning = (warning: Error) => warnings.push(warning);
		process.on('warning', onWarning);
		await using server = await startHttpServer(() => ok);
		const transport = transportTo(server);
		const { signal } = new AbortController();
		await Promise.all(Array.from({ length: 40 }, () => transport.send(GET_ME, signal)));
		await new Promise(setImmediate);
		process.off('warning', onWarning);
		assert.deepEqual(warnings, []);
	});
});
