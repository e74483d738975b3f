import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
	type Completion,
	completionsAt,
	KNOWN_PLACEHOLDERS,
	placeholderOf,
} from '../../source/completion/completions.ts';
import { COMPLETE, SHELLS } from '../../source/completion/shells.ts';
import { HELP_TOPIC_NAMES } from '../../source/domain/help-topics.ts';
import type { PeekedProfile } from '../../source/vault/peek.ts';
import { bareEnvironment, type Run, runProgram } from '../commands/run-program.ts';
import { PAGES, TokenStore } from '../commands/token-store.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { allVerbs, idleProgram } from '../support/verbs.ts';

/** Placeholders that stand for what the person alone knows. */
const UNKNOWN = ['hours', 'id', 'n', 'ms', 'new', 'seconds', 'vN.N'];

/** COMP_WORDBREAKS of bash. */
const BREAKS = ' \t\n"\'@><=;|&(:';

function profile(name: string, pages: Record<string, string>): PeekedProfile {
	return {
		name,
		app: { id: '1', name: 'My App' },
		userInfo: { scopes: ['pages_show_list', `${name}_scope`] },
		pageCount: Object.keys(pages).length,
		pages: () => Object.entries(pages).map(([id, page]) => ({ id, name: page })),
	};
}

const PROFILES = [
	profile('bakery', { 101: 'My Bakery', 102: 'Twins', 103: 'Twins', 104: 'a\u202Eb', 105: '-dash', 106: '106' }),
	profile('other', { 201: 'Other' }),
];

/** What may stand behind these words. */
function at(words: string, current = '', profiles: readonly PeekedProfile[] = PROFILES): string[] {
	return found(words, current, profiles).map(({ value }) => value);
}

function found(words: string, current: string, profiles: readonly PeekedProfile[]): Completion[] {
	return completionsAt(idleProgram(), words.split(' ').filter(Boolean), current, () => profiles).completions;
}

