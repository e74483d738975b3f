import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	jobOf,
	missingPermissions,
	PURPOSES,
	parsePermissions,
	permissionsFor,
	touchedByDataAccessExpiry,
} from '../../source/domain/permissions.ts';

/** What each permission demands beside itself, by Meta's permissions reference. */
const DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
	pages_manage_posts: ['pages_read_engagement', 'pages_show_list'],
	pages_manage_engagement: ['pages_read_user_content', 'pages_show_list'],
	pages_read_user_content: ['pages_show_list'],
	pages_manage_metadata: ['pages_show_list'],
	pages_messaging: ['pages_manage_metadata', 'pages_show_list'],
	business_management: ['pages_read_engagement', 'pages_show_list'],
};

describe('the purposes', () => {
	test('begin with publishing, which needs four permissions', () => {
		assert.equal(PURPOSES[0]?.id, 'publish');
		assert.deepEqual([...permissionsFor('publish')].sort(), [
			'business_management',
			'pages_manage_posts',
			'pages_read_engagement',
			'pages_show_list',
		]);
	});

	for (const { id, permissions } of PURPOSES) {
		test(`"${id}" names each permission once, with its work in words and all that it depends on`, () => {
			assert.equal(new Set(permissions).size, permissions.length);
			for (const name of permissions) {
				assert.ok(jobOf(name), name);
				assert.deepEqual(missingPermissions(DEPENDENCIES[name] ?? [], permissions), [], name);
			}
		});
	}

	test('"everything" holds all others, and none asks for what is gone', () => {
		for (const { permissions } of PURPOSES) {
			assert.deepEqual(missingPermissions(permissions, permissionsFor('everything')), []);
			assert.ok(!permissions.some((name) => /manage_pages|publish_pages|instagram_business/.test(name)));
		}
	});
});

describe('a list of permissions that a person wrote', () => {
	test('may name purposes and permissions, with commas or blanks', () => {
		const { permissions, unknown } = parsePermissions(' publish, read_insights pages_show_list,,some_new_permission ');
		assert.deepEqual(permissions, [...permissionsFor('publish'), 'read_insights', 'some_new_permission']);
		assert.deepEqual(unknown, []);
	});

	test('is told which words are neither', () => {
		assert.deepEqual(parsePermissions('publsh,Pages_Show_List,--all').unknown, ['publsh', 'Pages_Show_List', '--all']);
		assert.deepEqual(parsePermissions('').permissions, []);
		assert.deepEqual(parsePermissions('constructor').unknown, ['constructor']);
	});
});

test('what is missing keeps the order in which it was wanted', () => {
	assert.deepEqual(missingPermissions(['b', 'a', 'c'], ['a', 'd']), ['b', 'c']);
});

test('the second clock touches Instagram, videos and people, and no Page permission', () => {
	const granted = [
		...permissionsFor('everything'),
		'publish_video',
		'user_birthday',
		'public_profile',
		'ads_read',
		'pages_manage_cta',
	];
	const touched = touchedByDataAccessExpiry(granted);
	assert.deepEqual(
		touched,
		granted.filter((name) => /^(instagram_|publish_video|user_)/.test(name)),
	);
	assert.ok(touched.includes('instagram_basic'));
});

test('an unknown permission has no work in words, and neither has a word of JavaScript', () => {
	assert.equal(jobOf('pages_read_minds'), null);
	assert.equal(jobOf('constructor'), null);
});
