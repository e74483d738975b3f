import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from '../../../source/domain/problem.ts';
import { problemText } from '../../../source/domain/problem-text.ts';
import { aboutSharedGrant } from '../../../source/domain/sign-in/grant.ts';

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
	const facts = { kind: 'left-out', names: ['My Bakery', 'My Café'], count: 1000 } as const;
	const many = problemText(problem('missing-permission', facts));
	assert.equal(many.title, 'This sign-in left out 1000 saved Pages');
	assert.match(many.cause, /^You did not select "My Bakery", "My Café" and 998 more Pages, or /);
	assert.equal(many.remedy, 'Sign in again, choose "Edit settings" and select every Page.');
	const one = problemText(problem('missing-permission', { ...facts, names: ['My Bakery'], count: 1 }));
	assert.equal(one.title, 'This sign-in left out a saved Page');
});