describe('what may be typed next', () => {
	test('is known of everything that commander knows', () => {
		for (const [words, { options, registeredArguments }] of allVerbs()) {
			for (const one of [...idleProgram().options, ...options, ...registeredArguments]) {
				const placeholder = placeholderOf(one);
				const isKnown = placeholder === null || one.argChoices || KNOWN_PLACEHOLDERS.includes(placeholder);
				assert.ok(isKnown || UNKNOWN.includes(placeholder), `${words}: <${placeholder}> is neither known nor unknown`);
			}
		}
	});

	test('is a verb, then those below it', () => {
		const verbs = [...allVerbs().keys()];
		assert.deepEqual(
			at(''),
			verbs.filter((words) => !words.includes(' ')),
		);
		for (const words of ['profiles', '--json profiles', '--profile list profiles', '--profile=x profiles']) {
			assert.deepEqual(at(words), ['list', 'use', 'rename', 'remove', 'protect'], words);
		}
		assert.deepEqual(at('unknown'), []);
	});

	test('is any option once a dash is there, those of all verbs too, until -- ends them', () => {
		const options = at('check', '-');
		for (const option of ['--all', '--warn-days', '--json', '--no-browser', '--help'])
			assert.ok(options.includes(option));
		assert.ok(!at('list', '--').includes('--warn-days'));
		assert.deepEqual(at('token --', '-'), at('token'));
	});

	test('is what an option takes, and nothing where only the person knows it', () => {
		const formats = ['dotenv', 'shell', 'fish', 'powershell', 'docker', 'json', 'csv'];
		assert.deepEqual(at('export --format'), formats);
		assert.deepEqual(
			at('export', '--format='),
			formats.map((format) => `--format=${format}`),
		);
		assert.deepEqual(at('profiles protect x --with'), ['keychain', 'passphrase', 'file']);
		assert.ok(at('connect --permissions').includes('publish'));
		assert.deepEqual(at('completion'), [...SHELLS]);
		assert.deepEqual(at('revoke --permission'), ['pages_show_list', 'bakery_scope', 'other_scope']);
		assert.deepEqual(at('revoke --profile bakery --permission'), ['pages_show_list', 'bakery_scope']);
		for (const words of ['check --warn-days', 'connect --app-id', 'connect --page', '--timeout']) {
			assert.deepEqual(at(words), [], words);
		}
	});

	test('is a command or a topic behind help, then what is below the command', () => {
		assert.deepEqual(at('help'), [...at(''), ...HELP_TOPIC_NAMES]);
		assert.deepEqual(at('help profiles'), at('profiles'));
		for (const words of ['help recipes', 'help list', 'help nothing', 'help profiles use']) {
			assert.deepEqual(at(words), [], words);
		}
	});

	test('is what a variable may hold, by the name that was typed', () => {
		const fields = ['id', 'name', 'token', 'app-id', 'app-secret', 'proof'];
		for (const words of ['exec --env', 'export --env']) {
			assert.deepEqual(
				at(words, 'A=t'),
				fields.map((field) => `A=${field}`),
			);
			assert.ok(at(words).includes('FB_PAGE_ACCESS_TOKEN=token'));
		}
		assert.ok(at('export', '--env=A=').includes('--env=A=token'));
	});

	test('is no option of this program behind the command of exec', () => {
		assert.ok(at('exec x', '--').includes('--env'));
		for (const words of ['exec x node', 'exec --profile bakery x node --json', 'exec x -- node']) {
			assert.deepEqual(at(words, '--'), [], words);
		}
	});

	test('is the name of a file where one is meant', () => {
		for (const words of ['exec x', 'exec x node --json', '--debug', 'export --output', 'exec x --', 'exec x -- node']) {
			const { completions, areFiles } = completionsAt(idleProgram(), words.split(' '), '', () => PROFILES);
			assert.deepEqual([completions, areFiles], [[], true], words);
		}
	});

	test('is a profile with its app, where one is meant', () => {
		for (const words of [
			'--profile',
			'list --profile',
			'profiles use',
			'profiles remove',
			'profiles rename',
			'profiles protect',
		]) {
			assert.deepEqual(at(words), ['bakery', 'other'], words);
		}
		assert.equal(found('--profile', '', PROFILES)[0]?.description, 'My App, 6 Pages');
		assert.deepEqual(at('profiles rename bakery'), [], 'a new name');
		assert.deepEqual(at('profiles remove bakery'), []);
	});

	test('is a Page of the profile that is named, or of any', () => {
		for (const words of ['token', 'exec', 'export --page', 'token --json']) {
			assert.deepEqual(at(words), ['My Bakery', '102', '103', '104', '105', '106', 'Other'], words);
		}
		assert.deepEqual(at('token --profile other'), ['Other']);
		assert.deepEqual(at('--profile=other token'), ['Other']);
		assert.deepEqual(at('token My'), [], 'there is one already');
	});

	test('is a Page by its name with its id, or by its id once one is begun', () => {
		const [bakery, twin, , trick] = found('token', '', PROFILES);
		assert.deepEqual(bakery, { value: 'My Bakery', description: '101' });
		assert.deepEqual(twin, { value: '102', description: 'Twins' });
		assert.deepEqual(trick, { value: '104', description: 'ab' }, 'no name that shows otherwise than it is');
		assert.ok(at('token', '1').includes('101'));
		assert.ok(at('export', '--page=1').includes('--page=101'));
	});
});

/** Asks as the script of a shell does. */
function ask(env: Record<string, string>, ...given: string[]): Promise<Run> {
	return runProgram([COMPLETE, ...given], { env });
}

