import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Answer } from '../support/http-server.ts';
import { assertHonest, CALLS, type CallName, infosIn, PLANTED, replay } from './replay.ts';

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

const EVERY = Object.keys(CALLS) as CallName[];

/** The calls that could have got such a reply. */
const CALLS_OF: Readonly<Record<string, readonly CallName[]>> = {
	accounts: ['accounts', 'businessPages', 'businesses', 'page'],
	batch: ['inspect'],
	debug_token: ['debugToken', 'debugItself', 'inspect'],
	device: ['exchange', 'checkCredentials'],
	exchange: ['exchange', 'checkCredentials'],
	feed: ['accounts', 'businessPages', 'page'],
	headers: EVERY,
	me: ['me', 'describeApp', 'page', 'version'],
	error: EVERY,
};

const OF_THE_CONNECTION = /^(content-length|content-encoding|transfer-encoding|connection|keep-alive)$/i;

function answerOf({ status, status_assumed, headers, body_raw }: Recorded): Answer {
	const kept = Object.entries(headers ?? {}).flatMap(([name, value]): [string, string][] =>
		OF_THE_CONNECTION.test(name) || typeof value !== 'string' ? [] : [[name, Buffer.from(value).toString('latin1')]],
	);
	return { status: status ?? status_assumed ?? 200, body: body_raw ?? '', headers: Object.fromEntries(kept) };
}

function recorded(): Recorded[] {
	return readdirSync(FOLDER)
		.filter((name) => name.endsWith('.jsonl'))
		.flatMap((name) => readFileSync(join(FOLDER, name), 'utf8').trim().split('\n'))
		.map((line) => JSON.parse(line) as Recorded);
}

describe('every recorded reply ends in a value or a known problem', { skip }, () => {
	for (const reply of skip ? [] : recorded()) {
		test(`${reply.id} at ${(CALLS_OF[reply.kind] ?? EVERY).join(', ')}`, { timeout: 20_000 }, async () => {
			for (const call of CALLS_OF[reply.kind] ?? EVERY) {
				const { value } = await replay(call, answerOf(reply));
				assertHonest(infosIn(value), reply.body_raw ?? '');
			}
		});
	}
});

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
