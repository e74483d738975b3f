import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request as it came in. */
export interface Received {
	readonly method: string;
	/** Path and query. */
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

export interface HttpServer extends AsyncDisposable {
	readonly origin: URL;
	/** The requests so far, oldest first. */
	readonly received: readonly Received[];
}

/** What a server says: status, JSON or text, headers; or whatever it does itself with the response. */
export type Answer =
	| { readonly status?: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
	| ((response: ServerResponse) => void);

/** A server on loopback that answers as it is told, to prove what a client does with it. `turn` counts from 1. */
export async function startHttpServer(answer: (request: Received, turn: number) => Answer): Promise<HttpServer> {
	const received: Received[] = [];
	const server = createServer(async (incoming, response) => {
		const { method = '', url = '', headers } = incoming;
		const request = { method, url, headers, body: await text(incoming).catch(() => '') };
		const turn = received.push(request);
		const chosen = answer(request, turn);
		if (typeof chosen === 'function') return chosen(response);
		const body = typeof chosen.body === 'string' ? chosen.body : JSON.stringify(chosen.body);
		response.writeHead(chosen.status ?? 200, { 'Content-Type': 'application/json; charset=UTF-8', ...chosen.headers });
		response.end(body);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		origin: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
		received,
		async [Symbol.asyncDispose]() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
