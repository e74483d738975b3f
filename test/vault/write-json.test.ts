import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import Conf from 'conf';
import { writeJson } from '../../source/vault/write-json.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

describe('a JSON file', { skip: process.platform === 'win32' && 'Windows tells no inode' }, () => {
	for (const SNAP of [undefined, '/snap/made-up/1']) {
		test(`is replaced as a whole ${SNAP ? 'inside a snap' : 'everywhere'}`, () => {
			using folder = new TemporaryFolder();
			const before = process.env.SNAP;
			if (SNAP) process.env.SNAP = SNAP;
			try {
				const inode = () => statSync(join(folder.path, 'profiles.json')).ino;
				writeJson(Conf, folder.path, 'profiles.json', { a: 1 });
				const first = inode();
				writeJson(Conf, folder.path, 'profiles.json', { b: 2 });
				assert.notEqual(inode(), first);
				assert.deepEqual(folder.files(), ['profiles.json']);
				assert.equal(folder.read('profiles.json'), '{"b":2}');
				assert.equal(process.env.SNAP, SNAP ?? before);
			} finally {
				if (before === undefined) delete process.env.SNAP;
				else process.env.SNAP = before;
			}
		});
	}
});
