import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { readProblem, readReport } from './outputs.ts';
import { Store } from './store.ts';

test('A Page that the grant leaves out is said not to be selected, by each verb that meets it', async (t) => {
	await using sandbox = await startSandbox();
	const { world, appId } = sandbox;
	Object.assign(world.role(ids.person, ids.clientPage) ?? {}, { givesToken: false });
	const scopes = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts', 'business_management'];
	const input = world.issueUserToken(appId, ids.person, scopes, [ids.permanentPage]).text;
	const store = new Store(t, sandbox);
	const NOTE =
		/^(bakery: )?1 Page not selected when you signed in\. Choose "Edit settings" at the next sign-in and select every Page\.$/m;

	const connected = await store.connect(['--profile', 'bakery'], { input });
	assert.equal(connected.code, 1);
	assert.match(
		connected.stdout,
		/^unknown +109283746501928 +Lighthouse Bookshop +Page not selected when you signed in$/m,
	);
	assert.match(connected.stderr, NOTE);

	const refreshed = await store.run(['refresh']);
	assert.match(refreshed.stderr, NOTE);
	const [page] = readReport((await store.run(['list', '--json'])).stdout).pages.filter(
		({ id }) => id === ids.clientPage,
	);
	assert.equal(page?.problem?.code, 'page-without-token');

	const problem = readProblem((await store.run(['token', 'lighthouse', '--json'])).stderr);
	assert.equal(problem.title, 'Lighthouse Bookshop (109283746501928) was not selected when you signed in');
	assert.match(problem.remedy, /^Choose "Edit settings" .* To do so: … \| fb-token-tui connect --profile bakery$/);
});

test('A profile that leads to no Pages any more says how to connect it again', async (t) => {
	await using sandbox = await startSandbox({ pages: 1 });
	const store = new Store(t, sandbox);
	assert.equal((await store.connect(['--profile', 'bakery'])).code, 0);
	sandbox.world.rolesOf(ids.person).map((role) => Object.assign(role, { listed: false, lost: true }));
	for (const token of sandbox.world.tokens.values())
		Object.assign(token, { granularScopes: [{ scope: 'pages_show_list' }] });
	const { stderr } = await store.run(['refresh']);
	assert.match(stderr, /"Opt in to current Pages only".* To do so: … \| fb-token-tui connect --profile bakery$/m);
});
