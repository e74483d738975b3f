import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exitCodeOfJourney } from '../../source/commands/shared/exit-code.ts';
import type { Verdict } from '../../source/domain/verdict.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { pageRecord } from '../support/page-records.ts';
import { readReport } from './outputs.ts';
import { connect } from './run-program.ts';
import { Store } from './store.ts';

const graphError = (code: number, message: string) => ({
	status: 400,
	body: JSON.stringify({ error: { message, type: 'OAuthException', code } }),
});

const FAULTS: Readonly<Record<string, Partial<Fault>>> = {
	'a permission that is missing': graphError(10, '(#10) Requires pages_show_list.'),
	'an error that nobody knows': graphError(424_242, 'Something new has happened.'),
	'an error of Meta’s own': { status: 500 },
	'an answer that is no list': { status: 200, body: '{"data":"none"}' },
	'an item that is no Page': { status: 200, body: '{"data":[{"name":"Nobody knows its id"}]}' },
	'a link that is none': { status: 200, body: '{"data":[],"paging":{"next":5}}' },
	'a web page': { status: 200, body: '<html>Sign in to the WLAN</html>' },
};

describe('a list of which a part could not be read', { concurrency: 2 }, () => {
	for (const [what, fault] of Object.entries(FAULTS)) {
		test(`because of ${what} exits 1, and says that Pages may be missing`, async () => {
			// Both Pages are named by granular scopes too.
			await using sandbox = await startSandbox({ pages: 2, faults: [{ endpoint: 'accounts', ...fault }] });
			const text = await connect(sandbox);
			assert.equal(text.code, 1, text.stderr);
			assert.match(text.stderr, /^Pages may be missing: the list was not read to its end\.$/m);
			const { code, stdout } = await connect(sandbox, ['--json']);
			const { pages, problems } = readReport(stdout);
			assert.deepEqual([code, pages.map(({ foundBy }) => foundBy)], [1, ['granular-scope', 'granular-scope']]);
			assert.match(problems[0]?.cause ?? '', /^The Pages of this account: .* The list may be incomplete\.$/);
		});
	}

	for (const [part, fault] of [
		['its second page', { endpoint: 'accounts', nth: 2 }],
		['the businesses', { endpoint: 'businesses' }],
		['the Pages of a business', { endpoint: 'owned_pages' }],
		['the Pages of its clients', { endpoint: 'client_pages' }],
		['a business', { endpoint: 'businesses', status: 200, body: '{"data":[null]}' }],
		['a Page of a business', { endpoint: 'owned_pages', status: 200, body: '{"data":[{}]}' }],
	] as const) {
		test(`says that Pages may be missing where ${part} cannot be read`, async () => {
			const faults = [{ ...graphError(10, '(#10) No.'), ...fault }];
			await using sandbox = await startSandbox({ pages: 15, greatestLimit: 10, faults });
			const { code, stderr } = await connect(sandbox);
			assert.equal(code, 3, 'one of the tokens is invalid, which is worse');
			assert.match(stderr, /^Pages may be missing/m);
		});
	}

	test('says that Pages may be missing where a Page that only a granular scope names cannot be read', async () => {
		const { status: code, body } = graphError(424_242, 'New.');
		// It is looked up with the Page whose token is missing.
		await using sandbox = await startSandbox({ faults: [{ endpoint: 'batch', nth: 2, items: { 1: { code, body } } }] });
		assert.match((await connect(sandbox)).stderr, /^Pages may be missing/m);
	});

	test('exits 1 by refresh, says so, and keeps the Pages that were there', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		assert.equal((await store.connect(['--profile', 'bakery'])).code, 0);
		sandbox.faults.push({ endpoint: 'accounts', ...graphError(10, '(#10) Requires pages_show_list.') });
		sandbox.faults.push({ endpoint: 'node', ...graphError(100, 'No.') });
		const { code, stderr } = await store.run(['refresh']);
		assert.equal(code, 1, stderr);
		assert.match(stderr, /^bakery: Pages may be missing: the list was not read to its end$/m);
		assert.equal((await store.vault().read('bakery')).pages.length, 2);
	});

	test('that hides a Page from refresh keeps it in the profile', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		assert.equal((await store.connect(['--profile', 'bakery'])).code, 0);
		sandbox.faults.push({ endpoint: 'accounts', status: 200, body: '{"data":[{"id":null,"name":"My Bakery"}]}' });
		sandbox.faults.push({ endpoint: 'node', ...graphError(803, 'No.') });
		assert.equal((await store.run(['refresh'])).code, 1);
		assert.equal((await store.vault().read('bakery')).pages.length, 2);
	});

	test('exits 0 where all of it is read', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const { code, stderr } = await connect(sandbox);
		assert.equal(code, 0);
		assert.doesNotMatch(stderr, /missing|incomplete/);
	});
});

test('a list that is not complete is a failure, unless a token is invalid', () => {
	const exitCode = (verdict: Verdict, isComplete: boolean) =>
		exitCodeOfJourney({ pages: [pageRecord({ verdict })], problems: [], isComplete });
	assert.deepEqual(
		(['permanent', 'dated', 'short', 'unknown', 'invalid'] as const).map((verdict) => [
			exitCode(verdict, true),
			exitCode(verdict, false),
		]),
		[
			[0, 1],
			[5, 1],
			[5, 1],
			[1, 1],
			[3, 3],
		],
	);
});
