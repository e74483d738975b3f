import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import dotenv from 'dotenv';
import { findProgram } from '../../source/system/find-program.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { readProblem, readReport } from './outputs.ts';
import { bareEnvironment, PROGRAM } from './run-program.ts';
import { PAGES, TokenStore, tokenOfPage } from './token-store.ts';

const onWindows = process.platform === 'win32';
const noGit = findProgram(onWindows ? 'git.exe' : 'git', process.env) ? false : 'there is no git';
const AS_OTHER = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const asOther = process.getuid?.() === 0 ? noOther() : 'only root can run a program as another user';
const ALL = Object.values(PAGES);
const ALIVE = ALL.filter(({ name }) => !['The Night Owls', 'Summer Fair', 'Rowing Club'].includes(name));
const TOKEN = tokenOfPage(PAGES.bakery);
const LEFT_OUT = [
	'Left out: The token of The Night Owls (108374650192837) is invalid.',
	'Left out: The token of Summer Fair (108374650192838) is invalid.',
	'Left out: Meta gave no token for Rowing Club (115502938471650).',
	'',
].join('\n');

/** Why nothing can be run as another user; null where it can. */
function noOther(): string | null {
	const ran = spawnSync(AS_OTHER[0] ?? '', [...AS_OTHER.slice(1), process.execPath, PROGRAM, '--version']);
	return ran.status === 0 ? null : 'another user cannot run the program here';
}

/** A store, and a folder beside it to write in. */
async function prepared(t: TestContext, pages = ALL) {
	const folder = new TemporaryFolder();
	t.after(() => folder[Symbol.dispose]());
	const store = await new TokenStore(t).save('bakery', pages);
	const run = (...args: string[]) => store.run(['export', ...args], { cwd: folder.path });
	return { store, folder, run, at: (name: string) => join(folder.path, name) };
}

