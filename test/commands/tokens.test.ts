import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readOutput, readProblem } from './outputs.ts';
import { PROGRAM } from './run-program.ts';
import { PAGES, TokenStore, tokenOfPage } from './token-store.ts';

/** Each verb with a Page: what it is called with before its options, behind them, and what it hands out. */
const VERBS = [
	{
		verb: 'token',
		given: (word: string) => ['token', word],
		behind: [],
		handsOut: (token: string) => `${token}\n`,
	},
	{
		verb: 'export',
		given: (word: string) => ['export', '--page', word, '--format', 'dotenv'],
		behind: [],
		handsOut: (token: string) =>
			`FB_PAGE_MY_BAKERY_ID=104829375610284\nFB_PAGE_MY_BAKERY_NAME='My Bakery'\nFB_PAGE_MY_BAKERY_TOKEN=${token}\n`,
	},
	{
		verb: 'exec',
		given: (word: string) => ['exec', word],
		behind: ['--', process.execPath, '-p', 'process.env.FB_PAGE_ACCESS_TOKEN'],
		handsOut: (token: string) => `${token}\n`,
	},
] as const;

const ALL = Object.values(PAGES);
const TOKEN = tokenOfPage(PAGES.bakery);

for (const { verb, given, behind, handsOut } of VERBS) {
	describe(verb, () => {
		const call = (word: string, ...options: string[]) => [...given(word), ...options, ...behind];

		test('hands out the token of a Page by id, name or part, without the network, and says nothing else', async (t) => {
			const store = await new TokenStore(t).save('bakery', ALL);
			for (const word of ['104829375610284', 'My Bakery', 'BÁKERY', '610284']) {
				assert.deepEqual(await store.run(call(word)), { code: 0, stdout: handsOut(TOKEN), stderr: '' }, word);
			}
		});

		test('takes the profile that is named of several', async (t) => {
			const store = await new TokenStore(t).save('bakery', ALL);
			await store.save('Mo’s café', [PAGES.roaster]);
			assert.equal((await store.run(call('My Bakery', '--profile', 'bakery'))).stdout, handsOut(TOKEN));
			const other = await store.run(call('My Bakery', '--profile', 'Mo’s café', '--json'));
			assert.deepEqual([other.code, other.stdout, readProblem(other.stderr).code], [1, '', 'not-found']);
			const none = await store.run(call('My Bakery', '--profile', 'none', '--json'));
			assert.deepEqual([none.code, none.stdout, readProblem(none.stderr).code], [1, '', 'not-found']);
		});

		test('finds a Page in the only profile that has it, and says which have it where several do', async (t) => {
			const twin = { ...PAGES.roaster, name: 'My Bakery' };
			const store = await new TokenStore(t).save('bakery', ALL);
			await store.save('Mo’s café', [PAGES.academy, twin]);
			for (const word of ['104829375610284', 'BÁKERY, the 2nd', 'Hostel']) {
				const { code } = await store.run(call(word));
				assert.equal(code, word.includes('2nd') ? 1 : 0, word);
			}
			assert.equal((await store.run(call('104829375610284'))).stdout, handsOut(TOKEN));
			const none = await store.run(call('tea', '--json'));
			assert.equal(none.code, 1);
			assert.equal(readProblem(none.stderr).title, 'No Page of any profile has the id or the name "tea"');
			const commands = { token: 'token', export: 'export --page', exec: 'exec' };
			for (const [word, first, lines] of [
				[
					'My Bakery',
					'104829375610284 --profile bakery',
					['  104829375610284  My Bakery, in "bakery"', '  101928374655463  My Bakery, in "Mo’s café"'],
				],
				[
					'101928374655464',
					'101928374655464 --profile bakery',
					[
						'  101928374655464  Example Coffee Academy, in "bakery"',
						'  101928374655464  Example Coffee Academy, in "Mo’s café"',
					],
				],
			] as const) {
				const { code, stdout, stderr } = await store.run(call(word));
				const title = `"${word}" may be any of 2 Pages. Say which, as in: fb-token-tui ${commands[verb]} ${first}`;
				assert.deepEqual([code, stdout, stderr], [2, '', [title, ...lines, ''].join('\n')]);
			}
		});

		test('takes the default profile: that of the environment, else the one of profiles use', async (t) => {
			const store = await new TokenStore(t).save('bakery', ALL);
			await store.save('Mo’s café', [{ ...PAGES.roaster, name: 'My Bakery' }]);
			const env = { FB_TOKEN_TUI_PROFILE: ' bakery ' };
			assert.equal((await store.run(call('My Bakery'), { env })).stdout, handsOut(TOKEN));
			assert.equal((await store.run(['profiles', 'use', 'bakery'])).code, 0);
			assert.equal((await store.run(call('My Bakery'))).stdout, handsOut(TOKEN));
			const given = { env: { FB_TOKEN_TUI_PROFILE: 'Mo’s café' } };
			assert.notEqual((await store.run(call('My Bakery'), given)).stdout, handsOut(TOKEN));
			assert.equal((await store.run(call('My Bakery', '--profile', 'bakery'), given)).stdout, handsOut(TOKEN));
			// Another Page by that name, in another profile, is not taken instead.
			assert.match(
				(await store.run(['profiles', 'remove', 'bakery', '--yes'])).stderr,
				/^It was the default profile\./m,
			);
			for (const [environment, title, remedy] of [
				[{}, 'The default profile "bakery" is gone', "Choose another: fb-token-tui profiles use 'Mo’s café'"],
				[
					{ FB_TOKEN_TUI_PROFILE: 'none' },
					'There is no profile named "none"',
					'Unset FB_TOKEN_TUI_PROFILE, or set it to a name in: fb-token-tui profiles list',
				],
			] as const) {
				const gone = await store.run(call('My Bakery', '--json'), { env: environment });
				const problem = readProblem(gone.stderr);
				assert.deepEqual([gone.code, gone.stdout, problem.code], [4, '', 'sign-in-needed']);
				assert.deepEqual([problem.title, problem.remedy], [title, remedy]);
			}
		});

		test('without a profile says how to begin', async (t) => {
			const { code, stdout, stderr } = await new TokenStore(t).run(call('My Bakery', '--json'));
			const { code: problem, remedy } = readProblem(stderr);
			assert.deepEqual([code, stdout, problem], [4, '', 'sign-in-needed']);
			assert.match(remedy, /fb-token-tui connect/);
		});

		test('of a locked store hands out nothing, asks nobody, and names the command', async (t) => {
			const locked = await new TokenStore(t).save('bakery', ALL, { isLocked: true });
			const { code, stdout, stderr } = await locked.run(call('My Bakery', '--json', '--reveal'));
			assert.deepEqual([code, stdout, readProblem(stderr).code], [4, '', 'store-locked']);
			assert.match(readProblem(stderr).remedy, /read -rs FB_TOKEN_TUI_PASSPHRASE && export FB_TOKEN_TUI_PASSPHRASE$/);
			const keyless = await new TokenStore(t).save('bakery', ALL);
			for (const path of keyless.folder.files()) {
				if (path.endsWith('.key')) rmSync(join(keyless.folder.path, path));
			}
			const gone = await keyless.run(call('My Bakery', '--json', '--reveal'));
			assert.deepEqual([gone.code, gone.stdout, readProblem(gone.stderr).code], [4, '', 'store-locked']);
			assert.match(readProblem(gone.stderr).remedy, /fb-token-tui connect --profile bakery$/);
		});

		test('in a terminal asks for the passphrase', async (t) => {
			const store = await new TokenStore(t).save('bakery', ALL, { isLocked: true });
			const pty = store.inTerminal(t, PROGRAM, call('My Bakery', '--reveal'));
			pty.allowSecret(TOKEN);
			await store.unlock(pty, 'bakery');
			assert.equal((await pty.exit).code, 0);
			assert.ok(pty.raw().includes(TOKEN));
		});

		test('hands out no token that is known to be dead: exit code 3, and what to do', async (t) => {
			// Locked, for a dead token is told without its key.
			const store = await new TokenStore(t).save('bakery', ALL, { isLocked: true });
			for (const [page, problem, told] of [
				[PAGES.refused, 'role-lost', /^The role on the Page was lost\. .*Meta said so 3 days ago\.$/],
				[PAGES.ended, 'token-expired', /^It ended 2 days ago \(.+\)\.$/],
			] as const) {
				const { code, stdout, stderr } = await store.run(call(page.name, '--json'));
				const { code: found, title, cause, remedy } = readProblem(stderr);
				assert.deepEqual([code, stdout, found], [3, '', problem]);
				assert.equal(title, `The token of ${page.name} (${page.id}) is invalid`);
				assert.match(cause, told);
				assert.match(remedy, /fb-token-tui check --profile bakery$/);
			}
		});

		test('says when Meta gave no token, and when there is no such Page', async (t) => {
			const store = await new TokenStore(t).save('bakery', ALL);
			const tokenless = await store.run(call('Rowing', '--json'));
			assert.deepEqual([tokenless.code, tokenless.stdout], [1, '']);
			assert.equal(readProblem(tokenless.stderr).code, 'page-without-token');
			const { code, stdout, stderr } = await store.run(call(`tea\n${TOKEN}`, '--json'));
			const { code: problem, title, remedy } = readProblem(stderr);
			assert.deepEqual([code, stdout, problem], [1, '', 'not-found']);
			assert.equal(title, 'No Page of "bakery" has the id or the name "tea [redacted]"');
			assert.equal(remedy, 'See the Pages with: fb-token-tui list --profile bakery');
			assert.equal((await store.run(call(''))).code, 1, 'an empty word means no Page');
		});

		test('names the Pages that may be meant, at most ten of them', async (t) => {
			const store = await new TokenStore(t).save('bakery', ALL);
			const few = await store.run(call('coffee'));
			assert.deepEqual(few, {
				code: 2,
				stdout: '',
				stderr: [
					'"coffee" may be any of 2 Pages. Say which by its id:',
					'  101928374655463  Example Coffee Roasters',
					'  101928374655464  Example Coffee Academy',
					'',
				].join('\n'),
			});
			const shops = Array.from({ length: 13 }, (_, index) => ({
				...PAGES.bakery,
				id: String(500 + index),
				name: `Shop\u001B[31m ${index}`,
			}));
			await store.save('shops', shops);
			const { code, stderr } = await store.run(call('shop', '--profile', 'shops'));
			assert.equal(code, 2);
			assert.equal(stderr.split('\n').length, 1 + 10 + 1 + 1);
			assert.match(stderr, /^ {2}and 3 more$/m);
		});
	});
}

