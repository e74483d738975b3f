import assert from 'node:assert/strict';
import fs, { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { replaceFile, writeNewFile } from '../../source/vault/files.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const onWindows = process.platform === 'win32';

/** Has a call of the file system fail, as often as there are codes; `hits` says for which of its calls. */
function failing(
	t: TestContext,
	name: 'fsyncSync' | 'openSync' | 'writeFileSync' | 'chownSync',
	codes: string[],
	hits: (argument: unknown) => boolean = () => true,
) {
	const real = fs[name] as (...args: unknown[]) => unknown;
	t.mock.method(fs, name, (...args: unknown[]) => {
		const code = hits(args[0]) ? codes.shift() : undefined;
		if (code === undefined) return real(...args);
		throw Object.assign(new Error(code), { code, syscall: name });
	});
	syncBuiltinESMExports();
	t.after(() => {
		t.mock.restoreAll();
		syncBuiltinESMExports();
	});
}

const isFolder = (handle: unknown) =>
	(typeof handle === 'number'
		? fs.fstatSync(handle)
		: fs.statSync(String(handle), { throwIfNoEntry: false })
	)?.isDirectory() === true;

describe('a file that is replaced', () => {
	test('is new as a whole, for its owner alone, where a link led elsewhere too', () => {
		using folder = new TemporaryFolder();
		const at = (name: string) => join(folder.path, name);
		writeFileSync(at('file'), 'old', { mode: 0o644 });
		writeFileSync(at('elsewhere'), 'kept');
		symlinkSync(at('elsewhere'), at('link'));
		for (const name of ['file', 'link', 'new']) {
			replaceFile(at(name), 'text');
			assert.equal(folder.read(name), 'text');
			if (!onWindows) assert.equal(statSync(at(name)).mode & 0o777, 0o600);
		}
		assert.equal(folder.read('elsewhere'), 'kept');
		assert.deepEqual(folder.files(), ['elsewhere', 'file', 'link', 'new']);
	});

	test('leaves nothing behind where it cannot be', () => {
		using folder = new TemporaryFolder();
		mkdirSync(join(folder.path, 'folder'));
		writeFileSync(join(folder.path, 'folder/kept'), '');
		assert.throws(() => replaceFile(join(folder.path, 'folder'), 'text'));
		assert.deepEqual(folder.files(), ['folder/kept']);
	});

	for (const [name, code] of [
		['writeFileSync', 'ENOSPC'],
		['fsyncSync', 'EIO'],
		['chownSync', 'EPERM'],
	] as const) {
		test(`leaves nothing behind, and the old one whole, where ${name} fails`, (t) => {
			using folder = new TemporaryFolder();
			const path = join(folder.path, 'file');
			writeFileSync(path, 'old');
			failing(t, name, [code]);
			const owner = { uid: 1, gid: 1 };
			assert.throws(() => replaceFile(path, 'new', owner), { code });
			assert.deepEqual(readdirSync(folder.path), ['file']);
			assert.equal(folder.read('file'), 'old');
		});
	}

	test('leaves nothing behind where its folder reports an error', {
		skip: onWindows && 'folders are not synced',
	}, (t) => {
		using folder = new TemporaryFolder();
		failing(t, 'fsyncSync', ['EIO', 'EIO'], isFolder);
		assert.throws(() => replaceFile(join(folder.path, 'file'), 'new'), { code: 'EIO' });
		assert.throws(() => writeNewFile(join(folder.path, 'file'), 'new'), { code: 'EIO' });
		assert.deepEqual(readdirSync(folder.path), []);
	});
});

describe('a folder that cannot be synced', { skip: onWindows && 'folders are not synced' }, () => {
	for (const code of ['EINVAL', 'ENOTSUP', 'EPERM', 'EACCES', 'EISDIR']) {
		for (const name of ['fsyncSync', 'openSync'] as const) {
			test(`is no error where ${name} says ${code}`, (t) => {
				using folder = new TemporaryFolder();
				failing(t, name, [code, code], isFolder);
				replaceFile(join(folder.path, 'file'), 'text');
				assert.equal(folder.read('file'), 'text');
				assert.deepEqual(folder.files(), ['file']);
			});
		}
	}
});
