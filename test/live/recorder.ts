import { once } from 'node:events';
import { createServer } from 'node:http';
import { Agent } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fetch from 'node-fetch';
import { isLoopback } from '../../source/graph/hosts.ts';
import { findProxy, proxyAgent } from '../../source/graph/proxy.ts';
import { isObject } from '../../source/graph/replies.ts';
import type { Reply } from './shape.ts';

/** What stands between a client and Graph on loopback, and keeps what Graph replies. */
export interface Recorder extends AsyncDisposable {
	readonly url: URL;
	readonly replies: readonly Reply[];
}

/** Headers of the connection, not of the reply. */
const OF_THE_CONNECTION = new Set([
	'connection',
	'keep-alive',
	'transfer-encoding',
	'content-length',
	'content-encoding',
]);
const PASSED_ON = ['accept', 'authorization', 'content-type', 'user-agent'] as const;

/** Starts a server that passes every call on to `graph`. `change` may alter a reply, to prove that this is found. */
export async function startRecorder(graph: URL, change: (reply: Reply) => Reply = (reply) => reply): Promise<Recorder> {
	const replies: Reply[] = [];
	const proxy = isLoopback(graph.hostname) ? null : await findProxy(graph);
	const options = { keepAlive: true, rejectUnauthorized: true };
	const agent = proxy ? await proxyAgent(proxy, options) : graph.protocol === 'https:' ? new Agent(options) : undefined;
	const server = createServer(async (incoming, response) => {
		const { method = 'GET', url = '/' } = incoming;
		const body = method === 'GET' ? undefined : await buffer(incoming);
		const headers = PASSED_ON.flatMap((name) =>
			incoming.headers[name] ? [[name, incoming.headers[name]] as [string, string]] : [],
		);
		try {
			const reply = await fetch(new URL(url, graph), {
				method,
				headers,
				body: body ?? null,
				redirect: 'manual',
				...(agent ? { agent } : {}),
			});
			const text = await reply.text();
			const names = [...reply.headers.keys()].filter((name) => !OF_THE_CONNECTION.has(name));
			const type = reply.headers.get('content-type')?.split(';')[0] ?? '';
			const original: Reply = {
				request: nameOf(method, new URL(url, graph), body?.toString() ?? ''),
				status: reply.status,
				headers: names.map((name) => (name === 'content-type' ? `content-type ${type}` : name)),
				body: parsed(text),
			};
			const told = change(original);
			replies.push(...withDetails(told, new URLSearchParams(body?.toString() ?? '')));
			const version = reply.headers.get('facebook-api-version');
			response.writeHead(told.status, {
				'content-type': 'application/json',
				...(version ? { 'facebook-api-version': version } : {}),
			});
			// Links to the next part of a list lead through here as well.
			const sent = told.body === original.body ? text : JSON.stringify(told.body);
			const own = `http://${incoming.headers.host}`;
			response.end(sent.replaceAll(graph.origin, own).replaceAll(escaped(graph.origin), escaped(own)));
		} catch {
			// The client meets a connection that ends, as it would at Graph itself.
			response.destroy();
		}
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
		replies,
		async [Symbol.asyncDispose]() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

/** As PHP writes it into JSON. */
const escaped = (url: string): string => url.replaceAll('/', '\\/');

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** What is asked for, without any id: `GET me/accounts`. */
function nameOf(method: string, { pathname, searchParams }: URL, form = ''): string {
	const path = pathname
		.replace(/^\/(v\d+\.\d+\/?)?/, '')
		.split('/')
		.map((part) => (/^(\d+|[^/]*\D\d{5,}[^/]*)$/.test(part) ? '{id}' : part))
		.join('/');
	const kind = searchParams.get('grant_type') ?? new URLSearchParams(form).get('grant_type');
	const fields = searchParams.get('fields');
	return [method, `${path || 'batch'}${fields ? `?fields=${fields}` : ''}`, kind].filter(Boolean).join(' ');
}

/** A batch as the replies in it; what is said of a token by the kind of the token. */
function withDetails(reply: Reply, form: URLSearchParams): Reply[] {
	const { request, body } = reply;
	if (request === 'POST batch' && Array.isArray(body)) {
		const calls = parsed(form.get('batch') ?? '[]') as { relative_url: string }[];
		const inner = body.flatMap((item: unknown, index): Reply[] => {
			if (!isObject(item) || typeof item.body !== 'string') return [];
			const url = new URL(calls[index]?.relative_url ?? '', 'http://batch/');
			const told = {
				request: `batch ${nameOf('GET', url)}`,
				status: Number(item.code),
				headers: [],
				body: parsed(item.body),
			};
			return withDetails(told, new URLSearchParams());
		});
		return [reply, ...inner];
	}
	const data = isObject(body) && isObject(body.data) ? body.data : {};
	const type =
		/debug_token$/.test(request) && /^[A-Z_]{1,20}$/.test(String(data.type)) ? ` of ${String(data.type)}` : '';
	return [{ ...reply, request: `${request}${type}` }];
}
