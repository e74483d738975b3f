import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { permissionsFor } from '../../../source/domain/permissions.ts';
import { ids } from '../../../source/sandbox/default-world.ts';
import type { App, Token } from '../../../source/sandbox/entities.ts';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';
import { type Chromium, startChromium, whyNoChromium } from '../../support/chromium.ts';
import { ask } from '../ask.ts';

describe('the pages in Chromium', { skip: whyNoChromium }, () => {
	let browser: Chromium;
	let context: BrowserContext;
	let sandbox: Sandbox;
	let page: Page;
	let problems: string[];

	before(async () => {
		browser = await startChromium();
		context = browser.context;
	});
	after(() => browser.close());

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
		await button('Copy Token').click();
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
		await button('Copy Token').waitFor();
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
		await button('Copy Token').click();
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

	describe('the login dialog', () => {
		let app: App;
		/** Hears where the dialog sends the browser: the program that waits on localhost. */
		let waiting: Server;
		let redirectUri: string;
		const arrived: string[] = [];

		beforeEach(async () => {
			// The person has granted this app nothing yet.
			app = sandbox.world.apps.get(ids.otherApp) ?? assert.fail('no app');
			arrived.length = 0;
			waiting = createServer((request, response) => {
				arrived.push(request.url ?? '');
				response.writeHead(200, { 'Content-Type': 'text/html' });
				response.end('<!doctype html><link rel="icon" href="data:,"><h1>Back in the terminal</h1>');
			});
			await once(waiting.listen(0, 'localhost'), 'listening');
			redirectUri = `http://localhost:${(waiting.address() as AddressInfo).port}/`;
		});
		afterEach(() => {
			waiting.closeAllConnections();
			waiting.close();
		});

		const openDialog = (parameters: Readonly<Record<string, string>> = {}) => {
			const scope = 'pages_show_list,pages_manage_posts';
			const query = { client_id: app.id, redirect_uri: redirectUri, state: 'made-up', scope, ...parameters };
			return page.goto(`${sandbox.facebookUrl}/v27.0/dialog/oauth?${new URLSearchParams(query)}`);
		};

		/** The answer as the waiting program has it, and its token. */
		const answer = async (): Promise<{ query: URLSearchParams; token: Token | undefined }> => {
			await page.getByRole('heading', { name: 'Back in the terminal' }).waitFor();
			const query = new URL(arrived[0] ?? '', redirectUri).searchParams;
			const code = sandbox.world.codes.get(query.get('code') ?? '');
			return { query, token: code && sandbox.world.redeem(code) };
		};

		const permission = (name: string) => page.getByRole('checkbox', { name });

		test('is agreed to with one press, and ends at the program that waits', async () => {
			await openDialog();
			await page.getByRole('heading', { name: 'Another App asks for access' }).waitFor();
			await button('Continue as Robin').click();
			const { query, token } = await answer();
			assert.equal(query.get('state'), 'made-up');
			assert.deepEqual(token?.scopes, ['pages_show_list', 'pages_manage_posts', 'public_profile']);
			assert.equal(token?.granularScopes[0]?.targetIds?.size, 12);
			assert.equal(await page.evaluate('location.hash'), '#_=_');
		});

		test('grants what is left ticked, for the Page that was chosen, and asks again only when told to', async () => {
			await openDialog();
			await permission('pages_manage_posts').uncheck();
			await button('None').click();
			await permission('My Bakery').check();
			await button('Continue as Robin').click();
			const { token } = await answer();
			assert.deepEqual(token?.scopes, ['pages_show_list', 'public_profile']);
			assert.deepEqual([...(token?.granularScopes[0]?.targetIds ?? [])], [ids.permanentPage]);
			await openDialog();
			await button('Edit settings').click();
			await page.getByText('Chosen: 1 of 12').waitFor();
			assert.equal(await permission('pages_manage_posts').count(), 0);
			await openDialog({ auth_type: 'rerequest' });
			await button('Edit settings').click();
			assert.equal(await permission('pages_manage_posts').isChecked(), true);
			arrived.length = 0;
			await button('Continue as Robin').click();
			assert.ok((await answer()).token?.scopes.includes('pages_manage_posts'));
		});

		test('is cancelled', async () => {
			await openDialog();
			await button('Cancel').click();
			const { query } = await answer();
			assert.equal(query.get('error'), 'access_denied');
			assert.equal(query.get('error_reason'), 'user_denied');
			assert.equal(query.get('state'), 'made-up');
		});

		test('sends nobody to localhost once the app is live', async () => {
			app.mode = 'live';
			await openDialog();
			await page.getByRole('heading', { name: 'URL Blocked' }).waitFor();
			assert.deepEqual(arrived, []);
			// Chromium tells of every answer that is no success.
			assert.match(problems.pop() ?? '', /status of 400/);
		});

		test('leaves the token in the address bar, or takes it away after a while', async () => {
			const desktop = 'https://www.facebook.com/connect/login_success.html';
			for (const leaves of [false, true]) {
				sandbox.world.login.desktopPageLeavesAfterMs = leaves ? 50 : undefined;
				await openDialog({ redirect_uri: desktop, response_type: 'token' });
				await button(leaves ? 'Continue' : 'Continue as Robin').click();
				const end = leaves ? '/connect/blank.html#_=_' : '/connect/login_success.html#access_token=EAA';
				await page.waitForURL((url) => url.href.startsWith(sandbox.facebookUrl + end));
			}
		});

		test('has a page for the codes of devices, to agree and to decline', async () => {
			for (const press of ['Continue as Robin', 'Cancel']) {
				const form = { access_token: `${app.id}|${app.clientToken}`, scope: 'pages_show_list' };
				const { body } = await ask<{ code: string; user_code: string }>(sandbox, '/device/login', { form });
				await page.goto(`${sandbox.facebookUrl}/device`);
				await page.getByRole('textbox', { name: 'Code' }).fill(body.user_code.toLowerCase());
				await button('Continue').click();
				await button(press).click();
				const isAgreed = press !== 'Cancel';
				await page.getByRole('heading', { name: isAgreed ? 'Success' : 'Cancelled' }).waitFor();
				assert.equal(sandbox.world.deviceLogins.get(body.code)?.status, isAgreed ? 'approved' : 'declined');
			}
		});

		test('fits a telephone, in width, as do the pages for devices and system users', async () => {
			await page.setViewportSize({ width: 390, height: 800 });
			const pages = ['/device', '/settings/system-users'].map((path) => () => page.goto(sandbox.facebookUrl + path));
			for (const visit of [openDialog, ...pages]) {
				await visit();
				assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390);
			}
		});
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
