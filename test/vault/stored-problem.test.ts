import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Problem, problem, type StoredFactsByKind } from '../../source/domain/problem.ts';
import { CALL_WORDS } from '../../source/domain/problems/call.ts';
import { PROBLEM_CODES } from '../../source/domain/problems/codes.ts';
import { NO_TOKEN_WORDS, PORTFOLIO_EDGES } from '../../source/domain/problems/connect.ts';
import { ENDPOINTS } from '../../source/domain/problems/graph-error-rows.ts';
import { readProblem, toStored } from '../../source/vault/stored-problem.ts';
import * as fc from '../support/fast-check.ts';
import { textOf } from '../support/problems.ts';

const host = fc.constantFrom('graph.facebook.com', '127.0.0.1:8080');
const proxy = fc.option(fc.constant('proxy.example.com:3128'));
const count = fc.nat({ max: 100_000 });
const number = fc.option(fc.constantFrom(1, 2, 4, 10, 17, 100, 190, 200, 368, 458, 463, 492));
const text = fc.option(fc.constantFrom('made up', 'Error validating access token', 'API access blocked', 'scope'));
const graph = fc.record({
	code: number,
	subcode: number,
	type: text,
	message: text,
	fbtraceId: text,
	status: fc.option(fc.constantFrom(200, 400, 429, 500)),
});

/** Any facts of each kind that can be stored. */
const FACTS: { readonly [Kind in keyof StoredFactsByKind]: fc.Arbitrary<StoredFactsByKind[Kind]> } = {
	'graph-error': fc.record({ endpoint: fc.constantFrom(...ENDPOINTS), isTransient: fc.option(fc.boolean()) }),
	'http-answer': fc.record({ host, body: fc.constantFrom(...CALL_WORDS.bodies) }),
	timeout: fc.record({ host, seconds: count, proxy }),
	connection: fc.record({
		host,
		proxy,
		reason: fc.constantFrom(
			...['', 'ENOTFOUND', 'PROXY_407', 'PROXY_502', 'PROXY_ECONNREFUSED', 'CERT_HAS_EXPIRED', 'max-size'],
		),
	}),
	'proxy-setting': fc.record({ fault: fc.constantFrom(...CALL_WORDS.proxyFaults), scheme: fc.constant('ftp:') }),
	pause: fc.record({ seconds: count }),
	answer: fc.record({ of: fc.constant('me/accounts'), fault: fc.constantFrom(...CALL_WORDS.answerFaults) }),
	'token-end': fc.record({ verdict: fc.constantFrom('dated', 'short') }),
	'no-reason': fc.constant({}),
	'no-pages': fc.record(
		{ isListing: fc.boolean(), pages: fc.option(count), hasPortfolios: fc.boolean(), isSystemUser: fc.boolean() },
		{ requiredKeys: ['isListing', 'pages', 'hasPortfolios'] },
	),
	'no-token': fc.record({ why: fc.constantFrom(...NO_TOKEN_WORDS) }),
	'profile-id': fc.constant({}),
	'no-page-permissions': fc.constant({}),
	'left-out': fc.record({ names: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), count }),
	'short-exchange': fc.constant({}),
	'vague-exchange': fc.constant({}),
	'secret-reset': fc.constant({}),
	'cancelled-late': fc.constant({}),
	'unknown-code': fc.constant({ code: 'word-of-a-newer-version' }),
};

const anyPart = fc.oneof(
	fc.constant({ kind: 'accounts' as const }),
	fc.constant({ kind: 'businesses' as const }),
	fc.record({ kind: fc.constant('portfolio' as const), edge: fc.constantFrom(...PORTFOLIO_EDGES), name: fc.string() }),
	fc.record({ kind: fc.constant('page' as const), page: fc.string() }),
);

const anyCode = fc.constantFrom(...PROBLEM_CODES);

function overFile(problem: Problem): Problem | null {
	return readProblem(JSON.parse(JSON.stringify(toStored(problem))));
}

describe('a problem that is stored as facts', () => {
	for (const [kind, anyFacts] of Object.entries(FACTS)) {
		test(`of the kind ${kind} comes back, and has a text`, () => {
			fc.assert(
				fc.property(anyFacts, anyCode, graph, fc.option(anyPart), (facts, anyOne, detail, part) => {
					const code = kind === 'unknown-code' ? 'unexpected' : anyOne;
					const whole = { code, graph: detail, facts: { kind, ...facts }, ...(part ? { part } : {}) } as Problem;
					assert.deepEqual(overFile(whole), JSON.parse(JSON.stringify(whole)));
					assert.ok(Object.values(textOf(whole)).every((sentence) => sentence !== ''));
				}),
			);
		});
	}

	test('of a code alone comes back with the text of that code', () => {
		assert.deepEqual(overFile(problem('page-without-token')), problem('page-without-token'));
	});

	test('keeps the code of a newer program, and says which it is', () => {
		const stored = { code: 'page-restricted', graph: null };
		const read = readProblem(stored);
		assert.deepEqual([read?.code, textOf(read).title], ['unexpected', 'Problem unknown to this version']);
		assert.match(textOf(read).cause ?? '', /"page-restricted"/);
		assert.equal(read && toStored(read).code, 'page-restricted');
	});

	test('with facts that this program does not know has the text of its code', () => {
		const stored = { code: 'network', graph: null, facts: { kind: 'carrier-pigeon', loft: 7 } };
		assert.deepEqual(readProblem(stored), problem('network'));
	});

	test('of version 1 or 2, which no facts tell, keeps the text that was stored', () => {
		const words = { ...textOf(problem('network')), cause: 'graph.facebook.com cut the connection.' };
		assert.deepEqual(textOf(readProblem({ code: 'network', graph: null, ...words })), words);
	});
});
