import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { describeExposure, fixOf } from '../../source/domain/exposure.ts';
import type { ProblemError } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { exposureOf, exposuresIn, fixFor, warningAbout } from '../../source/vault/exposure.ts';
import { Vault } from '../../source/vault/vault.ts';
import { isProblem } from '../support/problems.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const skip = process.getuid ? false : 'Windows has no file modes';

function vaultIn({ path }: TemporaryFolder): Vault {
	return new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: path, FB_TOKEN_TUI_KEYCHAIN: 'off' } });
}

async function stored(folder: TemporaryFolder): Promise<{ key: string }> {
	await vaultIn(folder).save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
	const [key] = readdirSync(join(folder.path, 'sealed')).filter((name) => name.endsWith('.key'));
	return { key: join(folder.path, 'sealed', key ?? assert.fail()) };
}

describe('a key file', { skip }, () => {
	for (const mode of [0o640, 0o604, 0o620, 0o602, 0o666]) {
		test(`of mode ${mode.toString(8)} is not used until it is private`, async () => {
			using folder = new TemporaryFolder();
			const { key } = await stored(folder);
			chmodSync(key, mode);
			await assert.rejects(vaultIn(folder).load('bakery'), (error) => {
				assert.ok(isProblem('store-locked')(error));
				const { cause, remedy } = problemText((error as ProblemError).problem);
				assert.match(cause, new RegExp(`^The key file ${key} has mode ${mode.toString(8)}, so others can `));
				assert.equal(remedy, `Make it private: chmod 600 '${key}'`);
				return true;
			});
			chmodSync(key, 0o600);
			assert.deepEqual(reveal((await vaultIn(folder).load('bakery')).secrets), reveal(secretsOf('x')));
		});
	}

	test('that is a link or a folder is not used', async () => {
		using folder = new TemporaryFolder();
		const { key } = await stored(folder);
		renameSync(key, `${key}.moved`);
		symlinkSync(`${key}.moved`, key);
		await assert.rejects(vaultIn(folder).load('bakery'), isProblem('store-locked', /not safe/));
		rmSync(key);
		mkdirSync(key);
		await assert.rejects(vaultIn(folder).load('bakery'), isProblem('store-locked', /not safe/));
	});

	test('of another user is not safe', () => {
		const stats = { uid: (process.getuid?.() ?? 0) + 1, mode: 0o100600, isDirectory: () => false };
		const exposure = exposureOf('/x/y.key', stats as never);
		assert.equal(exposure && describeExposure(exposure), 'belongs to another user');
		assert.equal(exposure && fixOf(exposure), `sudo chown ${process.getuid?.()} '/x/y.key' && chmod 600 '/x/y.key'`);
	});
});

test('what others can read or change is named, with the commands that fix it', { skip }, async () => {
	using folder = new TemporaryFolder();
	await stored(folder);
	assert.deepEqual(exposuresIn(folder.path), []);
	assert.equal(warningAbout(folder.path), '');
	assert.deepEqual(exposuresIn(join(folder.path, 'nothing')), []);
	const files = folder.files().filter((file) => !file.startsWith('lock/') && file !== 'preferences.json');
	assert.ok(files.length >= 4, files.join());
	for (const file of ['', 'sealed', 'pages', ...files]) {
		const path = join(folder.path, file);
		const isFolder = !file.includes('.');
		chmodSync(path, isFolder ? 0o755 : 0o644);
		const [found, ...others] = exposuresIn(folder.path);
		assert.deepEqual(
			[found?.path, found && fixOf(found), others],
			[path, `chmod ${isFolder ? 700 : 600} '${path}'`, []],
		);
		assert.ok(warningAbout(folder.path).endsWith(`Fix it: chmod ${isFolder ? 700 : 600} '${path}'`));
		chmodSync(path, isFolder ? 0o700 : 0o600);
	}
	chmodSync(folder.path, 0o711);
	chmodSync(join(folder.path, 'profiles.json'), 0o622);
	assert.equal(
		fixFor(exposuresIn(folder.path)),
		`chmod 700 '${folder.path}' && chmod 600 '${join(folder.path, 'profiles.json')}'`,
	);
	chmodSync(folder.path, 0o700);
});
