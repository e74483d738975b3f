import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProblemError, problem } from '../domain/problem.ts';

/** What a browser is shown. `isLast`: nothing else is answered after it. */
export type LoopbackPage = { status: 200 | 400; title: string; text: string; isLast: boolean };

/** A web server of this machine alone, for one answer. */
export type LoopbackServer = AsyncDisposable & {
	/** `http://localhost:PORT/` */
	readonly url: string;
};

const ATTEMPTS = 10;
/** A browser that does not read to the end holds nobody up for longer. */
const LONGEST_GOODBYE_MS = 1000;

/**
 * Listens on `localhost`, which is 127.0.0.1 or ::1 as the browser has it: on both, where the machine has both. Only `GET /`,
 * asked for by that name, is given to `respond` with its query; null, and everything else, is answered with 404. Nothing
 * may keep, frame or refer to what is answered, and no page from elsewhere may read it.
 * @throws {ProblemError} `network` where the port cannot be used.
 */
export async function listenOnLoopback(
	respond: (query: URLSearchParams) => LoopbackPage | null,
	port = 0,
): Promise<LoopbackServer> {
	const servers = await bind(port, () => createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }));
	const url = new URL(`http://localhost:${portOf(servers[0])}/`);
	let last: Promise<void> | null = null;
	for (const server of servers) {
		server.on('request', (request, response) => {
			const isMeant = request.method === 'GET' && request.headers.host?.toLowerCase() === url.host;
			const query = isMeant && !last ? /^\/(?:\?(.*))?$/s.exec(request.url ?? '') : null;
			const page = query && respond(new URLSearchParams(query[1] ?? ''));
			if (page?.isLast) last = sent(response);
			if (page) write(response, page);
			else response.writeHead(404, { 'Cache-Control': 'no-store', Connection: 'close' }).end();
		});
	}
	return {
		url: url.href,
		async [Symbol.asyncDispose]() {
			for (const server of servers) server.close();
			await last;
			// Browsers open connections ahead that they never use.
			for (const server of servers) server.closeAllConnections();
		},
	};
}

function sent(response: ServerResponse): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, LONGEST_GOODBYE_MS);
		response.once('close', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}

/** Servers on one port of both loopback addresses; where any port will do, one that is free on both. */
async function bind(port: number, create: () => Server): Promise<[Server, ...Server[]]> {
	for (let attempt = 1; ; attempt++) {
		const four = create();
		try {
			await listening(four, port, '127.0.0.1');
			const six = create();
			const isThere = await listening(six, portOf(four), '::1').then(
				() => true,
				(error: NodeJS.ErrnoException) => {
					if (TAKEN.includes(error.code ?? '')) throw error;
					return false;
				},
			);
			return isThere ? [four, six] : [four];
		} catch (error) {
			four.close();
			const { code = '' } = error as NodeJS.ErrnoException;
			if (port === 0 && attempt < ATTEMPTS && code === 'EADDRINUSE') continue;
			throw new ProblemError(problem('network', { kind: 'port', port, reason: code }));
		}
	}
}

const TAKEN = ['EADDRINUSE', 'EACCES'];

function portOf(server: Server): number {
	return (server.address() as AddressInfo).port;
}

function listening(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({ port, host, exclusive: true }, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;text-align:center;padding:1.5rem;box-sizing:border-box;
font:1.1rem/1.5 system-ui,sans-serif;color:#1c1e21;background:#fff}
h1{font-size:1.6rem;margin:0 0 .5rem}p{margin:0;max-width:34rem}
@media(prefers-color-scheme:dark){body{color:#e4e6eb;background:#18191a}}`;

const headers = () => ({
	'Content-Type': 'text/html; charset=utf-8',
	'Cache-Control': 'no-store',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
	Connection: 'close',
});

function write(response: ServerResponse, { status, title, text }: LoopbackPage): void {
	response.writeHead(status, headers()).end(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`);
}