describe('export', () => {
	test('gives all Pages with a living token as a .env file, and says what it leaves out', async (t) => {
		const { run } = await prepared(t);
		const { code, stdout, stderr } = await run();
		assert.deepEqual([code, stderr], [0, LEFT_OUT]);
		const read = dotenv.parse(stdout);
		assert.equal(Object.keys(read).length, ALIVE.length * 3);
		for (const { id } of ALIVE) {
			const [name = ''] = Object.entries(read).find(([key, value]) => key.endsWith('_ID') && value === id) ?? [];
			assert.equal(read[name.replace(/_ID$/, '_TOKEN')], tokenOfPage({ id }));
		}
		assert.equal(read.FB_PAGE_MO_S_BEST_ID_ID_1_OK_NAME, '=Mo’s "best" `id` ＄(id) \\ #1, ok');
	});

	test('names the variables of a Page the same, whichever others are exported', async (t) => {
		const twin = { ...PAGES.bakery, id: '204829375610284' };
		const { run } = await prepared(t, [twin, PAGES.bakery, PAGES.roaster]);
		const both = dotenv.parse((await run()).stdout);
		const alone = dotenv.parse((await run('--page', twin.id, '--page', 'roast', '--page', twin.id)).stdout);
		assert.equal(both.FB_PAGE_MY_BAKERY_TOKEN, TOKEN);
		assert.equal(alone[`FB_PAGE_MY_BAKERY_${twin.id}_TOKEN`], tokenOfPage(twin));
		assert.deepEqual({ ...both, ...alone }, both);
		assert.equal(Object.keys(alone).length, 6);
	});

	test('finds each Page in the profile that has it, and takes them from one profile at a time', async (t) => {
		const { store, run } = await prepared(t, [PAGES.bakery, PAGES.roaster]);
		await store.save('other', [PAGES.academy, PAGES.unverified]);
		const other = dotenv.parse((await run('--page', 'academy', '--page', 'hostel')).stdout);
		assert.equal(other.FB_PAGE_EXAMPLE_COFFEE_ACADEMY_TOKEN, tokenOfPage(PAGES.academy));
		assert.deepEqual(await run('--page', 'academy', '--page', 'My Bakery'), {
			code: 2,
			stdout: '',
			stderr: 'The Pages are of several profiles: "other", "bakery". Take one after the other, with --profile.\n',
		});
		assert.match((await run()).stderr, /--profile NAME, as in: fb-token-tui export --profile bakery$/m);
	});

	test('as JSON is what list tells with --reveal, without the Pages that are left out', async (t) => {
		const { store, run } = await prepared(t);
		const listed = readReport((await store.run(['list', '--json', '--reveal'])).stdout);
		const wanted = { ...listed, pages: listed.pages.filter(({ id }) => ALIVE.some((page) => page.id === id)) };
		for (const args of [['--format', 'json'], ['--json']]) {
			const { code, stdout } = await run(...args);
			assert.deepEqual([code, readReport(stdout)], [0, wanted]);
		}
		assert.match((await run('--json', '--format', 'shell')).stdout, /^export /);
	});

	test('for a shell is read back by sh', { skip: onWindows && 'there is no POSIX shell' }, async (t) => {
		const { run, folder } = await prepared(t);
		const { stdout } = await run('--format', 'shell', '--page', PAGES.hostile.id);
		writeFileSync(join(folder.path, 'exported'), stdout);
		const told = execFileSync('sh', ['-c', 'eval "$(cat exported)"; env'], {
			cwd: folder.path,
			env: {},
			encoding: 'utf8',
		});
		assert.ok(told.split('\n').includes(`FB_PAGE_MO_S_BEST_ID_ID_1_OK_NAME=${PAGES.hostile.name}`));
		assert.ok(told.split('\n').includes(`FB_PAGE_MO_S_BEST_ID_ID_1_OK_TOKEN=${tokenOfPage(PAGES.hostile)}`));
	});

	test('for fish is read back by fish', {
		skip: !findProgram('fish', process.env) && 'there is no fish',
	}, async (t) => {
		const { run, folder } = await prepared(t);
		const { stdout } = await run('--format', 'fish', '--page', PAGES.hostile.id);
		writeFileSync(join(folder.path, 'exported'), stdout);
		const script = 'source exported; env -0';
		const env = { PATH: process.env.PATH, HOME: folder.path };
		const told = execFileSync('fish', ['--no-config', '-c', script], { cwd: folder.path, env, encoding: 'utf8' }).split(
			'\0',
		);
		assert.ok(told.includes(`FB_PAGE_MO_S_BEST_ID_ID_1_OK_NAME=${PAGES.hostile.name}`));
		assert.ok(told.includes(`FB_PAGE_MO_S_BEST_ID_ID_1_OK_TOKEN=${tokenOfPage(PAGES.hostile)}`));
	});

	test('for docker has each value as it is, to the end of its line', async (t) => {
		const { run } = await prepared(t);
		const { stdout } = await run('--format', 'docker', '--page', PAGES.hostile.id);
		assert.equal(
			stdout,
			[
				`FB_PAGE_MO_S_BEST_ID_ID_1_OK_ID=${PAGES.hostile.id}`,
				`FB_PAGE_MO_S_BEST_ID_ID_1_OK_NAME=${PAGES.hostile.name}`,
				`FB_PAGE_MO_S_BEST_ID_ID_1_OK_TOKEN=${tokenOfPage(PAGES.hostile)}`,
				'',
			].join('\n'),
		);
	});

	test('for PowerShell sets variables of the environment, in ASCII', async (t) => {
		const { run } = await prepared(t, [{ ...PAGES.bakery, name: "Mo's Café 🌻; ‘$(id)’" }]);
		const { stdout } = await run('--format', 'powershell');
		assert.match(stdout, /^[\n\x20-\x7E]+$/);
		const name =
			"'Mo''s Caf' + [char]0xE9 + ' ' + [char]0xD83C + [char]0xDF3B + '; ' + [char]0x2018 + '$(id)' + [char]0x2019";
		assert.ok(stdout.split('\n').includes(`$env:FB_PAGE_MO_S_CAFE_ID_NAME = ${name}`), stdout);
		assert.ok(stdout.split('\n').includes(`$env:FB_PAGE_MO_S_CAFE_ID_TOKEN = '${TOKEN}'`), stdout);
	});

	test('as CSV has a header, lines that end as RFC 4180 wants, and no formulas', async (t) => {
		const { run, at } = await prepared(t);
		const { code } = await run('--format', 'csv', '--output', 'pages.csv', '--page', PAGES.hostile.id);
		assert.equal(code, 0);
		assert.equal(
			readFileSync(at('pages.csv'), 'utf8'),
			[
				'id,name,token,verdict,expiresAt',
				`${PAGES.hostile.id},"'=Mo's ""best"" \`id\` $(id) \\ #1, ok",${tokenOfPage(PAGES.hostile)},permanent,`,
				'',
			].join('\r\n'),
		);
	});

	test('is not written into a terminal, unless it is asked for or goes to a file', async (t) => {
		const { store, at } = await prepared(t);
		const refused = store.inTerminal(t, PROGRAM, ['export']);
		assert.equal((await refused.exit).code, 2);
		assert.match(
			refused.raw(),
			/^Using .+ instead of Meta\.\s+Standard output is a terminal.+--output, or add --reveal\.\s*$/,
		);
		for (const [args, shows] of [
			[['--reveal'], true],
			[['--output', at('.env')], false],
		] as const) {
			const pty = store.inTerminal(t, PROGRAM, ['export', ...args]);
			if (shows) for (const page of Object.values(PAGES)) pty.allowSecret(tokenOfPage(page));
			assert.equal((await pty.exit).code, 0);
			assert.equal(pty.raw().includes(TOKEN), shows);
			assert.match(pty.text(), /The token of New Hostel \(101928374655465\) is not verified\./);
		}
	});

	test('of Pages without a living token gives nothing at all', async (t) => {
		for (const [pages, exitCode, code, title] of [
			[[PAGES.tokenless, PAGES.refused], 3, 'role-lost', 'None of the 2 Pages has a living token'],
			[[PAGES.ended], 3, 'token-expired', 'The token of Summer Fair (108374650192838) is invalid'],
			[[PAGES.tokenless], 1, 'page-without-token', 'Meta gave no token for Rowing Club (115502938471650)'],
			[[], 6, 'no-pages', 'Meta lists no Pages for this token'],
		] as const) {
			const { run } = await prepared(t, [...pages]);
			const result = await run('--json', '--format', 'dotenv');
			const problem = readProblem(result.stderr);
			assert.deepEqual([result.code, result.stdout, problem.code, problem.title], [exitCode, '', code, title]);
		}
		const { run } = await prepared(t);
		const one = await run('--page', 'My Bakery', '--page', 'Owls', '--json');
		assert.deepEqual([one.code, one.stdout, readProblem(one.stderr).code], [3, '', 'role-lost']);
	});

	test('sets the variables of --env alone, of one Page, in a format that has variables', async (t) => {
		const { run } = await prepared(t);
		const asked = ['--env', 'META_PAGE_ACCESS_TOKEN=token', '--env', 'PAGE=name'];
		const one = await run(...asked, '--page', 'My Bakery');
		assert.deepEqual(one, { code: 0, stdout: `META_PAGE_ACCESS_TOKEN=${TOKEN}\nPAGE='My Bakery'\n`, stderr: '' });
		assert.match(
			(await run(...asked, '--page', 'My Bakery', '--format', 'shell')).stdout,
			/^export PAGE='My Bakery'$/m,
		);
		for (const [args, told] of [
			[asked, '--env is for one Page: name it with --page.\n'],
			[[...asked, '--page', 'My Bakery', '--page', 'Hostel'], '--env is for one Page: name it with --page.\n'],
			[[...asked, '--format', 'csv'], '--env: csv has no variables.\n'],
			[[...asked, '--json'], '--env: json has no variables.\n'],
		] as const) {
			assert.deepEqual(await run(...args), { code: 2, stdout: '', stderr: told });
		}
	});

	test('knows no other format', async (t) => {
		const { code, stdout, stderr } = await (await prepared(t)).run('--format', 'yaml');
		assert.deepEqual([code, stdout], [2, '']);
		assert.match(stderr, /dotenv, shell, fish, powershell, docker, json, csv/);
	});
});

