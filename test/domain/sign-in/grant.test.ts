import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutLostPages, aboutSharedGrant } from '../../../source/domain/sign-in/grant.ts';

const MANY = Array.from({ length: 1000 }, (_, index) => `Page ${index + 1}`);

test('What shares a grant is named in part and counted, whatever there is of it', () => {
	const shared = { of: 'Page', names: MANY, configId: null } as const;
	assert.deepEqual(aboutSharedGrant(shared, 2), [
		'Select "Page 1", "Page 2" and 998 more Pages again. The tokens of Pages that you leave out stop working.',
		'Choose "Edit settings" at Facebook, not "Continue".',
	]);
	assert.equal(aboutSharedGrant({ ...shared, configId: '123456789012345' }, 2).length, 3);
	assert.match(
		aboutSharedGrant({ of: 'profile', names: ['bakery'], configId: null }, 2)[0] ?? '',
		/^Select all Pages of "bakery" again\./,
	);
	assert.deepEqual(aboutSharedGrant({ ...shared, names: [] }, 2), []);
});

test('Pages that a sign-in has left out are named with what to do', () => {
	assert.deepEqual(aboutLostPages(MANY, 1), [
		'1000 saved Pages no longer in the grant: "Page 1" and 999 more Pages.',
		'Sign in again, choose "Edit settings" and select every Page.',
	]);
	assert.deepEqual(aboutLostPages([], 1), []);
});
