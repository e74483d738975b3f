import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { Secret } from '../../source/domain/secret.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { addUnlistedPage } from '../support/unlisted-page.ts';
import { readProblem, readReport } from './outputs.ts';
import { Store } from './store.ts';

const DAY = 86_400;
const NEWCOMER = '109999999999999';

describe('refresh', () => {
	test('says which Pages are new, gone and changed, and saves them', async (t) => {
		await using sandbox = await startSandbox({ pages: 3 });
		const { world, appId } = sandbox;
		const store = new Store(t, sandbox);
		const input = world.issueUserToken(appId, ids.person, permissionsFor('publish'), 'all').text;
		await store.connect(['--profile', 'bakery'], { input });
		const museum = world.pages.get(ids.analyzePage);
		const role = world.role(ids.person, ids.analyzePage);
		assert.ok(museum && role);
		world.addPage({ ...museum, id: NEWCOMER, name: 'Newcomer' });
		world.addRole({ ...role, pageId: NEWCOMER });
		// No Page is in the grant before the person selects it.
		world.issueUserToken(appId, ids.person, permissionsFor('publish'), 'all');
		world.removeRole(ids.person, ids.permanentPage);
		museum.name = 'Harbour Museum';
		const { code, stdout, stderr } = await store.run(['refresh']);
		assert.equal(code, 3, 'The Night Owls is there still');
		assert.match(stdout, new RegExp(`^permanent +${NEWCOMER} +Newcomer +never expires, cannot publish$`, 'm'));
		assert.equal(
			stderr,
			[
				'bakery: 1 new, 1 gone, 1 changed',
				`  new      Newcomer (${NEWCOMER})`,
				`  gone     My Bakery (${ids.permanentPage})`,
				`  changed  Harbour Museum (${ids.analyzePage}): renamed from Harbour Town Museum`,
				'',
			].join('\n'),
		);
		const again = await store.run(['refresh', '--json']);
		assert.deepEqual([again.code, again.stderr], [3, '']);
		const { pages, profile, storage } = readReport(again.stdout);
		assert.deepEqual([profile, storage], ['bakery', 'file']);
		const listed = readReport((await store.run(['list', '--json', '--reveal'])).stdout).pages;
		assert.deepEqual(
			listed.map(({ id }) => id),
			pages.map(({ id }) => id),
		);
		const newcomer = listed.find(({ id }) => id === NEWCOMER);
		assert.equal(world.tokens.get(newcomer?.token?.value ?? '')?.pageId, NEWCOMER);
		store.assertSealed();
	});

	test('never takes the place of what was connected meanwhile, and says so', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		const newer = 'EAAmadeUpNewerUserToken0123456789';
		const saving = store.whileListing(async () => {
			const { profile, secrets } = await store.vault().load('bakery');
			await store.vault().save(profile, { ...secrets, userToken: new Secret(newer) }, 'keep');
		});
		const { code, stdout, stderr } = await store.run(['refresh', '--json']);
		await saving;
		assert.equal(stderr, 'bakery: it was saved anew meanwhile, and that was kept: refresh again to see it checked\n');
		assert.deepEqual([code, readReport(stdout).pages.length], [0, 2]);
		assert.equal((await store.vault().load('bakery')).secrets.userToken.reveal(), newer);
	});

	test('says what could not be verified, and keeps the verdicts that were known, with their age', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		const before = (await store.vault().read('bakery')).pages;
		sandbox.faults.push({ endpoint: 'batch', status: 400, body: '{}' });
		sandbox.faults.push({ endpoint: 'debug_token', nth: [2, 3], status: 400, body: '{}' });
		const { code, stdout } = await store.run(['refresh']);
		assert.equal(code, 1);
		assert.match(stdout, /^unknown .*My Bakery/m);
		assert.deepEqual((await store.vault().read('bakery')).pages, before);
		assert.match((await store.run(['list'])).stdout, /permanent .*My Bakery +never expires/);
	});

	test('keeps a Page that was connected by its id, which no list has', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const input = addUnlistedPage(sandbox);
		const { code, stderr } = await store.connect(['--page', 'https://www.facebook.com/corner.bakery/'], { input });
		assert.equal(code, 0, stderr);
		const { code: refreshed, stdout } = await store.run(['refresh', '--json']);
		assert.equal(refreshed, 0);
		const found = readReport(stdout).pages.map(({ name, foundBy }) => [name, foundBy]);
		assert.deepEqual(found, [
			['My Bakery', 'accounts'],
			['Corner Bakery', 'id'],
		]);
	});

	test('fails for a Page that was asked for by its id and is not shown, and saves the others', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const { code, stderr, stdout } = await store.connect(['--page', '99999999999']);
		assert.equal(code, 1, stderr);
		assert.match(stderr, /The Page 99999999999: /);
		assert.match(stdout, /^permanent .*My Bakery/m);
		assert.match((await store.run(['list'])).stdout, /permanent .*My Bakery/);
	});

	test('says what is different also beside JSON', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		sandbox.world.removeRole(ids.person, ids.permanentPage);
		const checked = await store.run(['check', '--json', '--warn-days', '61']);
		assert.match(
			checked.stderr,
			new RegExp(`^bakery: 1 changed\n {2}changed {2}My Bakery \\(${ids.permanentPage}\\): invalid`),
		);
		assert.match(checked.stderr, /^bakery: the user token ends in \d+ days/m);
		const { code, stdout, stderr } = await store.run(['refresh', '--json']);
		assert.equal(stderr, `bakery: 1 gone\n  gone     My Bakery (${ids.permanentPage})\n`);
		assert.deepEqual([code, readReport(stdout).pages.length], [0, 1]);
	});

	test('with a dead user token exits 3, says how to connect again, and keeps everything', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		const stored = (await store.run(['list', '--json'])).stdout;
		sandbox.world.changePassword(ids.person);
		const { code, stdout, stderr } = await store.run(['refresh', '--json']);
		const { code: name, remedy } = readProblem(stderr);
		assert.deepEqual([code, stdout, name], [3, '', 'password-changed']);
		assert.match(remedy, /connect again: … \| fb-token-tui connect --profile bakery$/);
		assert.equal((await store.run(['list', '--json'])).stdout, stored);
	});

	test('with an app secret that was reset says that it is needed', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.secret = '0123456789abcdef0123456789abcdef';
		const { code, stderr } = await store.run(['refresh', '--json']);
		assert.match(readProblem(stderr).remedy, /^Set FB_APP_SECRET .+ fb-token-tui connect --profile bakery$/);
		assert.notEqual(code, 3);
	});

	test('renews a user token that is near its end', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const { world } = sandbox;
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		for (const token of world.tokens.values()) if (token.kind === 'user') token.expiresAt = world.now() + 20 * DAY;
		const { code, stderr } = await store.run(['refresh']);
		assert.equal(code, 0);
		assert.match(stderr, /^bakery: the user token was renewed: it ends in (59|60) days/m);
		const { user } = readReport((await store.run(['list', '--json'])).stdout);
		assert.ok(Date.parse(user.expiresAt ?? '') / 1000 > world.now() + 59 * DAY);
		store.assertSealed();
	});

	test('that Meta does not answer changes nothing', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		sandbox.faults.push({ endpoint: 'accounts', status: 500 });
		const partly = await store.run(['refresh', '--json']);
		assert.equal(partly.code, 1);
		assert.equal(readReport(partly.stdout).pages.length, 2, 'Pages that may be missing from a list are kept');
		await sandbox.close();
		const { code, stdout, stderr } = await store.run(['refresh', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'network']);
	});
});
