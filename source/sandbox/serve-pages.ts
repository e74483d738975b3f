import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './http-wire.ts';
import type { Origins, PageReply, PageRequest } from './pages/index.ts';
import { newEntry, type RequestEntry } from './request-log.ts';
import type { World } from './world.ts';

/** What one of the two page hosts answers from. */
export interface PageService {
	readonly host: 'facebook' | 'developers';
	readonly world: World;
	readonly requests: RequestEntry[];
	/** Known once all three hosts listen. */
	readonly origins: () => Origins;
	readonly page: (request: PageRequest) => PageReply | Promise<PageReply>;
}

/** A handler of HTTP requests that answers them with the pages of one host, and logs each. */
export function pageHandler({ host, world, requests, origins, page }: PageService) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { method = 'GET', url: target = '/' } = request;
		const form = new URLSearchParams((await readBody(request)).toString());
		const url = new URL(target, `http://${request.headers.host}`);
		const entry = newEntry({ host, endpoint: 'page' }, method, target);
		requests.push(entry);
		const reply = await page({ world, method, url, form, origins: origins() });
		entry.status = reply.status;
		response.writeHead(reply.status, { ...reply.headers }).end(reply.body);
	};
}
