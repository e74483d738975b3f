import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type Problem, ProblemError } from '../../source/domain/problem.ts';
import { PROBLEM_CODES } from '../../source/domain/problems/codes.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { TokenInfo } from '../../source/domain/token.ts';
import { assess } from '../../source/domain/verdict.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { debugToken, TokenInspector } from '../../source/graph/debug-token.ts';
import type { GraphCall } from '../../source/graph/transport.ts';
import { probeVersion } from '../../source/graph/version.ts';
import { type Answer, type Received, startHttpServer } from '../support/http-server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID } from '../support/token-infos.ts';
import { transportTo } from './failing.ts';

/** The time of every verdict here, in Unix seconds. */
export const NOW = 1_795_000_000;

/** What every call of a replay plants: none of it may come out in a problem. */
export const PLANTED = { token: tokenOf('planted'), other: tokenOf('other'), secret: 'fedcba98'.repeat(4) };

const token = new Secret(PLANTED.token);
const other = new Secret(PLANTED.other);

/** All calls of the client by name. */
export const CALLS = {
	checkCredentials: (client: GraphClient) => client.checkCredentials(),
	describeApp: (client: GraphClient) => client.describeApp(),
	exchange: (client: GraphClient) => client.exchange(token),
	exchangeCode: (client: GraphClient) =>
		client.exchangeCode({ code: other, redirectUri: 'http://localhost:8080/', verifier: token }),
	startDeviceLogin: (client: GraphClient) => client.startDeviceLogin(token, ['pages_show_list']),
	deviceLoginStatus: (client: GraphClient) => client.deviceLoginStatus(token, other),
	me: (client: GraphClient) => client.me(token),
	accounts: (client: GraphClient) => collect(client.accounts(token)),
	businesses: (client: GraphClient) => collect(client.businesses(token)),
	businessPages: (client: GraphClient) => collect(client.businessPages('5', 'owned_pages', token)),
	page: (client: GraphClient) => client.page('5', 'id', token),
	debugToken: (client: GraphClient) => debugToken(client.transport, other, { kind: 'app', token: client.appToken }),
	debugItself: (client: GraphClient) =>
		debugToken(client.transport, token, { kind: 'self', appSecret: client.app.secret }),
	inspect: (client: GraphClient) =>
		new TokenInspector(client.transport, { kind: 'app', token: client.appToken }).inspect([token, other]),
	version: (client: GraphClient) => probeVersion(client.transport),
} as const satisfies Record<string, (client: GraphClient) => Promise<unknown>>;

export type CallName = keyof typeof CALLS;

async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
	const all: T[] = [];
	for await (const some of pages) all.push(...some);
	return all;
}

/** How a call ended, and the requests that it took. */
export type Ending = ({ value: unknown; problem: null } | { value: null; problem: Problem }) & {
	requests: readonly Received[];
};

/** Makes a call whose every request gets the same answer, as {@link replayTurns} does. */
export function replay(name: CallName, answer: Answer): Promise<Ending> {
	return replayTurns(name, () => answer);
}

/**
 * Makes a call and proves what must hold of any ending: a value or a problem with a known code, with nothing planted in
 * what could be shown. `turn` counts the requests from 1, `timeoutMs` is for each of them.
 */
export async function replayTurns(
	name: CallName,
	answer: (request: Received, turn: number) => Answer,
	timeoutMs = 3000,
): Promise<Ending> {
	await using server = await startHttpServer(answer);
	const requests = server.received;
	const log: GraphCall[] = [];
	const transport = transportTo(server, { timeoutMs, onCall: (call) => log.push(call) });
	const client = new GraphClient(transport, { id: APP_ID, secret: new Secret(PLANTED.secret) });
	try {
		const value: unknown = await CALLS[name](client);
		assertNoSecrets(JSON.stringify(value) ?? '', Object.values(PLANTED), `the value of ${name}`);
		return { value, problem: null, requests };
	} catch (error) {
		assert.ok(error instanceof ProblemError, `${name} threw ${inspect(error)}`);
		assert.ok(PROBLEM_CODES.includes(error.problem.code));
		assertNoSecrets(`${inspect(error, { depth: 9 })}\n${error.stack}`, Object.values(PLANTED), `the error of ${name}`);
		return { value: null, problem: error.problem, requests };
	} finally {
		assertNoSecrets(JSON.stringify(log), Object.values(PLANTED), `the log of ${name}`);
		await transport.close();
	}
}

/** The infos of tokens in what a call gave. */
export function infosIn(value: unknown): TokenInfo[] {
	const list: unknown[] = Array.isArray(value) ? value.map((item) => item?.info) : [value];
	return list.filter((item): item is TokenInfo => typeof item === 'object' && item !== null && 'isValid' in item);
}

/** Fails where a verdict is better or worse than the very words of the answer. */
export function assertHonest(infos: readonly TokenInfo[], text: string): void {
	for (const info of infos) {
		const { verdict } = assess(info, { now: NOW, appId: APP_ID });
		if (verdict === 'permanent') {
			for (const word of [/"type\W+PAGE/, /"is_valid\W+true/, /"expires_at\W+0\b/]) assert.match(text, word);
		}
	}
}
