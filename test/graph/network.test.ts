import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { ProblemError, problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { PROBLEM_CODES } from '../../source/domain/problems/codes.ts';
import { errorOfConnection, mayHaveBeenDone, problemOfConnection } from '../../source/graph/network.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { tokenOf } from '../support/secrets.ts';

const HOST = 'graph.facebook.com';
const ADDRESS = `https://${HOST}/v27.0/oauth/access_token?fb_exchange_token=${tokenOf('network')}`;

/** An error as node-fetch makes it: the whole address is in its text. */
function fetchError(change: object): Error {
	return Object.assign(new Error(`request to ${ADDRESS} failed`), change);
}

describe('a connection that fails', () => {
	const table: readonly (readonly [change: object, code: string, cause: RegExp, retryable: boolean])[] = [
		[{ code: 'ENOTFOUND' }, 'network', /could not be resolved/, true],
		[{ code: 'EAI_AGAIN' }, 'network', /name server/, true],
		[{ code: 'ECONNREFUSED' }, 'network', /refused/, true],
		[{ code: 'ECONNRESET' }, 'network', /cut the connection/, true],
		[{ code: 'ERR_STREAM_PREMATURE_CLOSE' }, 'network', /within its answer/, true],
		[{ code: 'ENETUNREACH' }, 'network', /no network/, true],
		[{ code: 'EWHATEVER' }, 'network', /EWHATEVER/, true],
		[{}, 'network', /failed/, true],
		[{ code: 'CERT_HAS_EXPIRED' }, 'network', /certificate/, false],
		[{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'network', /certificate/, false],
		[{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'network', /certificate/, false],
		[{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'network', /certificate/, false],
		[{ code: 'Z_DATA_ERROR' }, 'bad-reply', /cannot be read/, true],
		[{ type: 'max-size' }, 'bad-reply', /does not end/, true],
	];
	for (const [change, code, cause, retryable] of table) {
		test(`with ${inspect(change)} is ${code}, told without the address`, () => {
			const told = problemOfConnection(fetchError(change), HOST);
			assert.deepEqual([told.code, problemText(told).retryable], [code, retryable]);
			assert.match(problemText(told).cause, cause);
			assertNoSecrets(JSON.stringify(told), [tokenOf('network')], 'the problem');
			assert.ok(!JSON.stringify(told).includes('oauth'));
		});
	}
});

describe('a write that failed', () => {
	const byConnection: readonly (readonly [code: string, mayBeDone: boolean])[] = [
		...(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'] as const).map(
			(code) => [code, false] as const,
		),
		...(['CERT_HAS_EXPIRED', 'PROXY_407', 'PROXY_502', 'PROXY_ECONNREFUSED'] as const).map(
			(code) => [code, false] as const,
		),
		...(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_DATA_ERROR', ''] as const).map(
			(code) => [code, true] as const,
		),
	];
	for (const [code, mayBeDone] of byConnection) {
		test(`${mayBeDone ? 'may have been' : 'was surely not'} done, with ${code || 'no code'}`, () => {
			const proxy = code.startsWith('PROXY_') ? 'proxy.example.com' : null;
			assert.equal(mayHaveBeenDone(errorOfConnection(fetchError({ code }), HOST, proxy)), mayBeDone);
		});
	}

	test('may have been done without an answer, or with Meta’s own trouble; a refusal says no', () => {
		const uncertain = PROBLEM_CODES.filter((code) => mayHaveBeenDone(new ProblemError(problem(code))));
		assert.deepEqual(uncertain.sort(), ['bad-reply', 'graph-unavailable', 'network', 'timeout']);
	});
});
