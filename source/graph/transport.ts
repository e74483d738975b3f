import { setMaxListeners } from 'node:events';
import type { Agent } from 'node:http';
import type { default as Fetch, RequestInit } from 'node-fetch';
import { diagnose } from '../domain/diagnosis.ts';
import { type FactsOf, type Problem, ProblemError, problem } from '../domain/problem.ts';
import { codeOfStatus } from '../domain/problems/call.ts';
import type { Endpoint } from '../domain/problems/graph-error-rows.ts';
import type { Secret } from '../domain/secret.ts';
import { isLoopback } from './hosts.ts';
import { errorOfConnection } from './network.ts';
import { findProxy, proxyAgent } from './proxy.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { failureIn, parseBody } from './replies.ts';
import { RateLimitError, type RetryOptions, RetryPolicy } from './retry-policy.ts';
import { readUsage } from './usage.ts';

/** One call. Secrets go into `form` or the `Authorization` header wherever Graph accepts that. */
export type GraphRequest = {
	endpoint: Endpoint;
	method?: 'GET' | 'POST' | 'DELETE';
	/** Without the version: `me/accounts`. */
	path: string;
	/** Null asks without a version; otherwise the version of the transport. */
	version?: string | null;
	query?: Readonly<Record<string, string>>;
	form?: Readonly<Record<string, string>>;
	/** Sent as `Authorization: Bearer`. */
	token?: Secret;
	/** A POST that only reads, such as a batch of GETs, and may be repeated. GETs always may. */
	readOnly?: boolean;
	/** As how many calls Meta counts it: a batch as all that are in it. One unless given. */
	calls?: number;
};

/**
 * A body without an error, and the header that names the version that answered: Meta serves an expired version with the
 * oldest that still exists.
 */
export type GraphReply = { body: unknown; version: string | null };

/** One attempt at a call, once it is over, fit to be logged: no query, no body, no header. */
export type GraphCall = {
	endpoint: Endpoint;
	method: string;
	/** With the version. */
	path: string;
	/** From 1. */
	attempt: number;
	/** What was waited before it. */
	pausedMs: number;
	outcome: 'ok' | Problem['code'];
	/** The HTTP status of a failure that Graph answered with. */
	status: number | null;
	/** The `Date` of the answer in Unix seconds; null without an answer, or without a date in it. */
	serverTime: number | null;
	/** How much of Meta's limit of calls is used up, in percent; null where the answer does not say. */
	usage: number | null;
	milliseconds: number;
};

/** What a transport speaks to, and how patiently. */
export type TransportOptions = RetryOptions & {
	graph: URL;
	version: string;
	/** Milliseconds for one call, its body included. */
	timeoutMs: number;
	userAgent?: string;
	/** Told of every attempt, for a log. */
	onCall?: (call: GraphCall) => void;
	/** Keeps its calls within Meta's limit, with those of others that have it too. */
	limiter?: RateLimiter | undefined;
};

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Sends calls to one Graph API over at most eight kept-alive connections. */
export class Transport {
	readonly graph: URL;
	version: string;
	/** That of all its calls. */
	readonly retryPolicy: RetryPolicy;
	readonly #options: TransportOptions;
	#route: Promise<Route> | null = null;

	constructor(options: TransportOptions) {
		this.graph = options.graph;
		this.version = options.version;
		this.retryPolicy = new RetryPolicy(options);
		this.#options = options;
	}

	/**
	 * Sends a call and gives its body. What may be repeated is sent again where that can help: see {@link RetryPolicy}.
	 * @throws {ProblemError} for every failure: of the network, of time, of Graph, and for a cancelled signal.
	 */
	async send(request: GraphRequest, signal?: AbortSignal): Promise<GraphReply> {
		// One signal may end many calls at once; Node would print a warning into the screen.
		if (signal) setMaxListeners(0, signal);
		const method = request.method ?? 'GET';
		const mayRepeat = method === 'GET' || request.readOnly === true;
		await this.#options.limiter?.acquire(request.calls ?? 1, signal);
		return this.retryPolicy.retry(
			(attempt, pausedMs) => this.#report({ ...request, method }, { attempt, pausedMs }, signal),
			{ mayRepeat, signal },
		);
	}

	/** Closes the connections. */
	async close(): Promise<void> {
		// Whoever made a call already knows that there is no route.
		const route = await this.#route?.catch(() => null);
		route?.agent.destroy();
	}

