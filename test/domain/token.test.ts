import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derivesPages, pageIdsInGranularScopes, permissionsForPage } from '../../source/domain/token.ts';
import { pageTokenInfo } from '../support/token-infos.ts';

test('Pages come from the tokens of people and of system users alone', () => {
	const kinds = ['USER', 'SYSTEM_USER', 'PAGE', 'APP', 'SOMETHING_NEW', null];
	assert.deepEqual(
		kinds.filter((type) => derivesPages(pageTokenInfo({ type }))),
		['USER', 'SYSTEM_USER'],
	);
});

test('granular scopes name each Page once, and no business, Instagram account or ad account', () => {
	const info = pageTokenInfo({
		granularScopes: [
			{ scope: 'pages_show_list', targetIds: ['11', '22'] },
			{ scope: 'pages_manage_posts', targetIds: ['22', '33', 'act_5'] },
			{ scope: 'pages_messaging', targetIds: null },
			{ scope: 'business_management', targetIds: ['44'] },
			{ scope: 'instagram_basic', targetIds: ['55'] },
		],
	});
	assert.deepEqual(pageIdsInGranularScopes(info), ['11', '22', '33']);
});

test('a token carries for a Page what was granted for it or for all, whatever else has targets of another kind', () => {
	const info = pageTokenInfo({
		scopes: ['pages_show_list', 'pages_manage_posts', 'pages_messaging', 'business_management', 'instagram_basic'],
		granularScopes: [
			{ scope: 'pages_show_list', targetIds: ['11', '22'] },
			{ scope: 'pages_manage_posts', targetIds: ['22'] },
			{ scope: 'pages_messaging', targetIds: null },
			{ scope: 'business_management', targetIds: ['44'] },
			{ scope: 'instagram_basic', targetIds: ['55'] },
		],
	});
	const others = ['pages_messaging', 'business_management', 'instagram_basic'];
	assert.deepEqual(permissionsForPage(info, '11'), ['pages_show_list', ...others]);
	assert.deepEqual(permissionsForPage(info, '22'), ['pages_show_list', 'pages_manage_posts', ...others]);
	assert.deepEqual(permissionsForPage(info, '33'), others);
});
