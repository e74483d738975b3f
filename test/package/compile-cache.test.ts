import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { bareEnvironment, PROGRAM } from '../commands/run-program.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

describe('compiled code', { skip: process.platform !== 'linux' && 'only here the folder can be chosen' }, () => {
	const version = (folder: string, { isOff = false } = {}) => {
		const { NODE_DISABLE_COMPILE_CACHE, ...bare } = bareEnvironment();
		const env = { ...bare, XDG_CACHE_HOME: folder, ...(isOff ? { NODE_DISABLE_COMPILE_CACHE } : {}) };
		return execFileSync(process.execPath, [PROGRAM, '--version'], { env, encoding: 'utf8' });
	};

	test('is kept, and a run with it is as one without', () => {
		using folder = new TemporaryFolder();
		const first = version(folder.path);
		const files = folder.files();
		assert.ok(files.length > 0);
		assert.ok(files.every((file) => file.startsWith('fb-token-tui/')));
		assert.equal(version(folder.path), first);
		assert.deepEqual(folder.files(), files);
	});

	const own = 'enableCompileCache' in module && 'from version 22 on Node does it by itself';
	for (const [what, spoil] of [
		['damaged', (kept: Buffer) => Buffer.concat([kept.subarray(0, kept.length >> 1), Buffer.alloc(kept.length >> 1)])],
		['cut short', (kept: Buffer) => kept.subarray(0, kept.length >> 1)],
		['empty', () => Buffer.alloc(0)],
	] as const) {
		test(`is made anew where it was ${what}`, { skip: own }, () => {
			using folder = new TemporaryFolder();
			const first = version(folder.path);
			const paths = folder.files().map((file) => join(folder.path, file));
			for (const path of paths) writeFileSync(path, spoil(readFileSync(path)));
			assert.equal(version(folder.path), first);
			for (const kept of paths.map((path) => readFileSync(path))) {
				const half = kept.subarray(0, kept.length / 2);
				assert.ok(half.length > 0 && half.equals(kept.subarray(half.length)));
			}
		});
	}

	test('is not kept where that is switched off, nor missed where there is no place for it', () => {
		using folder = new TemporaryFolder();
		const expected = version(folder.path, { isOff: true });
		assert.deepEqual(folder.files(), []);
		assert.equal(version('/dev/null'), expected);
	});
});
