import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret } from '../../source/domain/secret.ts';
import * as fc from '../support/fast-check.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { anyToken, tokenOf } from '../support/secrets.ts';

const TOKEN = tokenOf('secret');

function printed(secret: Secret): string {
	const out = new PassThrough();
	new Console(out).log(secret, { deep: { list: [secret] } }, new Map([['token', secret]]));
	return String(out.read());
}

describe('a secret', () => {
	const ways: Readonly<Record<string, (secret: Secret) => unknown>> = {
		'as a string': String,
		'in a template': (secret) => `token ${secret}`,
		joined: (secret) => [secret, secret].join(),
		'in JSON': (secret) => JSON.stringify({ secret, list: [secret] }),
		inspected: (secret) => inspect({ secret }, { depth: 9, showHidden: true, getters: true }),
		formatted: (secret) => format('%s %o %O %j', secret, secret, secret, secret),
		'on the console': printed,
		'in an error': (secret) => inspect(new Error(`refused: ${secret}`, { cause: { secret } })),
		'spread into an object': (secret) => inspect({ ...secret }),
		'by its properties': (secret) => Object.getOwnPropertyNames(secret).join(),
	};
	for (const [name, way] of Object.entries(ways)) {
		test(`does not show ${name}`, () => assertNoSecrets(String(way(new Secret(TOKEN))), [TOKEN], name));
	}

	test('shows four characters at each end, and nothing of a short one', () => {
		assert.equal(`${new Secret(TOKEN)}`, `${TOKEN.slice(0, 4)}…${TOKEN.slice(-4)}`);
		assert.equal(`${new Secret('hunter2')}`, '…');
	});

	test('is revealed whole, has its length, and equals its like', () => {
		fc.assert(
			fc.property(anyToken, fc.string(), (token, other) => {
				const secret = new Secret(token);
				assert.equal(secret.reveal(), token);
				assert.equal(secret.length, token.length);
				assert.ok(secret.equals(new Secret(token)));
				assert.ok(!secret.equals(new Secret(other)));
			}),
		);
	});
});
