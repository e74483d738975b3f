import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { hostNotice } from '../../source/commands/shared/name-host.ts';
import { writeProblemAsJson } from '../../source/commands/shared/write.ts';
import { problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import { bareEnvironment, PROGRAM } from './run-program.ts';
import { PAGES, TokenStore } from './token-store.ts';

const NOTICE = 'Using http://127.0.0.1:9 (FB_TOKEN_TUI_GRAPH_URL) instead of Meta.';

test('the hosts that are used instead of Meta’s are named, each with its variable', () => {
	assert.equal(hostNotice(readHosts({})), null);
	assert.equal(hostNotice(readHosts({ FB_TOKEN_TUI_GRAPH_URL: 'HTTPS://Graph.Facebook.com.:443/' })), null);
	assert.equal(hostNotice(readHosts({ FB_TOKEN_TUI_GRAPH_URL: 'http://127.0.0.1:9' })), NOTICE);
	assert.equal(
		hostNotice(readHosts({ FB_TOKEN_TUI_GRAPH_URL: 'https://www.facebook.com' })),
		'Using https://www.facebook.com (FB_TOKEN_TUI_GRAPH_URL) instead of Meta.',
		'Facebook is not the Graph API',
	);
	assert.equal(
		hostNotice(
			readHosts({
				FB_TOKEN_TUI_FACEBOOK_URL: 'https://a.example.com',
				FB_TOKEN_TUI_DEVELOPERS_URL: 'https://b.example.com',
			}),
		),
		'Using https://a.example.com (FB_TOKEN_TUI_FACEBOOK_URL), https://b.example.com (FB_TOKEN_TUI_DEVELOPERS_URL) instead of Meta.',
	);
});

test('a problem as JSON names them in its cause', () => {
	const causeFor = (env: NodeJS.ProcessEnv) => {
		let text = '';
		writeProblemAsJson({ write: (part) => (text += part) }, problem('cancelled'), readHosts(env));
		return JSON.parse(text).cause;
	};
	const { cause } = problemText(problem('cancelled'));
	assert.equal(causeFor({}), cause);
	assert.equal(causeFor({ FB_TOKEN_TUI_GRAPH_URL: 'http://127.0.0.1:9' }), `${cause} ${NOTICE}`);
});

describe('while the host is overridden', () => {
	const run = (args: readonly string[], env: Readonly<Record<string, string>>) => {
		const { stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
			env: { ...bareEnvironment(), ...env },
			encoding: 'utf8',
			input: '',
		});
		return { stdout, stderr, count: stderr.split(NOTICE).length - 1 };
	};

	test('every verb says so once on standard error, whatever comes of it', async (t) => {
		const { env } = await new TokenStore(t).save('bakery', [PAGES.bakery]);
		for (const args of [
			['list'],
			['list', '--json'],
			['token', 'My Bakery'],
			['export'],
			['exec', 'My Bakery', '--', process.execPath, '--version'],
			['profiles', 'list'],
			['check'],
			['check', '--quiet', '--json'],
			['refresh', '--json'],
			['revoke', '--yes'],
			['publish-test', 'My Bakery', '--yes', '--json'],
			['read-test', 'My Bakery', '--json'],
			['connect', '--json'],
			['inspect'],
			['doctor', '--json'],
		]) {
			const { stdout, stderr, count } = run(args, env);
			assert.equal(count, 1, `${args.join(' ')}: ${stderr}`);
			assert.ok(!stdout.includes('instead of Meta') || stdout.startsWith('{'), args.join(' '));
			if (args.includes('--json') && stdout !== '') JSON.parse(stdout);
		}
	});

	test('and nothing of it is said of Meta itself', async (t) => {
		const { env } = await new TokenStore(t).save('bakery', [PAGES.bakery]);
		assert.equal(run(['list'], { ...env, FB_TOKEN_TUI_GRAPH_URL: '' }).stderr, '');
	});
});
