import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphError } from '../../source/sandbox/graph-error.ts';
import { startWithProfile } from '../support/profile-program.ts';

const OUTSIDE = {
	code: 190,
	message: "Any of the pages_show_list permission(s) must be granted before impersonating a user's page.",
};

test('A sign-in names the saved Pages that it left out, and verifies the other profiles of that person again', async (t) => {
	const { program, vault } = await startWithProfile(t);
	const { world, appId } = program.sandbox;
	const { profile, secrets } = await vault.load('my-app');
	await vault.save({ ...profile, name: 'other' }, secrets, { kind: 'file' });
	const verifiedAt = async () => (await vault.read('other')).pages[0]?.checkedAt;
	const before = await verifiedAt();
	program.press('enter');
	await program.see('15 Pages, verified just now');
	const gone = '104829375610284';
	const roles = world.rolesOf(world.signedInPersonId);
	for (const role of roles) Object.assign(role, { listed: role.pageId !== gone });
	const kept = roles.map(({ pageId }) => pageId).filter((id) => id !== gone);
	for (const token of world.tokens.values()) {
		if (token.kind === 'page' && token.pageId === gone) token.invalid = new GraphError(OUTSIDE);
	}
	program.press('p');
	await program.see('User access token');
	const { text } = world.issueUserToken(appId, world.signedInPersonId, profile.wanted, kept);
	program.terminal.plant(text);
	program.terminal.paste(text);
	await program.see('goes on');
	program.press('enter');
	await program.see('Saved as my-app.');
	await program.see('This sign-in left out a saved Page');
	const stored = await vault.read('my-app');
	assert.deepEqual(
		stored.problems.map(({ code, facts }) => [code, facts]),
		[['missing-permission', { kind: 'left-out', names: ['My Bakery'], count: 1 }]],
	);
	const other = await vault.read('other');
	assert.notEqual(await verifiedAt(), before);
	assert.equal(other.pages.find(({ id }) => id === gone)?.assessment?.verdict, 'unknown');
});
