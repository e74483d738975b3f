import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { compileCacheFolder } from '../../source/compile-cache.ts';
import { bareEnvironment, PROGRAM } from '../commands/run-program.ts';
import { runAsNobody, whyNoSecondUser } from '../support/second-user.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const skip = process.platform !== 'linux' && 'only on Linux a variable chooses the directory';
const isKept = 'enableCompileCache' in module;

function cacheFolderFor(folder: string): string | null {
	return compileCacheFolder({ XDG_CACHE_HOME: folder }, 'linux');
}

function version(folder: string, more: Readonly<Record<string, string>> = {}, cwd = folder): string {
	const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = bareEnvironment();
	return execFileSync(process.execPath, [PROGRAM, '--version'], {
		env: { ...env, XDG_CACHE_HOME: folder, ...more },
		encoding: 'utf8',
		cwd,
	});
}

describe('the compile cache of the program', { skip }, () => {
	test('is kept where Node can do it, in a directory that only this user can enter', () => {
		using folder = new TemporaryFolder();
		const first = version(folder.path);
		const files = folder.files();
		assert.equal(files.length > 0, isKept);
		assert.ok(files.every((file) => file.startsWith('fb-token-tui/')));
		if (isKept) assert.equal(statSync(join(folder.path, 'fb-token-tui')).mode & 0o777, 0o700);
		assert.equal(version(folder.path), first);
		assert.deepEqual(folder.files(), files);
	});

	test('is not kept where the user has turned it off or there is no place for it', () => {
		using folder = new TemporaryFolder();
		const expected = version(folder.path, { NODE_DISABLE_COMPILE_CACHE: '1' });
		assert.equal(existsSync(join(folder.path, 'fb-token-tui')), false);
		assert.equal(version('/dev/null', {}, folder.path), expected);
	});

	test('is not kept below the working directory when XDG_CACHE_HOME is relative', () => {
		using folder = new TemporaryFolder();
		version('relative', { HOME: join(folder.path, 'home') }, folder.path);
		assert.equal(existsSync(join(folder.path, 'relative')), false);
		assert.equal(cacheFolderFor('relative'), compileCacheFolder({}, 'linux'), `it is the one in ${homedir()} instead`);
	});

	test('is not kept in a directory that others can write to, or that is not private', () => {
		for (const mode of [0o777, 0o770, 0o755, 0o1777]) {
			using folder = new TemporaryFolder();
			const cache = join(folder.path, 'fb-token-tui');
			mkdirSync(cache);
			chmodSync(cache, mode);
			assert.equal(cacheFolderFor(folder.path), null, mode.toString(8));
			version(folder.path);
			assert.deepEqual(folder.files(), []);
		}
	});

	test('is not kept below a directory in which others can replace it, nor made there', () => {
		for (const mode of [0o777, 0o775]) {
			using folder = new TemporaryFolder();
			mkdirSync(join(folder.path, 'shared'));
			chmodSync(join(folder.path, 'shared'), mode);
			assert.equal(cacheFolderFor(join(folder.path, 'shared', 'cache')), null);
			assert.equal(existsSync(join(folder.path, 'shared', 'cache')), false);
			mkdirSync(join(folder.path, 'shared', 'cache', 'fb-token-tui'), { recursive: true, mode: 0o700 });
			assert.equal(cacheFolderFor(join(folder.path, 'shared', 'cache')), null, mode.toString(8));
			chmodSync(join(folder.path, 'shared'), 0o1777);
			assert.notEqual(
				cacheFolderFor(join(folder.path, 'shared', 'cache')),
				null,
				'nobody can replace it in a sticky one',
			);
		}
	});

	test('is where a symbolic link leads, and not kept where that is no private directory', () => {
		using folder = new TemporaryFolder();
		const elsewhere = join(folder.path, 'parent', 'elsewhere');
		const cache = join(folder.path, 'cache');
		mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
		mkdirSync(cache, { mode: 0o700 });
		symlinkSync(elsewhere, join(cache, 'fb-token-tui'));
		assert.equal(cacheFolderFor(cache), elsewhere);
		chmodSync(elsewhere, 0o777);
		assert.equal(cacheFolderFor(cache), null);
		chmodSync(elsewhere, 0o700);
		chmodSync(dirname(elsewhere), 0o777);
		assert.equal(cacheFolderFor(cache), null, 'others can replace it');
	});
});

describe('a second user of this machine', { skip: skip || whyNoSecondUser }, () => {
	test('cannot read the compile cache or put anything into it', () => {
		using folder = new TemporaryFolder();
		chmodSync(folder.path, 0o755);
		const cache = cacheFolderFor(folder.path);
		assert.ok(cache);
		writeFileSync(join(cache, 'compiled'), '', { mode: 0o666 });
		assert.notEqual(runAsNobody(['ls', cache]).status, 0);
		assert.notEqual(runAsNobody(['sh', '-c', 'echo planted > "$0"', join(cache, 'compiled')]).status, 0);
		assert.notEqual(runAsNobody(['touch', join(cache, 'planted')]).status, 0);
	});

	test('gains nothing by a cache that waits for the program', () => {
		using folder = new TemporaryFolder();
		chmodSync(folder.path, 0o1777);
		const planted = join(folder.path, 'fb-token-tui');
		assert.equal(runAsNobody(['mkdir', '-m', '700', planted]).status, 0);
		assert.equal(cacheFolderFor(folder.path), null);
		version(folder.path);
		assert.deepEqual(folder.files(), []);
		rmSync(planted, { recursive: true });
		assert.notEqual(cacheFolderFor(folder.path), null);
	});

	test('gains nothing by owning the directory above it', () => {
		using folder = new TemporaryFolder();
		chmodSync(folder.path, 0o1777);
		const theirs = join(folder.path, 'theirs');
		assert.equal(runAsNobody(['mkdir', theirs]).status, 0);
		assert.equal(cacheFolderFor(theirs), null);
		assert.equal(existsSync(join(theirs, 'fb-token-tui')), false);
	});
});
