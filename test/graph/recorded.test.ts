import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cleanText } from '../../source/domain/clean-text.ts';
import type { Problem } from '../../source/domain/problem.ts';
import type { TokenInfo } from '../../source/domain/token.ts';
import type { Answer } from '../support/http-server.ts';
import { withText } from '../support/problems.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, PAGE_ID } from '../support/token-infos.ts';
import { type Outcome, outcomeOf } from './endings.ts';
import { RECORDED_OUTCOMES } from './recorded-outcomes.ts';
import { assertHonest, type CallName, type Ending, infosIn, PLANTED, replay, replayTurns } from './replay.ts';

/** Real replies of Graph, kept beside a checkout where there are any: they are not part of the project. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'recorded');
const skip = existsSync(FOLDER) ? false : 'there are no recorded replies beside this checkout';

interface Recorded {
	readonly id: string;
	readonly kind: string;
	readonly status: number | null;
	readonly status_assumed: number | null;
	readonly headers: Readonly<Record<string, unknown>> | null;
	readonly body_raw: string | null;
}

const OF_THE_CONNECTION = /^(content-length|content-encoding|transfer-encoding|connection|keep-alive)$/i;

/** The answer as Graph sent it; `graph` is what stands for Graph's own origin in the links of a list. */
function answerOf({ status, status_assumed, headers, body_raw }: Recorded, graph = 'https://graph.facebook.com') {
	const kept = Object.entries(headers ?? {}).flatMap(([name, value]): [string, string][] =>
		OF_THE_CONNECTION.test(name) || typeof value !== 'string' ? [] : [[name, Buffer.from(value).toString('latin1')]],
	);
	const body = unmasked(body_raw ?? '').replace(/https:\\?\/\\?\/graph\.facebook\.com/g, graph);
	return { status: status ?? status_assumed ?? 200, body, headers: Object.fromEntries(kept) };
}

/** Whoever recorded an answer wrote words in place of some tokens. No token has blanks or brackets: made-up ones stand in. */
function unmasked(body: string): string {
	const token = tokenOf('masked');
	return body
		.replace(/("access_token"\s*:\s*)"[^"]*[\s<>][^"]*"/g, `$1"${token}"`)
		.replace(/(?<=^access_token=)<[^>]*>/, token);
}

function recorded(): Recorded[] {
	return readdirSync(FOLDER)
		.filter((name) => name.endsWith('.jsonl'))
		.flatMap((name) => readFileSync(join(FOLDER, name), 'utf8').trim().split('\n'))
		.map((line) => JSON.parse(line) as Recorded);
}

const PERMANENT = {
	data: { app_id: APP_ID, type: 'PAGE', is_valid: true, expires_at: 0, profile_id: PAGE_ID, scopes: [] },
};

/** The recorded answer comes first. A list that goes on ends with its next answer; a batch leaves room for single calls. */
function replayRecorded(call: CallName, reply: Recorded, expected: Outcome): Promise<Ending> {
	const goesOn = typeof expected === 'object' && ('pages' in expected || 'businesses' in expected);
	return replayTurns(call, ({ method, headers }, turn): Answer => {
		if (goesOn && turn > 1) return { body: { data: [] } };
		if (reply.kind === 'batch' && method === 'GET') return { body: PERMANENT };
		return answerOf(reply, `http://${headers.host}`);
	});
}

describe('every recorded reply ends as it must', { skip }, () => {
	for (const reply of skip ? [] : recorded()) {
		test(reply.id, { timeout: 20_000 }, async () => {
			const outcomes = Object.entries(RECORDED_OUTCOMES[reply.id] ?? {}) as [CallName, Outcome][];
			assert.ok(outcomes.length > 0, 'no outcome is known for it');
			const endings = await Promise.all(
				outcomes.map(async ([call, expected]) => ({ call, ending: await replayRecorded(call, reply, expected) })),
			);
			assert.deepEqual(
				Object.fromEntries(endings.map(({ call, ending }) => [call, outcomeOf(call, ending)])),
				RECORDED_OUTCOMES[reply.id],
			);
			for (const { call, ending } of endings) {
				if (ending.problem) assertWellTold(ending.problem, reply, `at ${call}`);
				if (ending.problem && call !== 'version') assertAskedAsOften(ending);
				if (reply.kind !== 'batch') assertHonest(infosIn(ending.value), reply.body_raw ?? '');
				assertReadExactly(call, ending, reply);
			}
		});
	}

	for (const reply of skip ? [] : recorded().filter(({ kind }) => kind === 'debug_token')) {
		test(`${reply.id} as an item of a batch`, async () => {
			const answer = answerOf(reply);
			const expected = RECORDED_OUTCOMES[reply.id]?.inspect;
			const isAnswer = typeof expected === 'object' && 'answers' in expected;
			const item = { code: answer.status, body: answer.body };
			const ending = await replayTurns('inspect', ({ method }) =>
				method === 'POST' ? { body: [item, item] } : answer,
			);
			assert.deepEqual(outcomeOf('inspect', ending), isAnswer ? { ...expected, singly: 0 } : expected);
		});
	}
});

