import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { readReport } from './outputs.ts';
import { Store } from './store.ts';

const SCOPES = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts'];

/** A sign-in for which only these Pages were selected. */
function selecting({ world, appId }: Sandbox, pages: readonly string[]): string {
	return world.issueUserToken(appId, ids.person, SCOPES, pages).text;
}

for (const variant of ['invalid', 'valid-without-scopes'] as const)
	test(`A sign-in that leaves out Pages names them before and after, and verifies the other profiles again: ${variant}`, async (t) => {
		await using sandbox = await startSandbox({ pages: 3 });
		sandbox.world.login.pageOutsideGrant = variant;
		const store = new Store(t, sandbox);
		const all = sandbox.world.offeredPageIds(ids.person);
		const first = await store.connect(['--profile', 'bakery'], { input: selecting(sandbox, all) });
		assert.doesNotMatch(first.stderr, /Edit settings|Verified again/);
		const before = await store.vault().read('bakery');
		const [kept = '', gone] = all;

		const input = selecting(sandbox, [kept]);
		const again = await store.connect(['--profile', 'shop', '--json', '--via', 'address'], { input });
		assert.equal(again.code, 1);
		assert.match(again.stderr, /^Select "[^\n]+ again\. The tokens of Pages that you leave out stop working\.$/m);
		assert.match(again.stderr, /^Choose "Edit settings" at Facebook, not "Continue"\.$/m);
		const name = before.pages.find(({ id }) => id === gone)?.name;
		assert.match(again.stderr, /^Verified again: "bakery"\.$/m);
		const reported = readReport(again.stdout);
		assert.equal(reported.pages.length, 1);
		assert.deepEqual(
			reported.problems.map(({ code, title }) => [code, title]),
			[['missing-permission', 'This sign-in left out a saved Page']],
		);
		assert.ok(reported.problems[0]?.cause.includes(`"${name}"`));
		const after = await store.vault().read('bakery');
		const verdictOf = (id: string | undefined) => after.pages.find((page) => page.id === id)?.assessment?.verdict;
		assert.deepEqual([verdictOf(gone), verdictOf(kept)], ['unknown', 'permanent']);
	});

test('A profile that does not open without a passphrase is named as not verified again', async (t) => {
	await using sandbox = await startSandbox({ pages: 2 });
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'bakery'], { env: { FB_TOKEN_TUI_PASSPHRASE: 'made up and long' } });
	const { code, stderr } = await store.connect(['--profile', 'shop']);
	assert.match(stderr, /^Not verified again: "bakery"\. /m);
	assert.doesNotMatch(stderr, /left out/);
	assert.equal(code, 0);
});

test('The dialog of a known grant is asked to offer its settings, unless a configuration leads it', async (t) => {
	await using sandbox = await startSandbox({ pages: 1 });
	const store = new Store(t, sandbox);
	const dialogOf = async (args: readonly string[] = []) => {
		const { stderr } = await store.connect(['--via', 'address', ...args], { input: sandbox.userToken });
		const url = new URL(/https?:\S+dialog\/oauth\S+/.exec(stderr)?.[0] ?? '');
		return { authType: url.searchParams.get('auth_type'), stderr };
	};
	assert.equal((await dialogOf()).authType, null);
	assert.equal((await dialogOf()).authType, 'rerequest');
	const configured = await dialogOf(['--config-id', '123456789012345']);
	assert.equal(configured.authType, null);
	assert.match(configured.stderr, /Business integrations > "View and edit"/);
});