	/** Makes one attempt, and reports it when it is over. */
	async #report(
		request: GraphRequest & { method: string },
		counts: Pick<GraphCall, 'attempt' | 'pausedMs'>,
		signal: AbortSignal | undefined,
	): Promise<GraphReply> {
		const begin = performance.now();
		const headers: HeaderFacts = { serverTime: null, usage: null, regainSeconds: null };
		const report = (outcome: GraphCall['outcome'], status: number | null) =>
			this.#options.onCall?.({
				endpoint: request.endpoint,
				method: request.method,
				path: this.#url(request).pathname,
				...counts,
				outcome,
				status,
				serverTime: headers.serverTime,
				usage: headers.usage,
				milliseconds: performance.now() - begin,
			});
		try {
			const reply = await this.#attempt(request, headers, signal);
			report('ok', null);
			return reply;
		} catch (error) {
			if (!(error instanceof ProblemError)) throw error;
			const { code, graph } = error.problem;
			report(code, graph?.status ?? null);
			throw code === 'rate-limited' ? new RateLimitError(error.problem, headers.regainSeconds) : error;
		}
	}

	/** Makes one attempt, and puts what the headers of its answer say into `headers`. */
	async #attempt(
		request: GraphRequest & { method: string },
		headers: HeaderFacts,
		signal: AbortSignal | undefined,
	): Promise<GraphReply> {
		const ending = new AbortController();
		let timer: NodeJS.Timeout | undefined;
		const cancel = () => ending.abort();
		signal?.addEventListener('abort', cancel, { once: true });
		let proxy: string | null = null;
		try {
			if (signal?.aborted) throw new ProblemError(problem('cancelled'));
			const route = await this.#findRoute();
			const { agent, fetch } = route;
			proxy = route.proxy;
			// Loading what the first call needs takes none of its time.
			timer = setTimeout(() => ending.abort(), this.#options.timeoutMs);
			const init: RequestInit = {
				method: request.method,
				agent,
				redirect: 'manual',
				size: MAX_BODY_BYTES,
				headers: {
					Accept: 'application/json',
					'User-Agent': this.#options.userAgent ?? 'fb-token-tui',
					...(request.token ? { Authorization: `Bearer ${request.token.reveal()}` } : {}),
				},
				signal: ending.signal,
			};
			if (request.form) init.body = new URLSearchParams(request.form);
			const response = await fetch(this.#url(request), init);
			const { percent, regainSeconds } = readUsage(response.headers);
			Object.assign(headers, { serverTime: secondsOf(response.headers.get('date')), usage: percent, regainSeconds });
			this.#options.limiter?.observe(percent);
			const body = this.#bodyOf(request.endpoint, response.status, await response.text());
			return { body, version: response.headers.get('facebook-api-version') };
		} catch (error) {
			if (error instanceof ProblemError) throw error;
			if (signal?.aborted) throw new ProblemError(problem('cancelled'));
			if (ending.signal.aborted) {
				const seconds = this.#options.timeoutMs / 1000;
				throw new ProblemError(problem('timeout', { kind: 'timeout', host: this.graph.host, seconds, proxy }));
			}
			// The error itself is not passed on: its text holds the whole URL.
			throw errorOfConnection(error, this.graph.host, proxy);
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', cancel);
		}
	}

	#url({ path, query, version = this.version }: GraphRequest): URL {
		const url = new URL(`/${[version, path].filter((part) => part !== null).join('/')}`, this.graph);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
		return url;
	}

	#bodyOf(endpoint: Endpoint, status: number, text: string): unknown {
		const body = parseBody(text);
		const failure = failureIn(body, status);
		if (failure) throw new ProblemError(diagnose(endpoint, failure));
		if (status >= 200 && status < 300 && body !== undefined) return body;
		const graph = { code: null, subcode: null, type: null, message: null, fbtraceId: null, status };
		const facts = { kind: 'http-answer', host: this.graph.host, body: kindOfBody(text, body) } as const;
		throw new ProblemError(problem(codeOfStatus(status), facts, graph));
	}

	#findRoute(): Promise<Route> {
		this.#route ??= this.#makeRoute().catch((error: unknown) => {
			this.#route = null;
			throw error;
		});
		return this.#route;
	}

	/** Only who calls loads what calls need. */
	async #makeRoute(): Promise<Route> {
		const { default: fetch } = await import('node-fetch');
		const { Agent: HttpAgent } = await import('node:http');
		const { Agent: HttpsAgent } = await import('node:https');
		// Certificates are verified whatever NODE_TLS_REJECT_UNAUTHORIZED says, those of a proxy too.
		const options = { keepAlive: true, maxSockets: 8, rejectUnauthorized: true };
		// Node would warn that they are not.
		delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
		if (isLoopback(this.graph.hostname)) {
			const agent = this.graph.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
			return { fetch, agent, proxy: null };
		}
		const proxy = await findProxy(this.graph);
		if (!proxy) return { fetch, agent: new HttpsAgent(options), proxy: null };
		return { fetch, agent: await proxyAgent(proxy, options), proxy: proxy.host };
	}
}

/** What the headers of an answer say beside its body. */
type HeaderFacts = Pick<GraphCall, 'serverTime' | 'usage'> & { regainSeconds: number | null };

/** How the Graph API is reached; `proxy` is the host of the proxy in between. */
type Route = { fetch: typeof Fetch; agent: Agent; proxy: string | null };

/** An HTTP date in Unix seconds; null for none. */
function secondsOf(date: string | null): number | null {
	const time = Date.parse(date ?? '');
	return Number.isNaN(time) ? null : Math.floor(time / 1000);
}

function kindOfBody(text: string, body: unknown): FactsOf<'http-answer'>['body'] {
	if (text.trim() === '') return 'empty';
	if (/^\s*</.test(text)) return 'web-page';
	return body === undefined ? 'not-json' : 'no-answer';
}
