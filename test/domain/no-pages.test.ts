import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemOfNoPages } from '../../source/domain/diagnosis.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { isPageGranted, type TokenInfo } from '../../source/domain/token.ts';
import { withText } from '../support/problems.ts';
import { pageTokenInfo } from '../support/token-infos.ts';

const LISTING = ['pages_show_list', 'business_management'];

/** The causes, in their order, for a user token. */
function causesFor(change: Partial<TokenInfo>): string[] {
	const { cause, code } = withText(problemOfNoPages(pageTokenInfo({ type: 'USER', profileId: null, ...change })));
	assert.equal(code, 'no-pages');
	return cause.replace(/^.*likeliest first: 1\. /, '').split(/ \d\. /);
}

const shown = (targetIds: string[] | null) => [{ scope: 'pages_show_list', targetIds }];

describe('an empty list explains itself', () => {
	const table: readonly (readonly [name: string, change: Partial<TokenInfo>, first: RegExp])[] = [
		['without pages_show_list', { scopes: ['public_profile'] }, /^pages_show_list is not granted/],
		['with no Page selected', { scopes: LISTING, granularScopes: shown([]) }, /^You selected no Page/],
		[
			'with Pages selected',
			{ scopes: LISTING, granularScopes: shown(['1', '2']) },
			/^You selected 2 Pages, and Meta shows none/,
		],
		['with all Pages selected', { scopes: LISTING, granularScopes: shown(null) }, /^You selected all Pages/],
		['without granular scopes', { scopes: LISTING, granularScopes: [] }, /^You selected all Pages/],
	];
	for (const [name, change, first] of table) {
		test(`${name}, the list first, then portfolios, then roles`, () => {
			const [listing = '', portfolios = '', roles] = causesFor(change);
			assert.match(listing, first);
			const isGranted = change.scopes?.includes('business_management');
			assert.match(portfolios, isGranted ? /of which you are not a member\.$/ : /^business_management is not granted/);
			assert.equal(roles, 'You have no role on any Page.');
		});
	}

	test('in general where the permissions are not known', () =>
		assert.match(
			problemText(problemOfNoPages(pageTokenInfo({ scopes: [] }))).cause,
			/^You selected no Page when you signed in,/,
		));
});

describe('what comes next', () => {
	const remedyFor = (change: Partial<TokenInfo>) =>
		withText(problemOfNoPages(pageTokenInfo({ type: 'USER', profileId: null, ...change }))).remedy;

	for (const scopes of [['public_profile'], LISTING, ['pages_show_list'], ['business_management']]) {
		for (const targetIds of [null, [], ['1']]) {
			for (const type of ['USER', 'SYSTEM_USER']) {
				test(`asks ${type} with ${scopes} for ${targetIds} for nothing that is granted`, () => {
					const granularScopes = scopes.includes('pages_show_list') ? shown(targetIds) : [];
					const remedy = remedyFor({ type, scopes, granularScopes });
					assert.deepEqual(
						LISTING.filter((name) => remedy.includes(name)),
						LISTING.filter((name) => !scopes.includes(name)),
					);
					const isAll = type === 'USER' && scopes.includes('pages_show_list') && targetIds === null;
					assert.equal(remedy.includes('"Opt in to current Pages only"'), isAll);
					assert.equal(remedy.includes('Edit settings'), type === 'USER');
				});
			}
		}
	}
});

test('Pages are in the grant, or not, or nobody knows', () => {
	const grants = (...targets: (string[] | null)[]) => ({
		...pageTokenInfo(),
		granularScopes: [
			...targets.map((targetIds, index) => ({ scope: ['pages_show_list', 'pages_messaging'][index] ?? '', targetIds })),
			{ scope: 'business_management', targetIds: ['7'] },
		],
	});
	assert.deepEqual(
		[[['7', '8']], [['8'], ['7']], [['8'], null], [[]], [['8'], ['9']], [null], []].map((targets) =>
			isPageGranted(grants(...targets), '7'),
		),
		[true, true, null, false, false, null, null],
	);
});
