import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import Conf from 'conf';
import { writeState } from '../../source/vault/write-state.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

describe('the list of profiles', { skip: process.platform === 'win32' && 'Windows tells no inode' }, () => {
	for (const SNAP of [undefined, '/snap/made-up/1']) {
		test(`is replaced as a whole ${SNAP ? 'inside a snap' : 'everywhere'}`, () => {
			using folder = new TemporaryFolder();
			const before = process.env.SNAP;
			if (SNAP) process.env.SNAP = SNAP;
			try {
				const inode = () => statSync(join(folder.path, 'profiles.json')).ino;
				writeState(Conf, folder.path, { version: 1, profiles: [], leftovers: [] });
				const first = inode();
				writeState(Conf, folder.path, { version: 1, profiles: [], leftovers: [] });
				assert.notEqual(inode(), first);
				assert.deepEqual(folder.files(), ['profiles.json']);
				assert.equal(process.env.SNAP, SNAP ?? before);
			} finally {
				if (before === undefined) delete process.env.SNAP;
				else process.env.SNAP = before;
			}
		});
	}
});
