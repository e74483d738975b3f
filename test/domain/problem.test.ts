import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { endsTheSignIn, ProblemError, problem, problemOrRethrow, resultOrNull } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { PROBLEM_CODES, type ProblemCode } from '../../source/domain/problems/codes.ts';
import { isProblem } from '../support/problems.ts';

/** The codes that scripts may rely on. */
const PROMISED = [
	...[
		'wrong-app-secret',
		'unknown-app',
		'token-of-another-app',
		'not-a-user-token',
		'unreadable-token',
		'token-expired',
	],
	...['password-changed', 'checkpoint', 'app-removed', 'role-lost', 'token-revoked', 'app-inactive', 'app-blocked'],
	...[
		'proof-needed',
		'missing-permission',
		'no-pages',
		'page-without-token',
		'not-permanent',
		'rate-limited',
		'other-host',
	],
	...['graph-unavailable', 'network', 'timeout', 'bad-reply', 'blocked', 'not-found', 'sign-in-needed', 'store-locked'],
	...['store-damaged', 'keychain-unavailable', 'disk', 'cancelled', 'unexpected'],
];

describe('the problems', () => {
	test('are those that were promised, and no other', () =>
		assert.deepEqual([...PROBLEM_CODES].sort(), PROMISED.sort()));

	for (const code of PROBLEM_CODES) {
		test(`"${code}" says what it is, why, and what to do`, () => {
			const told = problem(code);
			assert.doesNotMatch(problemText(told).title, /[.\n]$/);
			assert.match(problemText(told).cause, /\.$/);
			assert.match(problemText(told).remedy, /[.)]$/);
		});
	}

	test('that may pass by themselves are retryable, and no other', () => {
		assert.deepEqual(PROBLEM_CODES.filter((code) => problemText(problem(code)).retryable).sort(), [
			...['bad-reply', 'cancelled', 'graph-unavailable', 'network', 'rate-limited', 'timeout'],
		]);
	});

	test('that end a sign-in are those after which only a new user token helps', () => {
		assert.deepEqual(PROBLEM_CODES.filter(endsTheSignIn).sort(), [
			...['app-inactive', 'app-removed', 'not-a-user-token', 'password-changed', 'token-expired'],
			...['token-of-another-app', 'token-revoked', 'unreadable-token'],
		]);
	});

	test('come out of what was thrown; a fault of the program is thrown on', () => {
		const told = problem('timeout');
		assert.equal(problemOrRethrow(new ProblemError(told)), told);
		const fault = new TypeError('x is undefined');
		assert.throws(() => problemOrRethrow(fault), fault);
	});
});

describe('a result that is worth knowing and not worth stopping for', () => {
	const failing = (code: ProblemCode) => Promise.reject(new ProblemError(problem(code)));

	test('is null after a problem', async () => {
		assert.deepEqual([await resultOrNull(Promise.resolve(1)), await resultOrNull(failing('network'))], [1, null]);
	});

	test('does not hide that it was canceled, a problem to stop for, or a fault', async () => {
		await assert.rejects(resultOrNull(failing('cancelled')), isProblem('cancelled'));
		await assert.rejects(resultOrNull(failing('proof-needed'), ['proof-needed']), isProblem('proof-needed'));
		await assert.rejects(resultOrNull(Promise.reject(new RangeError('a fault'))), RangeError);
	});
});
