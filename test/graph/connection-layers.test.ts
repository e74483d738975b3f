import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { ProblemError } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { describeCall } from '../../source/graph/describe-call.ts';
import type { GraphCall } from '../../source/graph/transport.ts';
import { assertNothingPlanted, plantSecret } from '../support/planted.ts';
import { tokenOf } from '../support/secrets.ts';
import { transportTo } from './failing.ts';

const TOKEN = tokenOf('exchanged');
const SECRET = '0123456789abcdef'.repeat(2);
plantSecret(SECRET, 'secret');

/** A port at which each connection is met like this; gives its number. */
async function listen(meet: (socket: Socket) => void): Promise<{ port: number } & AsyncDisposable> {
	const sockets: Socket[] = [];
	const server = createServer((socket) => {
		sockets.push(socket.on('error', () => {}));
		meet(socket);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		port,
		async [Symbol.asyncDispose]() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

/** An exchange has the app secret and the token in its address, which node-fetch writes into its errors. */
async function exchangeAt(origin: string): Promise<ProblemError> {
	const calls: GraphCall[] = [];
	const transport = transportTo({ origin: new URL(origin) }, { onCall: (call) => calls.push(call) });
	const client = new GraphClient(transport, { id: '123456789012345', secret: new Secret(SECRET) });
	try {
		await client.exchange(new Secret(TOKEN));
		assert.fail('it did not fail');
	} catch (error) {
		assert.ok(error instanceof ProblemError, inspect(error));
		assertNothingPlanted(`${inspect(error, { depth: 9, showHidden: true })}\n${error.stack}`, 'the error');
		assertNothingPlanted(calls.map(describeCall).join('\n'), 'the log');
		return error;
	} finally {
		await transport.close();
	}
}

describe('a connection that fails says so without the address, in which the secrets stand:', () => {
	test('the name does not exist', async () => {
		const { problem } = await exchangeAt('https://graph.invalid');
		assert.equal(problem.code, 'network');
	});

	test('nobody listens', async () => {
		const server = await listen(() => {});
		await server[Symbol.asyncDispose]();
		const { problem } = await exchangeAt(`http://127.0.0.1:${server.port}`);
		assert.match(problemText(problem).cause, /refused the connection/);
	});

	test('what answers speaks no TLS', async () => {
		await using server = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		const { problem } = await exchangeAt(`https://127.0.0.1:${server.port}`);
		assert.ok(['network', 'bad-reply'].includes(problem.code), problem.code);
	});

	test('the connection is cut within the greeting of TLS', async () => {
		await using server = await listen((socket) => socket.once('data', () => socket.destroy()));
		const { problem } = await exchangeAt(`https://127.0.0.1:${server.port}`);
		assert.equal(problem.code, 'network');
	});

	test('it is cut once all was sent', async () => {
		await using server = await listen((socket) => socket.once('data', () => socket.destroy()));
		const { problem } = await exchangeAt(`http://127.0.0.1:${server.port}`);
		assert.match(problemText(problem).cause, /cut the connection/);
	});

	test('what answers speaks no HTTP', async () => {
		await using server = await listen((socket) =>
			socket.once('data', () => socket.end(`SSH-2.0 ${TOKEN} ${SECRET}\r\n`)),
		);
		const { problem } = await exchangeAt(`http://127.0.0.1:${server.port}`);
		assert.ok(['network', 'bad-reply'].includes(problem.code), problem.code);
	});
});