describe('the answer to a shell', () => {
	test('has what begins as was typed, else what does so in other letters', async (t) => {
		const { env } = await new TokenStore(t).save('bakery', Object.values(PAGES));
		for (const [line, replies] of [
			['fb-token-tui token My', ['My\\ Bakery']],
			['fb-token-tui token my', ['My\\ Bakery']],
			["fb-token-tui token 'example c", ['Example Coffee Roasters', 'Example Coffee Academy']],
			['fb-token-tui export --page=New\\ ', ['New\\ Hostel']],
			['fb-token-tui token x', []],
		] as const) {
			const { code, stdout, stderr } = await ask(env, 'bash', line, BREAKS);
			assert.deepEqual([code, stdout.split('\n'), stderr], [0, ['these', ...replies, ''], ''], line);
		}
	});

	test('is text with the descriptions for zsh and fish', async (t) => {
		const { env } = await new TokenStore(t).save('bakery', [PAGES.bakery]);
		for (const shell of ['zsh', 'fish']) {
			assert.equal((await ask(env, shell, 'token', '')).stdout, 'these\nMy Bakery\t104829375610284\n');
			assert.match((await ask(env, shell, 'che')).stdout, /^check\tverifies the stored tokens now$/m);
			assert.equal((await ask(env, shell, '--debug', '')).stdout, 'files\n');
		}
	});

	test('is ASCII for PowerShell, each word quoted as it needs it', async (t) => {
		const { env } = await new TokenStore(t).save('bakery', [
			PAGES.bakery,
			{ ...PAGES.hostile, name: 'Mo’s "café" $x' },
		]);
		const request = (...words: string[]) => Buffer.from(JSON.stringify(words)).toString('base64');
		const { code, stdout, stderr } = await ask(env, 'powershell', request('token', 'm'));
		assert.deepEqual([code, stderr], [0, '']);
		assert.match(stdout, /^[\x20-\x7E]+$/);
		assert.deepEqual(JSON.parse(stdout), {
			areFiles: false,
			candidates: [
				{ text: "'My Bakery'", shown: 'My Bakery', about: '104829375610284' },
				{ text: `'Mo’’s "café" $x'`, shown: 'Mo’s "café" $x', about: '104829375610285' },
			],
		});
	});

	test('is never an error, and leaves no trace, whatever is asked and whatever is stored', async () => {
		using folder = new TemporaryFolder();
		const stores = { none: null, damaged: '{"version":1,', strange: '[]', newer: '{"version":99,"profiles":[]}' };
		for (const [name, content] of Object.entries(stores)) {
			const path = join(folder.path, name);
			if (content !== null) {
				mkdirSync(path);
				writeFileSync(join(path, 'profiles.json'), content);
			}
			const env = { FB_TOKEN_TUI_CONFIG_DIR: path, FB_TOKEN_TUI_GRAPH_URL: 'no address at all' };
			for (const given of [
				['bash', 'fb-token-tui token ', BREAKS],
				['zsh', 'token', ''],
				['powershell', '%%%'],
				['powershell'],
				['bash'],
				['csh', 'token', ''],
				['constructor'],
				[],
			]) {
				const { code, stderr } = await ask(env, ...(given as string[]));
				assert.deepEqual([code, stderr], [0, ''], `${name}: ${given}`);
			}
			assert.match((await ask(env, 'zsh', '')).stdout, /^connect\t/m, 'what needs no store is there');
		}
		assert.deepEqual(
			folder.files(),
			Object.keys(stores)
				.flatMap((name) => (name === 'none' ? [] : [`${name}/profiles.json`]))
				.sort(),
		);
		assert.ok(!readdirSync(folder.path).includes('none'));
	});

	test('takes no lock, and asks for no passphrase', async (t) => {
		const store = await new TokenStore(t).save('bakery', [PAGES.bakery], { isLocked: true });
		rmSync(join(store.folder.path, 'lock'), { recursive: true, force: true });
		const before = store.folder.files().map((file) => [file, store.folder.read(file)]);
		assert.match((await ask(store.env, 'zsh', 'token', '')).stdout, /^My Bakery\t/m);
		assert.deepEqual(
			store.folder.files().map((file) => [file, store.folder.read(file)]),
			before,
		);
	});
});

describe('completion', () => {
	test('prints a script for each shell, which says where it belongs', async () => {
		const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replaceAll('\\|', '|');
		for (const shell of SHELLS) {
			const { code, stdout, stderr } = await runProgram(['completion', shell], { env: bareEnvironment() });
			assert.deepEqual([code, stderr], [0, ''], shell);
			assert.ok(stdout.includes(`fb-token-tui ${COMPLETE} ${shell} `), shell);
			const [, line = 'none'] = /^# Completion of fb-token-tui for .+: (.+)$/m.exec(stdout) ?? [];
			assert.ok(readme.includes(line), `the README has no ${line}`);
		}
	});

	test('wants to know for which shell', async () => {
		for (const args of [['completion'], ['completion', 'csh']]) {
			const { code, stdout } = await runProgram(args);
			assert.deepEqual([code, stdout], [2, '']);
		}
	});

	test('for PowerShell opens and closes every bracket and quote', async () => {
		const { stdout } = await runProgram(['completion', 'powershell']);
		const code = stdout.replace(/^\s*#.*$/gm, '').replace(/'[^'\n]*'|"[^"\n]*"/g, '');
		const open: string[] = [];
		for (const bracket of code.match(/[()[\]{}]/g) ?? []) {
			if ('([{'.includes(bracket)) open.push(bracket);
			else assert.equal(`${open.pop()}${bracket}`.replace(/^(\(\)|\[\]|\{\})$/, ''), '');
		}
		assert.deepEqual([open, code.match(/['"]/g)], [[], null]);
	});
});
