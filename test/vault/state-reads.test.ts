import assert from 'node:assert/strict';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';
import { profileOf, secretsOf } from '../support/profiles.ts';
import { NOW } from '../support/program.ts';
import { reopened, temporaryVault } from '../support/stored-profile.ts';

test('The list of profiles is read once for all of them, and again once another program has changed it', async (t) => {
	const writer = temporaryVault(t, { now: () => NOW });
	for (let index = 0; index < 20; index++) {
		await writer.save(profileOf(`p${index}`), secretsOf(`p${index}`), { kind: 'file' });
	}
	const open = t.mock.method(fs, 'openSync');
	syncBuiltinESMExports();
	const vault = reopened(writer, { now: () => NOW });
	for (const { name } of await vault.list()) await vault.read(name);
	const lists = open.mock.calls.filter(({ arguments: [path] }) => String(path).endsWith('profiles.json'));
	open.mock.restore();
	syncBuiltinESMExports();
	assert.equal(lists.length, 1);
	await writer.amend('p3', (profile) => ({ ...profile, graphVersion: 'v28.0' }));
	assert.equal((await vault.find('p3')).graphVersion, 'v28.0');
});
