import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import module from 'node:module';
import { describe, test } from 'node:test';
import { bareEnvironment, PROGRAM } from '../commands/run-program.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

describe('compiled code', { skip: process.platform !== 'linux' && 'only here the folder can be chosen' }, () => {
	const version = (folder: string, { isOff = false } = {}) => {
		const { NODE_DISABLE_COMPILE_CACHE, ...bare } = bareEnvironment();
		const env = { ...bare, XDG_CACHE_HOME: folder, ...(isOff ? { NODE_DISABLE_COMPILE_CACHE } : {}) };
		return execFileSync(process.execPath, [PROGRAM, '--version'], { env, encoding: 'utf8' });
	};

	test('is kept where Node can, and a run with it is as one without', () => {
		using folder = new TemporaryFolder();
		const first = version(folder.path);
		const files = folder.files();
		assert.equal(files.length > 0, 'enableCompileCache' in module);
		assert.ok(files.every((file) => file.startsWith('fb-token-tui/')));
		assert.equal(version(folder.path), first);
	});

	test('is not kept where that is switched off, nor missed where there is no place for it', () => {
		using folder = new TemporaryFolder();
		const expected = version(folder.path, { isOff: true });
		assert.deepEqual(folder.files(), []);
		assert.equal(version('/dev/null'), expected);
	});
});
