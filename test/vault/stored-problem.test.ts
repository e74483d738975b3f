import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	answerProblem,
	httpProblem,
	pauseProblem,
	proxySettingProblem,
	timeoutProblem,
} from '../../source/domain/call-problems.ts';
import {
	CANCELLED_LATE,
	inPart,
	SHORT_EXCHANGE,
	secretWasReset,
	VAGUE_EXCHANGE,
} from '../../source/domain/connect-problems.ts';
import { connectionProblem } from '../../source/domain/connection-problem.ts';
import { diagnose, problemOfTokenError } from '../../source/domain/diagnosis.ts';
import { noPages } from '../../source/domain/no-pages.ts';
import { type Problem, problem } from '../../source/domain/problem.ts';
import {
	ANSWER_BODIES,
	ANSWER_FAULTS,
	ENDPOINTS,
	type FactsKind,
	PORTFOLIO_EDGES,
	PROXY_FAULTS,
} from '../../source/domain/problem-facts.ts';
import { problemOfEnd } from '../../source/domain/verdict.ts';
import { readProblem, toStored } from '../../source/vault/stored-problem.ts';
import * as fc from '../support/fast-check.ts';
import { textOf, withText } from '../support/problems.ts';

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

/** Problems of each kind as they occur. */
const PROBLEMS: Readonly<Record<FactsKind, fc.Arbitrary<Problem | null>>> = {
	'graph-error': fc
		.tuple(fc.constantFrom(...ENDPOINTS), graph, fc.option(fc.boolean()))
		.map(([endpoint, failure, isTransient]) => diagnose(endpoint, { ...failure, isTransient })),
	'http-answer': fc
		.tuple(host, fc.constantFrom(...ANSWER_BODIES), graph)
		.map(([name, body, detail]) => httpProblem({ kind: 'http-answer', host: name, body }, detail)),
	timeout: fc.record({ kind: fc.constant('timeout' as const), host, seconds: count, proxy }).map(timeoutProblem),
	connection: fc
		.record({
			kind: fc.constant('connection' as const),
			host,
			proxy,
			reason: fc.constantFrom(
				'',
				'ENOTFOUND',
				'PROXY_407',
				'PROXY_502',
				'PROXY_ECONNREFUSED',
				'CERT_HAS_EXPIRED',
				'max-size',
			),
		})
		.map(connectionProblem),
	'proxy-setting': fc
		.record({
			kind: fc.constant('proxy-setting' as const),
			fault: fc.constantFrom(...PROXY_FAULTS),
			scheme: fc.constant('ftp:'),
		})
		.map(proxySettingProblem),
	pause: fc.tuple(count, graph).map(([seconds, detail]) => pauseProblem({ kind: 'pause', seconds }, detail)),
	answer: fc
		.record({
			kind: fc.constant('answer' as const),
			of: fc.constant('me/accounts'),
			fault: fc.constantFrom(...ANSWER_FAULTS),
		})
		.map(answerProblem),
	'token-end': fc.constantFrom('dated' as const, 'short' as const).map(problemOfEnd),
	'no-reason': fc.constant(problemOfTokenError(null)),
	'no-pages': fc
		.record({
			kind: fc.constant('no-pages' as const),
			isListing: fc.boolean(),
			pages: fc.option(count),
			hasPortfolios: fc.boolean(),
		})
		.map(noPages),
	'short-exchange': fc.constant(SHORT_EXCHANGE),
	'vague-exchange': fc.constant(VAGUE_EXCHANGE),
	'secret-reset': graph.map(secretWasReset),
	'cancelled-late': fc.constant(CANCELLED_LATE),
	'unknown-code': fc.constant(readProblem({ code: 'word-of-a-newer-version', graph: null })),
};

const anyPart = fc.oneof(
	fc.constant({ kind: 'accounts' as const }),
	fc.constant({ kind: 'businesses' as const }),
	fc.record({ kind: fc.constant('portfolio' as const), edge: fc.constantFrom(...PORTFOLIO_EDGES), name: fc.string() }),
	fc.record({ kind: fc.constant('page' as const), page: fc.string() }),
);

function overFile(trouble: Problem): Problem | null {
	const stored = JSON.stringify(toStored(trouble));
	assert.doesNotMatch(stored, /"(?:title|cause|remedy)"/);
	return readProblem(JSON.parse(stored));
}

describe('a problem that is stored as facts', () => {
	for (const [kind, anyProblem] of Object.entries(PROBLEMS)) {
		test(`of the kind ${kind} comes back with the text that it had`, () => {
			fc.assert(
				fc.property(anyProblem, fc.option(anyPart), (trouble, part) => {
					assert.ok(trouble);
					assert.equal(trouble.facts?.kind, kind);
					const whole = part ? inPart(trouble, part) : trouble;
					assert.deepEqual(overFile(whole), JSON.parse(JSON.stringify(whole)));
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
		const old = { ...withText(problem('network')), cause: 'graph.facebook.com cut the connection.' };
		const read = readProblem(old);
		assert.deepEqual(read && withText(read), old);
	});
});
