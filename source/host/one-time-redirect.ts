import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Secret } from '../domain/secret.ts';

const LIFETIME_MS = 60_000;

/**
 * An address on this machine that leads to `target` once: what opens a browser writes the address it opens onto a
 * command line, where every user of the machine can read it, so a target with a token in it must not stand there.
 */
export async function redirectOnce(target: Secret): Promise<string> {
	const path = `/${randomBytes(16).toString('hex')}`;
	let used = false;
	const server = createServer((request, response) => {
		const { port } = request.socket.address() as AddressInfo;
		if (used || request.method !== 'GET' || request.url !== path || request.headers.host !== `127.0.0.1:${port}`) {
			response.writeHead(404, { Connection: 'close' }).end();
			return;
		}
		used = true;
		const headers = {
			Location: target.reveal(),
			'Cache-Control': 'no-store',
			'Referrer-Policy': 'no-referrer',
			Connection: 'close',
		};
		response.writeHead(302, headers).end(() => server.close());
	});
	const timer = setTimeout(() => {
		server.close();
		server.closeAllConnections();
	}, LIFETIME_MS);
	server.on('close', () => clearTimeout(timer));
	server.unref();
	timer.unref();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}