const WORTH_ANOTHER_TRY: readonly string[] = ['graph-unavailable', 'rate-limited', 'bad-reply'];

/** Is another try promised where one helps, and are Meta's own numbers and words kept? */
function assertWellTold(problem: Problem, reply: Recorded, where: string): void {
	const { code, retryable, cause, graph } = withText(problem);
	assert.equal(retryable, WORTH_ANOTHER_TRY.includes(code), `retryable ${where}`);
	const error = errorIn(reply.body_raw ?? '');
	if (!error) return;
	assert.equal(graph?.subcode ?? null, error.error_subcode ?? null, where);
	assert.equal(graph?.fbtraceId ?? null, error.fbtrace_id ?? null, where);
	if (error.code !== undefined) assert.equal(graph?.code, error.code, where);
	const words = cleanText(error.message ?? '').slice(0, 60);
	if (code === 'unexpected' || code === 'missing-permission') assert.ok(cause.includes(words), `${cause} ${where}`);
}

type MetaError = { code?: number; error_subcode?: number; message?: string; fbtrace_id?: string };

function errorIn(body: string): MetaError | null {
	try {
		const { error } = JSON.parse(body) as { error?: unknown };
		return typeof error === 'object' ? (error as MetaError) : null;
	} catch {
		return null;
	}
}

/** Only Meta's own trouble is asked about again at once; a limit is not hammered at. */
function assertAskedAsOften({ problem, requests }: Ending): void {
	assert.equal(requests.length, problem?.code === 'graph-unavailable' ? 3 : 1, `requests until ${problem?.code}`);
}

/** Nothing read differs from what stands in the reply: tokens, ids to the last digit, times, permissions. */
function assertReadExactly(call: CallName, { value, requests }: Ending, reply: Recorded): void {
	const { body } = answerOf(reply);
	if (call === 'exchange' && value) {
		assert.ok(body.includes((value as { token: { reveal(): string } }).token.reveal()));
	}
	for (const { url } of requests.slice(1)) assert.doesNotMatch(url, /[?&]access_token=/);
	if (reply.kind !== 'debug_token') return;
	for (const info of infosIn(value)) {
		const { data } = JSON.parse(body) as { data: Record<string, unknown> };
		const { type = null, is_valid = null, expires_at = null, data_access_expires_at = null, issued_at = null } = data;
		assert.deepEqual(
			[info.type, info.isValid, info.expiresAt, info.dataAccessExpiresAt, info.issuedAt, info.scopes],
			[type, is_valid, expires_at, data_access_expires_at, issued_at, data.scopes ?? []],
		);
		assertIdsStandIn(info, body);
	}
}

function assertIdsStandIn({ appId, userId, profileId, granularScopes }: TokenInfo, body: string): void {
	const targets = granularScopes.flatMap(({ targetIds }) => targetIds ?? []);
	for (const id of [appId, userId, profileId, ...targets]) {
		if (id !== null) assert.match(body, new RegExp(`(?<!\\d)${id}(?!\\d)`));
	}
}

test('a recorded error that repeats the token does not get it out', { skip }, async () => {
	for (const reply of skip
		? []
		: recorded().filter(({ kind, body_raw }) => kind === 'error' && /"message"/.test(body_raw ?? ''))) {
		const body =
			reply.body_raw?.replace(/"message"\s*:\s*"/, `$&Malformed access token ${PLANTED.token} ${PLANTED.secret} `) ??
			'';
		const { problem } = await replay('me', { ...answerOf(reply), body } as Answer);
		assert.ok(problem, reply.id);
	}
});