describe('the file of an export', () => {
	test('is new, for its owner alone, and nothing else is left behind', async (t) => {
		const { run, at, folder } = await prepared(t);
		const { code, stdout, stderr } = await run('--output', '.env', '--page', 'My Bakery');
		assert.deepEqual([code, stdout, stderr], [0, '', 'Wrote 1 Page to .env, which only you can read.\n']);
		assert.equal(dotenv.parse(readFileSync(at('.env'), 'utf8')).FB_PAGE_MY_BAKERY_TOKEN, TOKEN);
		if (!onWindows) assert.equal(statSync(at('.env')).mode & 0o777, 0o600);
		assert.deepEqual(folder.files(), ['.env']);
	});

	test('keeps everything else of a .env file that is there', async (t) => {
		const { run, at, folder } = await prepared(t);
		const other = '# The shop\r\nDB="a\r\nFB_PAGE_MY_BAKERY_TOKEN=inside"\r\n\r\nexport LAST=1';
		writeFileSync(at('.env.local'), other, { mode: 0o644 });
		const { code, stdout, stderr } = await run('--output', '.env.local', '--page', 'My Bakery');
		const mode = onWindows ? '' : ' Its mode was 0644 and is now 0600.';
		const told = 'Merged 1 Page into .env.local: 3 variables written, 5 lines kept. Only you can read the file.';
		assert.deepEqual([code, stdout, stderr], [0, '', `${told}${mode}\n`]);
		const merged = readFileSync(at('.env.local'), 'utf8');
		assert.ok(merged.startsWith(`${other}\r\n`));
		assert.equal(dotenv.parse(merged).FB_PAGE_MY_BAKERY_TOKEN, TOKEN);
		if (!onWindows) assert.equal(statSync(at('.env.local')).mode & 0o777, 0o600);
		assert.equal((await run('--output', '.env.local', '--page', 'My Bakery')).code, 0);
		assert.equal(readFileSync(at('.env.local'), 'utf8'), merged, 'a second export changes nothing');
		assert.deepEqual(folder.files(), ['.env.local']);
	});

	test('is never replaced without --force, unless it is a .env file', async (t) => {
		const { run, at, folder } = await prepared(t);
		const kept = {
			'pages.json': '{"precious": true}',
			'notes.txt': 'A=1\n',
			'broken.env': 'A=1\nKEY="never closed\n',
			'.env.json': '{\n  "A": 1\n}\n',
			'latin.env': Buffer.from('NAME=Caf\xe9\n', 'latin1'),
			'nul.env': 'A=1\0\n',
		};
		for (const [name, content] of Object.entries(kept)) {
			writeFileSync(at(name), content);
			const format = name === 'pages.json' ? 'json' : 'dotenv';
			const refused = await run('--output', name, '--format', format);
			assert.deepEqual([refused.code, refused.stdout], [2, ''], name);
			assert.match(
				refused.stderr,
				/already exists.*\. Replace it with --force, or name another file with --output\.\n$/,
			);
			assert.deepEqual(readFileSync(at(name)), Buffer.from(content));
			const forced = await run('--output', name, '--format', format, '--force');
			assert.equal(forced.code, 0, forced.stderr);
			assert.ok(readFileSync(at(name), 'utf8').includes(TOKEN));
		}
		writeFileSync(at('.env'), 'A=1\n');
		assert.equal((await run('--output', '.env', '--format', 'json')).code, 2, 'another format');
		linkSync(at('.env'), at('other-name'));
		assert.match((await run('--output', '.env')).stderr, /has a second name \(a hard link\)/);
		assert.deepEqual(folder.files().sort(), ['.env', ...Object.keys(kept), 'other-name'].sort());
	});

	test('can be in a folder that cannot be read', {
		skip: asOther ?? false,
	}, async (t) => {
		const { store, at, folder } = await prepared(t);
		for (const path of [store.folder.path, folder.path]) execFileSync('chown', ['-R', '65534:65534', path]);
		mkdirSync(at('d'));
		execFileSync('chown', ['65534:65534', at('d')]);
		execFileSync('chmod', ['300', at('d')]);
		const env = { ...bareEnvironment(), ...store.env };
		const args = [...AS_OTHER.slice(1), process.execPath, PROGRAM, 'export', '--output', 'd/x.env'];
		const ran = spawnSync(AS_OTHER[0] ?? '', args, { cwd: folder.path, env, encoding: 'utf8' });
		assert.equal(ran.status, 0, ran.stderr);
		assert.deepEqual(readdirSync(at('d')), ['x.env']);
		// Where nothing may be written, nothing is left either.
		execFileSync('chmod', ['500', at('d')]);
		const refused = spawnSync(AS_OTHER[0] ?? '', args, { cwd: folder.path, env, encoding: 'utf8' });
		assert.equal(refused.status, 1, refused.stderr);
		assert.deepEqual(readdirSync(at('d')), ['x.env']);
	});

	test('is neither a link, nor a folder, nor in a folder that is not there', async (t) => {
		const { run, at } = await prepared(t);
		writeFileSync(at('elsewhere'), 'kept');
		mkdirSync(at('folder'));
		symlinkSync(at('elsewhere'), at('link'));
		for (const [name, told] of [
			['link', /--output: link is a symbolic link/],
			['folder', /--output: folder is not a regular file/],
			[`${'0c'.repeat(16)}.env`, /--output: The name looks like a token or a secret/],
		] as const) {
			const { code, stdout, stderr } = await run('--output', name);
			assert.deepEqual([code, stdout], [2, '']);
			assert.match(stderr, told);
		}
		assert.equal(readFileSync(at('elsewhere'), 'utf8'), 'kept');
		const { code, stderr } = await run('--output', 'none/.env', '--json');
		assert.deepEqual([code, readProblem(stderr).code], [1, 'disk']);
		assert.match(readProblem(stderr).remedy, /or name another file with --output\.$/);
	});

	test('is not one that git tracks or would add, and the remedy works', { skip: noGit }, async (t) => {
		const { run, at, folder } = await prepared(t);
		const env = { ...bareEnvironment(), GIT_CONFIG_GLOBAL: at('none'), GIT_CONFIG_NOSYSTEM: '1', HOME: folder.path };
		const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, env, stdio: 'pipe' });
		git('init', '--quiet');
		mkdirSync(at('sub'));
		for (const [name, line, ignore] of [
			['.env', '/.env', '.gitignore'],
			['sub/[a] #1.env', '/\\[a] #1.env', 'sub/.gitignore'],
		] as const) {
			const refused = await run('--output', name);
			assert.deepEqual([refused.code, refused.stdout], [2, '']);
			assert.ok(refused.stderr.startsWith(`--output: git would add ${name}, with the tokens in it.`));
			assert.ok(refused.stderr.endsWith(`: ${line}\n`), refused.stderr);
			assert.throws(() => statSync(at(name)));
			writeFileSync(at(ignore), `${line}\n`);
			assert.equal((await run('--output', name)).code, 0);
			git('add', '--all');
			assert.ok(!git('ls-files').toString().includes('.env'));
		}
		writeFileSync(at('.env'), 'OLD=1\n');
		git('add', '--force', '.env');
		const tracked = await run('--output', '.env');
		assert.deepEqual([tracked.code, tracked.stdout, readFileSync(at('.env'), 'utf8')], [2, '', 'OLD=1\n']);
		assert.match(tracked.stderr, /^--output: git tracks \.env.+\(git rm --cached '\.env'\)/);
		git('rm', '--quiet', '--cached', '.env');
		assert.equal((await run('--output', '.env')).code, 0);
	});

	test('is looked at where it lies, also out of a hook of another repository', { skip: noGit }, async (t) => {
		const { store, at, folder } = await prepared(t);
		const env = { ...bareEnvironment(), HOME: folder.path };
		for (const name of ['one', 'two'])
			execFileSync('git', ['init', '--quiet', name], { cwd: folder.path, env, stdio: 'pipe' });
		writeFileSync(at('two/.gitignore'), '*.env\n');
		const inHook = { cwd: at('two'), env: { GIT_DIR: join(folder.path, 'two/.git'), GIT_INDEX_FILE: '.git/index' } };
		assert.equal((await store.run(['export', '--output', '../one/a.env'], inHook)).code, 2);
		assert.equal((await store.run(['export', '--output', 'a.env'], inHook)).code, 0);
	});

	test('is none where there is a repository and no git', async (t) => {
		const { store, at, folder } = await prepared(t);
		const run = () => store.run(['export', '--output', '.env'], { cwd: folder.path, env: { PATH: at('none') } });
		mkdirSync(at('.git'));
		const { code, stdout, stderr } = await run();
		assert.deepEqual([code, stdout, folder.files()], [2, '', []]);
		assert.match(
			stderr,
			/is a git repository, and no git was found on the PATH .+ Install git, or name a file outside of /,
		);
		rmdirSync(at('.git'));
		assert.equal((await run()).code, 0);
	});
});
