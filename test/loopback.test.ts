import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { type Sandbox, startSandbox } from '../source/sandbox/server.ts';

/** Addresses by which other machines reach this one. */
const OUTSIDE = Object.values(networkInterfaces()).flatMap((all) =>
	(all ?? []).filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address),
);

/** Does anything take connections there? */
async function listens(host: string, port: number): Promise<boolean> {
	const socket = connect({ host, port, timeout: 2000 });
	try {
		await Promise.race([once(socket, 'connect'), once(socket, 'timeout').then(() => Promise.reject(new Error()))]);
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

async function ask(url: string, method: string, headers: Record<string, string>) {
	const [response] = await once(request(url, { method, headers }).end(), 'response');
	response.resume();
	await once(response, 'close');
	return { status: response.statusCode as number, headers: response.headers as Record<string, string> };
}

describe('the servers on loopback', () => {
	let sandbox: Sandbox;
	let servers: Record<string, string>;
	before(async () => {
		sandbox = await startSandbox();
		servers = {
			graph: `${sandbox.graphUrl}/v27.0/me?access_token=${sandbox.userToken}`,
			facebook: `${sandbox.facebookUrl}/`,
			developers: `${sandbox.developersUrl}/apps/`,
		};
	});
	after(() => sandbox.close());

	test('listen on loopback alone', { skip: OUTSIDE.length === 0 && 'this machine has no other address' }, async () => {
		for (const [name, url] of Object.entries(servers)) {
			const port = Number(new URL(url).port);
			assert.ok(await listens('127.0.0.1', port), name);
			for (const address of OUTSIDE) assert.equal(await listens(address, port), false, `${name} at ${address}`);
		}
	});

	test('answer nobody who calls them by another name, as a page would that has its name lead here', async () => {
		for (const [name, url] of Object.entries(servers)) {
			const { port } = new URL(url);
			for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1:1']) {
				const { status, headers } = await ask(url, 'GET', { Host: host });
				assert.ok([400, 403, 404].includes(status), `${name}, ${host}: ${status}`);
				assert.equal(headers.location, undefined);
			}
		}
	});

	test('give no other origin leave to read or to write', async () => {
		for (const [name, url] of Object.entries(servers)) {
			for (const method of ['OPTIONS', 'POST', 'GET']) {
				const preflight = {
					'Access-Control-Request-Method': 'POST',
					'Access-Control-Request-Headers': 'authorization',
				};
				const { headers } = await ask(url, method, { Origin: 'https://evil.example', ...preflight });
				const granted = Object.keys(headers).filter((header) => header.startsWith('access-control-'));
				assert.deepEqual(granted, [], `${name} ${method}`);
			}
		}
	});

	test('are gone when they are done', async () => {
		await sandbox.close();
		for (const [name, url] of Object.entries(servers)) {
			assert.equal(await listens('127.0.0.1', Number(new URL(url).port)), false, name);
		}
	});
});
