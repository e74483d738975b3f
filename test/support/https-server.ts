import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { TemporaryFolder } from './temporary-folder.ts';

/** Why tests with a certificate are skipped; false: they are not. */
export const whyNoCertificate = spawnSync('openssl', ['version']).status !== 0 && 'openssl is not installed';

/** An https server on loopback whose certificate nobody has signed but itself. */
export interface SelfSignedServer extends AsyncDisposable {
	/** `127.0.0.1:PORT` */
	readonly host: string;
	/** The file of its certificate, which is for 127.0.0.1 and graph.invalid. */
	readonly certificate: string;
	/** The requests so far; those of a proxy by the host that they ask for. */
	readonly received: readonly string[];
}

/** Starts one. As a proxy it connects whoever asks to `target`, a host and port, whatever host they name. */
export async function startSelfSignedServer(target?: string): Promise<SelfSignedServer> {
	const folder = new TemporaryFolder();
	const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(folder.path, name)) as [string, string];
	const names = 'subjectAltName=IP:127.0.0.1,DNS:graph.invalid';
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	const request = [
		'req',
		'-x509',
		...curve,
		'-keyout',
		key,
		'-out',
		certificate,
		'-subj',
		'/CN=test',
		'-addext',
		names,
	];
	execFileSync('openssl', request, { stdio: 'ignore' });
	const received: string[] = [];
	const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, ({ url = '' }, response) => {
		received.push(url);
		response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"id":"1"}');
	});
	if (target !== undefined) tunnelTo(server as unknown as Server, target, received);
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		certificate,
		received,
		async [Symbol.asyncDispose]() {
			folder[Symbol.dispose]();
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

/** Has a server connect whoever asks it to as a proxy. */
export function tunnelTo(server: Server, target: string, received: string[]): void {
	server.on('connect', ({ url = '' }, client) => {
		received.push(url);
		const [host, port] = target.split(':');
		const upstream = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			client.pipe(upstream).pipe(client);
		});
		for (const [one, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			one.on('error', () => other.destroy()).on('close', () => other.destroy());
		}
	});
}
