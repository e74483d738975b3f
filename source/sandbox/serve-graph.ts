import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { answer } from './answer.ts';
import type { Fault, FaultScript } from './faults.ts';
import { type IncomingCall, readGraphRequest } from './graph-request.ts';
import { pour, readBody, send } from './http-wire.ts';
import type { Answer } from './replies.ts';
import { newEntry, type RequestEntry } from './request-log.ts';
import { endpointName } from './route.ts';
import type { World } from './world.ts';

const LONGEST_TIMER = 2 ** 31 - 1;

/** What the Graph host answers from, and how slowly. */
export interface GraphService {
	readonly world: World;
	readonly faults: FaultScript;
	readonly requests: RequestEntry[];
	readonly latencyMs: number;
}

/** A handler of HTTP requests that answers them as Graph, after latency and faults, and logs each. */
export function graphHandler(service: GraphService) {
	let concurrent = 0;
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		concurrent++;
		response.once('close', () => concurrent--);
		const incoming = await readIncoming(request);
		const read = readGraphRequest(service.world, incoming);
		const endpoint = endpointName(read);
		const entry = newEntry({ host: 'graph', endpoint }, incoming.method, incoming.target, {
			concurrent,
			tokenPlace: read.credentials.place,
		});
		service.requests.push(entry);
		const fault = service.faults.take(endpoint, entry.path);
		await wait(service.latencyMs + (fault?.delayMs ?? 0), response);
		if (fault?.cut === 'before-handling' || response.destroyed) {
			response.socket?.destroy();
			return;
		}
		const made = withHeaders(makeAnswer(service.world, incoming, entry, fault), fault?.headers);
		if (fault?.cut === undefined) {
			entry.status = made.status;
		}
		if (fault?.flow === undefined) {
			send(request, response, made, fault?.cut);
		} else {
			pour(response, made, fault.flow);
		}
	};
}

async function readIncoming(request: IncomingMessage): Promise<IncomingCall> {
	const contentType = request.headers['content-type'];
	return {
		method: request.method ?? 'GET',
		target: request.url ?? '/',
		authorization: request.headers.authorization,
		body: await readForm(await readBody(request), contentType),
		contentType,
		origin: `http://${request.headers.host}`,
	};
}

/** The body as text; a form in parts (`curl -F`) as the form that says the same, a file in it by its name. */
async function readForm(body: Buffer, contentType = ''): Promise<string> {
	if (!/^multipart\/form-data\b/i.test(contentType)) {
		return body.toString();
	}
	try {
		const parts = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
		return new URLSearchParams(
			[...parts].map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : value.name]),
		).toString();
	} catch {
		return '';
	}
}

/** Waits that long, or until the client has gone. */
async function wait(milliseconds: number, response: ServerResponse): Promise<void> {
	if (milliseconds === 0) {
		return;
	}
	const done = new AbortController();
	const { signal } = done;
	try {
		await Promise.race([
			setTimeout(Math.min(milliseconds, LONGEST_TIMER), undefined, { signal }),
			once(response, 'close', { signal }),
		]);
	} finally {
		done.abort();
	}
}

function makeAnswer(world: World, incoming: IncomingCall, entry: RequestEntry, fault: Fault | undefined): Answer {
	if (fault?.status === undefined && fault?.body === undefined) {
		return answer(world, incoming, fault, (endpoint) => entry.items.push(endpoint));
	}
	const headers = [['Content-Type', 'application/json; charset=UTF-8']] as const;
	return { status: fault.status ?? 200, headers, body: fault.body ?? '' };
}

function withHeaders(made: Answer, added: Readonly<Record<string, string>> = {}): Answer {
	const names = Object.keys(added).map((name) => name.toLowerCase());
	const kept = made.headers.filter(([name]) => !names.includes(name.toLowerCase()));
	return { ...made, headers: [...kept, ...Object.entries(added)] };
}
