import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { findProgram } from '../../source/system/find-program.ts';
import { gitStateOf } from '../../source/system/git.ts';
import { FakeCommands } from '../support/fake-command.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const skip =
	process.platform === 'win32' ? 'needs a POSIX shell' : findProgram('git', process.env) ? false : 'there is no git';

/** A repository in which `.env` is ignored, and how git is asked there. */
function repository(t: TestContext) {
	const folder = new TemporaryFolder();
	t.after(() => folder[Symbol.dispose]());
	const at = (name: string) => join(folder.path, name);
	const env = { PATH: process.env.PATH, HOME: folder.path };
	const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, env, stdio: 'pipe' });
	git('init', '--quiet');
	writeFileSync(at('.gitignore'), '.env\n');
	const ask = (more: NodeJS.ProcessEnv = {}, options = {}) => gitStateOf(at('.env'), { ...env, ...more }, options);
	return { at, git, ask };
}

describe('git that cannot answer', { skip }, () => {
	test('is not taken for git that does not mind', async (t) => {
		for (const [why, spoil] of [
			['failed', (at: (name: string) => string) => writeFileSync(at('.git/config'), '[core\n')],
			['failed', (at: (name: string) => string) => writeFileSync(at('.git/HEAD'), '')],
			['failed', (at: (name: string) => string) => writeFileSync(at('.git/index'), 'no index')],
			[
				'failed',
				(at: (name: string) => string) =>
					writeFileSync(at('.git/config'), '[extensions]\n\tunheardOf = true\n[core]\n\trepositoryformatversion = 1\n'),
			],
		] as const) {
			const { at, ask } = repository(t);
			assert.deepEqual(await ask(), { state: 'none' });
			spoil(at);
			const answer = await ask();
			assert.equal(answer.state === 'unknown' && answer.why, why, JSON.stringify(answer));
		}
	});

	test('since another user owns the folder, says so', async (t) => {
		const { ask } = repository(t);
		const answer = await ask({ GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' });
		assert.equal(answer.state === 'unknown' && answer.why, 'not-owned');
	});

	test('since .git leads nowhere, or there is no git', async (t) => {
		const folder = new TemporaryFolder();
		t.after(() => folder[Symbol.dispose]());
		mkdirSync(join(folder.path, 'deep/er'), { recursive: true });
		writeFileSync(join(folder.path, '.git'), 'gitdir: /nowhere\n');
		const file = join(folder.path, 'deep/er/.env');
		for (const [PATH, why] of [
			[process.env.PATH, 'failed'],
			['/nowhere', 'not-installed'],
			['.', 'not-installed'],
		] as const) {
			const answer = await gitStateOf(file, { PATH });
			assert.equal(answer.state === 'unknown' && answer.why, why);
		}
	});

	test('since it hangs, is killed, or ends in an odd way', async (t) => {
		using fakes = new FakeCommands();
		const { ask } = repository(t);
		const git = join(fakes.folder, 'git');
		for (const [script, why] of [
			['sleep 60', 'timeout'],
			['kill -9 $$', 'failed'],
			['exit 3', 'failed'],
			['exit 0', 'failed'],
		] as const) {
			writeFileSync(git, `#!/bin/sh\n${script}\n`);
			chmodSync(git, 0o755);
			const answer = await ask({ PATH: `${fakes.folder}:${process.env.PATH}` }, { timeoutMs: 1000 });
			assert.equal(answer.state === 'unknown' && answer.why, why, script);
		}
	});

	test('is asked about this folder, whatever the environment says', async (t) => {
		const { at, git, ask } = repository(t);
		git('add', '--force', '.gitignore');
		writeFileSync(at('.gitignore'), '');
		for (const env of [
			{ GIT_DIR: '/nowhere' },
			{ GIT_CEILING_DIRECTORIES: at('.') },
			{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.excludesFile', GIT_CONFIG_VALUE_0: at('all') },
			{ GIT_CONFIG_PARAMETERS: `'core.excludesfile=${at('all')}'` },
			{ GIT_GLOB_PATHSPECS: '1' },
		]) {
			writeFileSync(at('all'), '*\n');
			assert.deepEqual(await ask(env), { state: 'new' }, JSON.stringify(env));
		}
	});
});

test('git runs nothing that the configuration of a repository names', { skip }, async (t) => {
	const { at, git, ask } = repository(t);
	const planted = at('planted');
	writeFileSync(at('hook'), `#!/bin/sh\ntouch '${planted}'\n`);
	chmodSync(at('hook'), 0o755);
	mkdirSync(at('hooks'));
	for (const name of ['post-index-change', 'fsmonitor-watchman', 'query-watchman']) {
		writeFileSync(at(`hooks/${name}`), `#!/bin/sh\ntouch '${planted}'\n`);
		chmodSync(at(`hooks/${name}`), 0o755);
	}
	for (const name of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'filter.x.clean', 'filter.x.process']) {
		git('config', name, at('hook'));
	}
	for (const name of ['rev-parse', 'ls-files', 'check-ignore']) {
		git('config', `pager.${name}`, at('hook'));
		git('config', `alias.${name}`, `!${at('hook')}`);
	}
	git('config', 'core.hooksPath', at('hooks'));
	writeFileSync(at('.gitattributes'), '* filter=x\n');
	assert.deepEqual(await ask(), { state: 'none' });
	writeFileSync(at('.gitignore'), '');
	assert.deepEqual(await ask(), { state: 'new' });
	assert.ok(!existsSync(planted));
	// The test can fail: git itself runs what is planted.
	git('ls-files', '--modified');
	assert.ok(existsSync(planted));
});
