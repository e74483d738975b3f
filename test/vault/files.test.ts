import assert from 'node:assert/strict';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { replaceFile } from '../../source/vault/files.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

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
			if (process.platform !== 'win32') assert.equal(statSync(at(name)).mode & 0o777, 0o600);
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
});
