import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { abilitiesOf, canPublish, wantedAbilities } from '../../source/domain/abilities.ts';
import { PURPOSES, permissionsFor } from '../../source/domain/permissions.ts';
import { describeLack } from '../../source/domain/problems/token.ts';
import * as fc from '../support/fast-check.ts';
import { pageRecord as page } from '../support/page-records.ts';
import { PAGE_ID, pageTokenInfo } from '../support/token-infos.ts';

describe('a Page token may publish', () => {
	const may = (scopes: string[], tasks: string[] | null) =>
		canPublish(page({ info: pageTokenInfo({ scopes }), tasks }));
	const scopes = ['pages_read_engagement', 'pages_manage_posts'];

	test('with the permissions and a task for it', () => {
		for (const task of [
			'CREATE_CONTENT',
			'MANAGE',
			'MODERATE',
			'PROFILE_PLUS_CREATE_CONTENT',
			'PROFILE_PLUS_FULL_CONTROL',
		]) {
			assert.equal(may(scopes, ['ANALYZE', task]), true, task);
		}
	});

	test('not without one of the permissions, nor with tasks for other work', () => {
		assert.equal(may(['pages_manage_posts'], ['MANAGE']), false);
		assert.equal(may(['pages_read_engagement'], ['MANAGE']), false);
		assert.equal(may(scopes, ['ANALYZE', 'SOMETHING_NEW']), false);
		assert.equal(may(scopes, []), false);
	});

	test('not where a permission was granted for other Pages only', () => {
		const granted = (targetIds: string[] | null) => {
			const granularScopes = [{ scope: 'pages_manage_posts', targetIds }];
			return canPublish(page({ info: pageTokenInfo({ scopes, granularScopes }), tasks: ['MANAGE'] }));
		};
		assert.equal(granted(['100000000000002']), false);
		assert.equal(granted([]), false);
		assert.equal(granted(['100000000000002', '100000000000001']), true);
		assert.equal(granted(null), true);
	});

	test('is not known before it was verified, nor without knowing the tasks', () => {
		assert.equal(canPublish(page()), null);
		assert.equal(may(scopes, null), null);
	});
});

describe('what a Page token allows', () => {
	const readings = (scopes: string[], tasks: string[] | null = ['MANAGE']) =>
		Object.fromEntries(
			abilitiesOf(page({ info: pageTokenInfo({ scopes }), tasks })).map(({ ability, is, lack }) => [
				ability,
				lack ? describeLack(lack) : is,
			]),
		);

	test('is told apart, with the permission that each lacks', () =>
		assert.deepEqual(readings(['pages_show_list', 'pages_read_engagement', 'pages_messaging']), {
			publish: 'pages_manage_posts missing',
			read: 'allowed',
			comments: 'pages_read_user_content missing',
			message: 'pages_manage_metadata missing',
			instagram: 'instagram_basic missing',
		}));

	test('hangs on the role as well, where it is more than reading', () => {
		const everything = [...permissionsFor('everything')];
		const refused = 'the role on the Page does not include it';
		assert.deepEqual(readings(everything, ['ANALYZE']), {
			publish: refused,
			read: 'allowed',
			comments: 'allowed',
			message: refused,
			instagram: 'allowed',
		});
		assert.deepEqual(readings(everything, ['MESSAGING']).message, 'allowed');
		assert.deepEqual(readings(everything, null).message, 'Meta told no tasks');
	});

	test('says when a permission was granted for other Pages only', () => {
		const granularScopes = [{ scope: 'pages_manage_posts', targetIds: ['100000000000002'] }];
		const [publishing] = abilitiesOf(page({ info: pageTokenInfo({ granularScopes }) }));
		assert.equal(publishing?.lack && describeLack(publishing.lack), 'pages_manage_posts only for other Pages');
	});

	test('is never more than the granted permissions, whatever the tasks', () => {
		const scopes = fc.uniqueArray(fc.constantFrom(...permissionsFor('everything')));
		const tasks = fc.option(fc.array(fc.oneof(fc.constantFrom('MANAGE', 'ANALYZE', 'MESSAGING'), fc.string())));
		fc.assert(
			fc.property(scopes, tasks, (granted, given) => {
				const all = abilitiesOf(page({ id: PAGE_ID, info: pageTokenInfo({ scopes: granted }), tasks: given }));
				assert.deepEqual(new Set(all.map(({ ability }) => ability)).size, all.length);
				const allowed = all.filter(({ is }) => is === 'allowed').map(({ ability }) => ability);
				for (const ability of allowed) assert.ok(wantedAbilities(granted).includes(ability));
			}),
		);
	});

	test('is not known before it was verified', () => assert.deepEqual(abilitiesOf(page()), []));

	test('is what the purposes are chosen for', () =>
		assert.deepEqual(Object.fromEntries(PURPOSES.map(({ id, permissions }) => [id, wantedAbilities(permissions)])), {
			publish: ['publish', 'read'],
			read: ['read'],
			insights: ['read'],
			comments: ['publish', 'read', 'comments'],
			messenger: ['read', 'message'],
			instagram: ['read', 'instagram'],
			everything: ['publish', 'read', 'comments', 'message', 'instagram'],
		}));
});
