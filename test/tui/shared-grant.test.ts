import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWithProfile } from '../support/profile-program.ts';

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
	const kept = world.offeredPageIds(world.signedInPersonId).filter((id) => id !== gone);
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
