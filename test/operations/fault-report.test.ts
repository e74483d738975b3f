import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { faultReport } from '../../source/operations/fault-report.ts';
import * as fc from '../support/fast-check.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { ORIGIN } from '../support/origin.ts';
import { anyAppSecret, anyToken } from '../support/secrets.ts';

const HOME = '/somewhere/ada';

const report = (fault: unknown, more: Partial<Parameters<typeof faultReport>[1]> = {}) =>
	faultReport(fault, { origin: ORIGIN, home: HOME, reportAt: null, ...more });

/** An error with a stack as Node writes it. */
function errorAt(message: string, ...places: string[]): Error {
	const error = new TypeError(message);
	error.stack = [`TypeError: ${message}`, ...places.map((place) => `    at ${place}`)].join('\n');
	return error;
}

test('a fault is told in a few lines, with where it happened and what to do', () => {
	const fault = errorAt(
		"Cannot read properties of undefined (reading 'id')",
		`verify (file://${HOME}/with blank/dist/chunk-ABCD.js:12:345)`,
		'D:\\some where\\dist\\run-1.js:1:2',
		'async Object.next (/opt/dist/cli.js:3:4)',
		'process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
		'new Promise (<anonymous>)',
	);
	assert.equal(
		report(fault),
		[
			'fb-token-tui has stopped, because of a fault of its own.',
			'Nothing that was stored is lost.',
			'',
			"  TypeError: Cannot read properties of undefined (reading 'id')",
			'    at verify (chunk-ABCD.js:12:345)',
			'    at run-1.js:1:2',
			'    at async Object.next (cli.js:3:4)',
			'    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
			'',
			'Please report it with this text.',
			'fb-token-tui 0.0.0, Node 20.20.0, linux x64, Graph API at graph.facebook.com',
			'',
		].join('\n'),
	);
});

test('the place for reports is named where there is one', () => {
	const told = report(errorAt('x'), { reportAt: 'https://example.org/issues' });
	assert.match(told, /\nPlease report it with this text at https:\/\/example\.org\/issues\n/);
});

test('what is no error is told as well', () => {
	assert.match(report('just a text'), /\n {2}just a text\n/);
	assert.match(report(undefined), /\n {2}undefined\n/);
	assert.match(report(new RangeError()), /\n {2}RangeError\n/);
});

test('the cause of a fault is told', () => {
	const fault = new Error('outside', { cause: new RangeError('inside') });
	assert.match(report(fault), /\n {2}Error: outside\n(?: {4}at .+\n)+ {2}Because of RangeError: inside\n/);
});

test('neither ids nor the folder of the person are told, nor what moves the cursor', () => {
	const told = report(errorAt(`104829375610284 is not in ${HOME}/.config/x\u001B[2J\u0007\u202E.`));
	assert.match(told, /\n {2}TypeError: \{id\} is not in ~\/\.config\/x\.\n/);
});

test('however much is thrown, it stays short', () => {
	const places = Array.from({ length: 50 }, (_, index) => `f${index} (/a/b.js:${index}:1)`);
	const told = report(errorAt(`${'long '.repeat(1000)}\n${'more\n'.repeat(100)}`, ...places));
	assert.ok(told.split('\n').length <= 20);
	assert.ok(told.length < 2000);
});

describe('no secret is told:', () => {
	const address = 'https://graph.facebook.com/v27.0/oauth/access_token?client_secret=';
	const places: readonly ((token: string, secret: string) => string)[] = [
		(token) => `bad token ${token}`,
		(_, secret) => `bad secret ${secret}`,
		(token, secret) => `GET ${address}${secret}&fb_exchange_token=${token} failed`,
		(token, secret) => JSON.stringify({ access_token: token, app: { client_secret: secret } }),
		(token) => `Authorization: Bearer ${token}`,
		(token) => encodeURIComponent(`access_token=${token}`),
		(token, secret) => `${secret}\n${token}`,
	];
	test('a token, an app secret and an address with both, in a message, a cause and a stack', () => {
		fc.assert(
			fc.property(anyToken, anyAppSecret, fc.constantFrom(...places), (token, secret, place) => {
				const text = place(token, secret);
				const fault = errorAt(text, `open (${text}:1:2)`, `${text} (/a/b.js:1:2)`);
				fault.cause = new Error(text);
				assertNoSecrets(report(fault), [token, secret], 'the report');
				assertNoSecrets(report(text), [token, secret], 'the report');
			}),
		);
	});

	test('one that is known, whatever it looks like', () => {
		const passphrase = 'correct horse battery staple';
		const told = report(errorAt(`wrong: ${passphrase}`), { secrets: [new Secret(passphrase)] });
		assert.match(told, /wrong: \[redacted\]/);
	});
});
