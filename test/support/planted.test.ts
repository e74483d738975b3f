import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { ChildRecord } from './child-record.ts';
import { assertNothingPlanted, assertNothingPlantedIn, plantEnvironment, plantSandbox } from './planted.ts';
import { tokenOf } from './secrets.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const LEAK = /The secret .{4}… \(\d+ characters\) is in /;

describe('what is planted is found, wherever it gets out:', () => {
	test('a made-up token, unless it was asked for', () => {
		const token = tokenOf('planted here');
		const text = `Bearer ${token}`;
		assert.throws(() => assertNothingPlanted(text, 'the log'), LEAK);
		assertNothingPlanted(text, 'the log', { kinds: ['page token'] });
		assertNothingPlanted(text, 'the log', { texts: new Set([token]) });
	});

	test('what a sandbox holds, and what it issues later', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		plantSandbox(sandbox);
		const { text } = sandbox.world.issueUserToken(sandbox.appId, sandbox.world.signedInPersonId, []);
		for (const secret of [sandbox.appSecret, sandbox.userToken, text]) {
			assert.throws(() => assertNothingPlanted(`<${secret}>`, 'the screen', { kinds: ['page token'] }), LEAK);
		}
	});

	test('the secrets of an environment', () => {
		plantEnvironment({ FB_TOKEN_TUI_PASSPHRASE: 'a passphrase for this' });
		assert.throws(() => assertNothingPlanted('a%20passphrase%20for%20this', 'an address'), LEAK);
	});

	test('in files and in their names', () => {
		using folder = new TemporaryFolder();
		assertNothingPlantedIn(join(folder.path, 'nowhere'));
		mkdirSync(join(folder.path, 'deep'));
		writeFileSync(join(folder.path, 'deep/file'), `{"t":"${tokenOf('planted in a file')}"}`);
		assert.throws(() => assertNothingPlantedIn(folder.path), LEAK);
		using other = new TemporaryFolder();
		writeFileSync(join(other.path, tokenOf('planted in a name')), '');
		assert.throws(() => assertNothingPlantedIn(other.path), LEAK);
	});

	for (const [place, code] of [
		['on a command line', "spawn(process.execPath, ['-e', '', SECRET])"],
		['in an environment', "execFile(process.execPath, ['-e', ''], { env: { FB_PAGE_ACCESS_TOKEN: SECRET } })"],
	] as const) {
		test(`${place} of a program that a program starts`, () => {
			const children = new ChildRecord();
			const script = `const { execFile, spawn } = require('node:child_process');
				const SECRET = ${JSON.stringify(tokenOf(place))}; ${code};`;
			execFileSync(process.execPath, [...children.nodeArgs, '-e', script], {
				env: { ...process.env, ...children.env },
			});
			assert.throws(() => children.assertNothingPlanted([]), LEAK);
			if (place === 'in an environment') children.assertNothingPlanted(['exec']);
		});
	}
});
