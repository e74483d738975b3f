import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProblemError, problem } from '../domain/problem.ts';
import { keepPages, type StaticReply } from './page-keeper.ts';

/** What a browser is shown: a title, and a paragraph for each text. */
export type LoopbackPage = { status: 200 | 400; title: string; texts: readonly string[] };

/** A page, or the path on this server where the browser is sent on to. */
export type LoopbackReply = LoopbackPage | { status: 303; location: string };

/** The paths that can be asked for. */
export type LoopbackPath = '/' | '/result';

/** A web server of this machine alone. */
export type LoopbackServer = AsyncDisposable & {
	/** `http://localhost:PORT/` */
	readonly url: string;
	/** Has a process of its own give these replies, by path and query, for so many milliseconds, also after this program. */
	keepReplying(replies: Readonly<Record<string, LoopbackReply>>, forMs: number): Promise<void>;
};

const ATTEMPTS = 10;
/** A browser that does not follow, or does not read to the end, holds nobody up for longer. */
const LONGEST_GOODBYE_MS = 1000;

/**
 * Listens on `localhost`, which is 127.0.0.1 or ::1 as the browser has it: on both, where the machine has both. Only a `GET` of
 * one of the paths, asked for by that name, is given to `respond` with its query; null, and everything else, is answered with
 * 404. Nothing may keep, frame or refer to what is answered, and no page from elsewhere may read it. It does not keep the process
 * alive. When it is closed, a browser that was sent on may still follow, and read its page to the end.
 * @throws {ProblemError} `network` where the port cannot be used.
 */
export async function listenOnLoopback(
	respond: (path: LoopbackPath, query: URLSearchParams) => LoopbackReply | null,
	port = 0,
): Promise<LoopbackServer> {
	const servers = await bind(port, () => createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }));
	const url = new URL(`http://localhost:${portOf(servers[0])}/`);
	const pending = new Set<ServerResponse | 'next page'>();
	const goodbye = new EventEmitter();
	const settle = (what: ServerResponse | 'next page') => {
		if (pending.delete(what) && pending.size === 0) goodbye.emit('idle');
	};
	for (const server of servers) {
		server.unref();
		server.on('connection', (socket) => socket.unref());
		server.on('request', (request, response) => {
			const isMeant = request.method === 'GET' && request.headers.host?.toLowerCase() === url.host;
			const [, path, query = ''] = (isMeant && /^(\/(?:result)?)(?:\?(.*))?$/s.exec(request.url ?? '')) || [];
			const reply = path ? respond(path as LoopbackPath, new URLSearchParams(query)) : null;
			pending.add(response);
			response.once('close', () => settle(response));
			if (reply?.status === 303) pending.add('next page');
			else if (reply) settle('next page');
			const { status, headers, body } = staticReply(reply);
			response.writeHead(status, headers).end(body);
		});
	}
	return {
		url: url.href,
		keepReplying(replies, forMs) {
			const entries = Object.entries(replies).map(([target, reply]) => [target, staticReply(reply)] as const);
			const content = { host: url.host, replies: Object.fromEntries(entries), missing: staticReply(null) };
			return keepPages(servers, content, forMs);
		},
		async [Symbol.asyncDispose]() {
			const timer = setTimeout(() => goodbye.emit('idle'), LONGEST_GOODBYE_MS);
			if (pending.size > 0) await once(goodbye, 'idle');
			clearTimeout(timer);
			for (const server of servers) {
				server.close();
				// Browsers open connections ahead that they never use.
				server.closeAllConnections();
			}
		},
	};
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

const ICON = `data:image/svg+xml,${encodeURIComponent(
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1b5e9e"/><path d="M8 10l6 6-6 6M17 22h7" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`;

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;padding:1.5rem;box-sizing:border-box;
font:1.1rem/1.5 system-ui,sans-serif;color:#1c1e21;background:#fff}
main{max-width:34rem}header{display:flex;align-items:center;gap:.6rem;margin:0 0 1.5rem;color:#5c6068}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}p{margin:0 0 .5rem}
@media(prefers-color-scheme:dark){body{color:#e4e6eb;background:#18191a}header{color:#a8abb0}}`;

/** Made when they are needed: most runs load no cryptography. */
const commonHeaders = () => ({
	'Cache-Control': 'no-store',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Content-Security-Policy': `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
	Connection: 'close',
});

function staticReply(reply: LoopbackReply | null): StaticReply {
	const headers = commonHeaders();
	if (reply === null) return { status: 404, headers, body: '' };
	const { status } = reply;
	if (status === 303) return { status, headers: { ...headers, Location: reply.location }, body: '' };
	return { status, headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' }, body: html(reply) };
}

function html({ title, texts }: LoopbackPage): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · fb-token-tui</title>
<link rel="icon" href="${ICON}">
<style>${STYLE}</style>
</head>
<body>
<main>
<header><img src="${ICON}" alt="" width="32" height="32">fb-token-tui</header>
<h1>${title}</h1>
${texts.map((text) => `<p>${text}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
