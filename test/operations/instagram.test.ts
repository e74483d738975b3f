import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instagramOf } from '../../source/domain/instagram.ts';
import { describePage } from '../../source/domain/page-text.ts';
import { exportText } from '../../source/operations/export-formats.ts';
import { reportOfPage } from '../../source/operations/report.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { pageTokenInfo } from '../support/token-infos.ts';
import { succeed } from './walk.ts';

const READING = ['pages_show_list', 'pages_read_engagement', 'business_management', 'instagram_basic'];

/** The Pages of a sign-in with these permissions, by their ids. */
async function pagesWith(sandbox: Sandbox, permissions: readonly string[]) {
	const { text: token } = sandbox.world.issueUserToken(sandbox.appId, ids.person, permissions);
	const { pages } = await succeed(sandbox, { token });
	return new Map(pages.map((page) => [page.id, page]));
}

const ACCOUNT = { id: ids.instagram, username: 'my.bakery' };

describe('the Instagram account that is linked to a Page', () => {
	test('is read with the Page token, and is on the screen, in JSON and in exports', async () => {
		await using sandbox = await startSandbox();
		const page = (await pagesWith(sandbox, READING)).get(ids.permanentPage) ?? assert.fail();
		assert.deepEqual(page.instagram, { account: ACCOUNT, isCertain: true });
		const report = reportOfPage(page, [], {});
		assert.deepEqual([report.instagram, report.instagramState], [ACCOUNT, 'linked']);
		const { facts } = describePage(page, { wanted: [], now: 0, separator: ', ' });
		assert.equal(
			facts.find(({ label }) => label === 'Instagram')?.text,
			`@my.bakery (${ids.instagram}), publishing to it also needs instagram_content_publish`,
		);
		const report_ = () => assert.fail();
		const text = (format: 'dotenv' | 'csv' | 'shell') => exportText(format, [page], { among: [page], report: report_ });
		assert.match(await text('dotenv'), /^FB_PAGE_MY_BAKERY_INSTAGRAM_ID="?17841405309211844"?$/m);
		assert.match(await text('shell'), /^export FB_PAGE_MY_BAKERY_INSTAGRAM_ID='?17841405309211844'?$/m);
		assert.match(await text('csv'), /,instagramId\r\n.*,'17841405309211844\r\n$/s);
	});

	test('is not asked for without instagram_basic', async () => {
		await using sandbox = await startSandbox();
		const page = (await pagesWith(sandbox, READING.slice(0, -1))).get(ids.permanentPage) ?? assert.fail();
		assert.equal(page.instagram, undefined);
		assert.deepEqual(reportOfPage(page, [], {}).instagramState, 'unknown');
		assert.ok(!sandbox.requests.some(({ path }) => path.includes('instagram')));
		assert.doesNotMatch(
			await exportText('dotenv', [page], { among: [page], report: () => assert.fail() }),
			/INSTAGRAM/,
		);
	});

	test('is said not to be there only where Meta would tell', async () => {
		await using sandbox = await startSandbox();
		const pages = await pagesWith(sandbox, READING);
		const state = (id: string) => reportOfPage(pages.get(id) ?? assert.fail(), [], {}).instagramState;
		assert.equal(state(ids.analyzePage), 'none');
		// The role comes through a business: Meta also demands a permission for ads, and leaves the account out without a word.
		assert.equal(state(ids.clientPage), 'unknown');
	});

	test('may be another than those that instagram_basic was granted for', () => {
		const info = pageTokenInfo({
			scopes: READING,
			granularScopes: [{ scope: 'instagram_basic', targetIds: [ids.instagram] }],
		});
		assert.equal(instagramOf(null, info, true).isCertain, false);
		assert.equal(instagramOf(null, { ...info, granularScopes: [] }, true).isCertain, true);
		const forAds = { ...info, granularScopes: [], scopes: [...READING, 'ads_read'] };
		assert.equal(instagramOf(null, forAds, false).isCertain, true);
	});

	test('costs one call for fifty Pages, and its failure leaves the verdicts as they are', async () => {
		await using sandbox = await startSandbox();
		await pagesWith(sandbox, READING.slice(0, -1));
		const without = sandbox.requests.length;
		await pagesWith(sandbox, READING);
		const asked = sandbox.requests.slice(without);
		assert.equal(asked.length, without + 1);
		const body = JSON.stringify({ error: { code: 100, message: 'Invalid parameter' } });
		const nth = asked.filter(({ endpoint }) => endpoint === 'batch').length;
		sandbox.faults.push({ endpoint: 'batch', nth, status: 400, body });
		const page = (await pagesWith(sandbox, READING)).get(ids.permanentPage) ?? assert.fail();
		assert.deepEqual([page.assessment?.verdict, page.problem], ['permanent', null]);
	});
});
