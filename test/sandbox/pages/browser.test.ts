import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { permissionsFor } from '../../../source/domain/permissions.ts';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ARGUMENTS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

function findChromium(): string | undefined {
	const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
	return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

const executablePath = findChromium();
const skip = executablePath === undefined && `Chromium is not installed (looked for ${NAMES.join(', ')})`;

describe('the pages in Chromium', { skip }, () => {
	let profile: string;
	let context: BrowserContext;
	let sandbox: Sandbox;
	let page: Page;
	let problems: string[];

	before(async () => {
		profile = await mkdtemp(join(tmpdir(), 'sandbox-chromium-'));
		context = await chromium.launchPersistentContext(profile, {
			args: ARGUMENTS,
			...(executablePath === undefined ? {} : { executablePath }),
		});
		context.setDefaultTimeout(15_000);
	});
	after(async () => {
		await context.close();
		await rm(profile, { recursive: true, force: true });
	});

	beforeEach(async () => {
		sandbox = await startSandbox();
		page = await context.newPage();
		problems = [];
		page.on('pageerror', (error) => problems.push(error.message));
		page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
	});
	afterEach(async () => {
		await page.close();
		await sandbox.close();
		assert.deepEqual(problems, []);
	});

	const button = (name: string) => page.getByRole('button', { name, exact: true });
	const readToken = () => page.getByRole('textbox', { name: 'Access token' }).inputValue();
	const openExplorer = () => page.goto(`${sandbox.developersUrl}/tools/explorer/${sandbox.appId}/`);

	test('permissions are chosen, consent is given, and the token is copied', async () => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: sandbox.developersUrl });
		await openExplorer();
		for (const permission of permissionsFor('publish')) {
			await page.getByRole('checkbox', { name: permission }).check();
		}
		await button('Generate Access Token').click();
		await button('Continue').click();
		await button('Copy').click();
		await button('Copied').waitFor();
		const token = await readToken();
		assert.equal(await page.evaluate('navigator.clipboard.readText()'), token);
		const granted = [...permissionsFor('publish'), 'public_profile'];
		assert.deepEqual(sandbox.world.tokens.get(token)?.scopes.toSorted(), granted.sort());
	});

	test('the journey needs the keyboard alone', async () => {
		await openExplorer();
		await page.getByRole('searchbox', { name: 'Permissions' }).focus();
		await page.keyboard.insertText('pages_show_list,pages_manage_posts');
		await button('Generate Access Token').press('Enter');
		await page.getByRole('heading', { name: 'asks for access' }).waitFor();
		await page.keyboard.press('Enter');
		await button('Copy').waitFor();
		const token = await readToken();
		assert.deepEqual(sandbox.world.tokens.get(token)?.scopes, [
			'pages_show_list',
			'pages_manage_posts',
			'public_profile',
		]);
	});

	test('a search narrows the permissions, and Enter ticks the only one left', async () => {
		await openExplorer();
		const search = page.getByRole('searchbox', { name: 'Permissions' });
		await search.fill('insta');
		assert.equal(await page.getByRole('checkbox').count(), 5);
		await search.fill('linked instagram');
		assert.equal(await page.getByRole('checkbox').count(), 2);
		await search.fill('manage_pages');
		assert.equal(await page.getByRole('checkbox').count(), 0);
		await page.getByText('No permission has this name.').waitFor();
		await search.fill('business_m');
		await search.press('Enter');
		assert.equal(await page.getByRole('checkbox', { name: 'business_management' }).isChecked(), true);
		assert.equal(await search.inputValue(), '');
		await page.getByText('2 of 21').waitFor();
	});

	test('what stands in the search is not asked for, unless it is a name', async () => {
		await openExplorer();
		const search = page.getByRole('searchbox', { name: 'Permissions' });
		await search.fill('comments');
		await page.getByRole('checkbox', { name: 'instagram_manage_comments' }).check();
		await button('Generate Access Token').click();
		await button('Cancel').click();
		assert.equal(await page.getByRole('checkbox', { name: 'instagram_manage_comments' }).isChecked(), true);
		await search.fill('manage_pages');
		await button('Generate Access Token').click();
		await page.getByText('Invalid scopes: manage_pages').waitFor();
		await search.fill('read_insights');
		await button('Generate Access Token').click();
		await page.getByRole('checkbox', { name: 'read_insights' }).waitFor();
	});

	test('Pages are left out in the consent', async () => {
		await openExplorer();
		await page.getByRole('checkbox', { name: 'pages_show_list' }).check();
		await button('Generate Access Token').click();
		await button('None').click();
		await page.getByRole('searchbox', { name: 'Search Pages' }).fill('bakery');
		await page.getByRole('checkbox', { name: 'My Bakery' }).check();
		await page.getByText('Chosen: 1 of 12').waitFor();
		await button('Continue').click();
		const token = await readToken();
		const [granular] = sandbox.world.tokens.get(token)?.granularScopes ?? [];
		assert.equal(granular?.targetIds?.size, 1);
	});

	test('without a clipboard, Copy selects the token', async () => {
		await context.clearPermissions();
		await page.addInitScript({ content: 'navigator.clipboard.writeText = () => Promise.reject(new Error());' });
		await openExplorer();
		await page.getByLabel('User or Page').selectOption('app');
		await button('Generate Access Token').click();
		await button('Copy').click();
		await page.getByRole('button', { name: /^Selected/ }).waitFor();
		const token = await readToken();
		assert.equal(await page.evaluate('getSelection().toString()'), token);
	});

	test('the app secret is hidden until it is shown', async () => {
		await page.goto(`${sandbox.developersUrl}/apps/${sandbox.appId}/settings/basic/`);
		const secret = page.getByLabel('App Secret');
		assert.equal(await secret.getAttribute('type'), 'password');
		await button('Show').click();
		assert.equal(await secret.getAttribute('type'), 'text');
		assert.equal(await secret.inputValue(), sandbox.appSecret);
		await button('Hide').click();
		assert.equal(await secret.getAttribute('type'), 'password');
	});

	test('every page fits a telephone, in width', async () => {
		await page.setViewportSize({ width: 390, height: 800 });
		for (const path of [
			'/',
			'/apps/',
			`/apps/${sandbox.appId}/settings/advanced/`,
			'/tools/explorer/',
			`/tools/debug/accesstoken/?access_token=${sandbox.userToken}`,
		]) {
			await page.goto(sandbox.developersUrl + path);
			assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390, path);
		}
	});
});