describe('token', () => {
	test('is not printed into a terminal, unless it is asked for', async (t) => {
		const store = await new TokenStore(t).save('bakery', ALL);
		const refused = store.inTerminal(t, PROGRAM, ['token', 'My Bakery']);
		assert.equal((await refused.exit).code, 2);
		assert.match(
			refused.text(),
			/^Using .+ instead of Meta\.\s+Standard output is a terminal.*Pipe it on, or add --reveal\.$/s,
		);
		assert.ok(!refused.raw().includes(TOKEN));
		const revealed = store.inTerminal(t, PROGRAM, ['token', 'My Bakery', '--reveal']);
		revealed.allowSecret(TOKEN);
		assert.equal((await revealed.exit).code, 0);
		assert.ok(revealed.raw().includes(TOKEN));
	});

	test('that was never verified is printed, and a person at the terminal is told', async (t) => {
		const store = await new TokenStore(t).save('bakery', ALL);
		const token = tokenOfPage(PAGES.unverified);
		const piped = await store.run(['token', 'hostel']);
		assert.deepEqual(piped, { code: 0, stdout: `${token}\n`, stderr: '' });
		const pty = store.inTerminal(t, PROGRAM, ['token', 'hostel', '--reveal']);
		pty.allowSecret(token);
		assert.equal((await pty.exit).code, 0);
		assert.match(pty.text(), /is not verified\. To ask Meta: fb-token-tui check --profile bakery/);
		assert.ok(pty.raw().includes(token));
	});

	test('as JSON is one element of the Pages, with the token only where it is asked for', async (t) => {
		const store = await new TokenStore(t).save('bakery', ALL, { isLocked: true });
		const masked = await store.run(['token', 'My Bakery', '--json']);
		const { token: page } = readOutput('token', masked.stdout);
		assert.deepEqual(
			[masked.code, page.id, page.verdict, page.token?.value],
			[0, PAGES.bakery.id, 'permanent', undefined],
		);
		const open = await new TokenStore(t).save('bakery', ALL);
		const revealed = await open.run(['token', 'My Bakery', '--json', '--reveal']);
		assert.equal(readOutput('token', revealed.stdout).token.token?.value, TOKEN);
	});

	test('of no Page, or of two, is wrong usage', async (t) => {
		const store = await new TokenStore(t).save('bakery', ALL);
		for (const args of [['token'], ['token', 'My Bakery', 'New Hostel']]) {
			const { code, stdout } = await store.run(args);
			assert.deepEqual([code, stdout], [2, '']);
		}
	});
});
