import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { problemOfConnection } from '../../source/graph/network.ts';
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
			assert.deepEqual([told.code, told.retryable], [code, retryable]);
			assert.match(told.cause, cause);
			assertNoSecrets(JSON.stringify(told), [tokenOf('network')], 'the problem');
			assert.ok(!JSON.stringify(told).includes('oauth'));
		});
	}
});
