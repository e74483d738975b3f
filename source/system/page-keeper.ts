import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { dirname } from 'node:path';

/** A reply that is sent as it is. */
export type StaticReply = { status: number; headers: Readonly<Record<string, string>>; body: string };

/**
 * What is replied to a `GET` with this `Host`, by path and query. A query of `/` that is not among them is replied to as `/?` is,
 * all else as `missing`.
 */
export type StaticReplies = { host: string; replies: Readonly<Record<string, StaticReply>>; missing: StaticReply };

/** A process that does not start is not waited for longer. */
const LONGEST_START_MS = 3000;

// The whole program of the process; it may use nothing but Node itself.
const PROGRAM = `
const { createServer } = require('node:http');
let content;
const reply = ({ method, url, headers }) => {
	if (method !== 'GET' || String(headers.host).toLowerCase() !== content.host) return content.missing;
	return content.replies[url] ?? (url.startsWith('/?') ? content.replies['/?'] : content.missing);
};
process.on('message', (message, handle) => {
	if (!handle) {
		content = message;
		process.title = 'fb-token-tui: page of a sign-in on ' + content.host;
		setTimeout(() => process.exit(), message.forMs);
		return;
	}
	const server = createServer({ headersTimeout: 10000, requestTimeout: 10000 }, (request, response) => {
		const { status, headers, body } = reply(request);
		response.writeHead(status, headers).end(body);
	});
	server.listen(handle, () => process.send('listening'));
});
`;

/**
 * Has a process of its own go on replying on the ports of servers for so many milliseconds, also after this program has ended. It
 * knows nothing but the replies. Where it does not start, nobody replies.
 */
export async function keepPages(servers: readonly Server[], replies: StaticReplies, forMs: number): Promise<void> {
	const child = spawn(process.execPath, ['-e', PROGRAM], {
		// Windows starts no program without it.
		env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
		// It is not to hold the current folder.
		cwd: dirname(process.execPath),
		detached: true,
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		windowsHide: true,
	});
	child.on('error', () => {});
	try {
		child.send({ ...replies, forMs }, () => {});
		const signal = AbortSignal.timeout(LONGEST_START_MS);
		for (const server of servers) await handOver(server, child, signal);
	} catch {
		child.kill();
	} finally {
		if (child.connected) child.disconnect();
		child.unref();
	}
}

async function handOver(server: Server, child: ChildProcess, signal: AbortSignal): Promise<void> {
	const listening = Promise.race([
		once(child, 'message', { signal }),
		once(child, 'exit', { signal }).then(() => {
			throw new Error('It has ended.');
		}),
	]);
	child.send('server', server, () => {});
	await listening;
}
