import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Chromium, startChromium, whyNoChromium } from '../support/chromium.ts';
import { Person } from '../support/person.ts';
import { assertBlock } from '../support/readme.ts';

const CONTINUE = 'Continue as Robin';
const WANTED = permissionsFor('publish');

describe('with the real program and Chromium', { skip: whyNoChromium }, () => {
	let browser: Chromium;
	before(async () => {
		browser = await startChromium();
	});
	after(() => browser.close());

	/** Fetches App ID and App Secret from the app's settings. */
	async function fetchApp(person: Person, take: (text: string) => void): Promise<void> {
		const { page } = person;
		await person.click(page.getByRole('link', { name: /^My App \d/ }));
		take(await person.copy(page.getByLabel('App ID')));
		await person.clickButton('Show');
		take(await person.copy(page.getByLabel('App Secret')));
	}

	/** Begins with nothing, and comes to the ways to a token. */
	async function startAtToken(context: TestContext, pages?: number, env: NodeJS.ProcessEnv = {}): Promise<Person> {
		const person = await Person.begin(context, browser.context, pages);
		await person.start(env);
		await person.see('Your app');
		person.press('ctrl-o');
		await person.follow();
		await fetchApp(person, (text) => {
			person.paste(text);
			person.press(text === person.sandbox.appId ? 'tab' : 'enter');
		});
		await person.see('What for?');
		person.press('enter');
		await person.see('User access token');
		return person;
	}

	/** Chooses the app, the kind of token and the permissions; that the address chooses the app is not promised by Meta. */
	async function setUpExplorer(person: Person): Promise<void> {
		await person.choose(person.page.getByLabel('Meta App'), 'My App');
		await person.choose(person.page.getByLabel('User or Page'), 'Get User Access Token');
		for (const name of WANTED) await person.click(person.page.getByRole('checkbox', { name }));
	}

	/** Goes to another way than the one that is offered first. */
	async function choose(person: Person, name: string, ...keys: string[]): Promise<void> {
		person.press(...keys);
		await person.see(`❯ ${name}`);
	}

	/** The same, with the browser chosen. */
	async function startAtBrowser(...begin: Parameters<typeof startAtToken>): Promise<Person> {
		const person = await startAtToken(...begin);
		await choose(person, 'browser', 'tab');
		return person;
	}

	/** Goes the way of the address bar, which is chosen, to its end. */
	async function signInByAddress(person: Person): Promise<void> {
		person.press('enter');
		await person.follow();
		await person.clickButton(CONTINUE);
		await person.page.waitForURL(/login_success\.html#access_token=/);
		person.paste(person.copyAddress());
		await person.see('All wanted permissions are granted');
		person.press('enter');
		await save(person);
	}

	/** Saves what was found, which has these verdicts; what protects it without a keychain is not counted. */
	async function save(person: Person, verdicts = ['permanent']): Promise<void> {
		await person.see(/✓ \d+ Pages?, \d+ verified/);
		person.press('w');
		await person.see('❯ A passphrase');
		person.terminal.press('tab', 'right');
		await person.see('❯ A key in a file beside it');
		person.press('enter');
		await person.see('Saved as my-app');
		const { pages } = await person.saved();
		person.assertNoTokenShown();
		assert.deepEqual([...new Set(pages.map(({ assessment }) => assessment?.verdict ?? 'unknown'))], verdicts);
	}

	describe('from nothing to saved tokens', () => {
		/** What a person does on each way: keys, clicks, copies and pastes. */
		const acts: Partial<Record<'browser' | 'address' | 'device' | 'explorer' | 'system user', number>> = {};
		const byHand: [step: string, acts: number][] = [];

		test('by the browser', async (t) => {
			const person = await startAtToken(t);
			await choose(person, 'browser', 'tab');
			person.press('enter');
			await person.follow();
			await person.clickButton(CONTINUE);
			await person.page.getByRole('heading', { name: 'Done' }).waitFor();
			await save(person);
			acts.browser = person.acts;
		});

		test('by the address bar', async (t) => {
			const person = await startAtToken(t);
			await choose(person, 'address bar', 'tab', 'tab');
			await signInByAddress(person);
			acts.address = person.acts;
		});

		test('on another device', async (t) => {
			const person = await startAtToken(t);
			const { world, facebookUrl } = person.sandbox;
			world.login.deviceInterval = 1;
			await choose(person, 'other device', 'shift-tab', 'shift-tab');
			person.press('enter');
			await person.follow();
			await person.clickButton('Show');
			person.paste(await person.copy(person.page.getByLabel('Client token')));
			await person.see('and enter the code');
			const [login] = [...world.deviceLogins.values()];
			assert.ok(login);
			await person.see(login.userCode);
			await person.open(`${facebookUrl}/device`);
			await person.type(person.page.getByRole('textbox', { name: 'Code' }), login.userCode);
			await person.clickButton('Continue');
			await person.clickButton(CONTINUE);
			await save(person);
			acts.device = person.acts;
		});

		test('by the Explorer', async (t) => {
			const person = await startAtToken(t);
			await person.see('❯ Explorer');
			person.press('enter');
			await person.follow();
			await setUpExplorer(person);
			await person.clickButton('Generate Access Token');
			await person.clickButton('Continue');
			person.paste(await person.copy(person.page.getByRole('textbox', { name: 'Access token' })));
			await person.see('All wanted permissions are granted');
			person.press('enter');
			await save(person);
			acts.explorer = person.acts;
			person.press('enter');
			await person.see('v view raw');
			person.press('d');
			await person.see('The address will hold the token');
			person.press('y');
			await person.follow();
			assert.equal(new URL(person.page.url()).pathname, '/tools/debug/accesstoken/');
			await person.page.getByText('Never').first().waitFor();
		});

		test('by the token of a system user', async (t) => {
			// It takes more Pages until a business has some.
			const person = await startAtToken(t, 14);
			await choose(person, 'system user', 'shift-tab');
			person.press('enter');
			await person.follow();
			await person.choose(person.page.getByLabel('App', { exact: true }), 'My App');
			await person.click(person.page.getByRole('radio', { name: 'Never' }));
			for (const name of WANTED) {
				const box = person.page.getByRole('checkbox', { name });
				await box.uncheck();
				await person.click(box);
			}
			await person.clickButton('Generate token');
			person.paste(await person.copy(person.page.getByRole('textbox', { name: 'Access token' })));
			await person.see('without an end: the Page tokens made from it have none either');
			person.press('enter');
			await save(person);
			acts['system user'] = person.acts;
		});

		test('by hand, in nine steps', async (t) => {
			const person = await Person.begin(t, browser.context);
			const { page, sandbox } = person;
			const { developersUrl, graphUrl } = sandbox;
			const step = async (words: string, work: () => Promise<unknown>) => {
				const before = person.acts;
				await work();
				byHand.push([words, person.acts - before]);
			};
			const answer = async () => JSON.parse((await page.locator('body').textContent()) ?? '');
			let token = '';
			await step("Copy App ID and App Secret from the app's settings", async () => {
				await person.open(`${developersUrl}/apps/`);
				await fetchApp(person, () => {});
			});
			await step('Open the Graph API Explorer, and choose the app', async () => {
				await person.open(`${developersUrl}/tools/explorer/`);
				await person.choose(page.getByLabel('Meta App'), 'My App');
			});
			await step('Choose "Get User Access Token"', () =>
				person.choose(page.getByLabel('User or Page'), 'Get User Access Token'),
			);
			await step('Tick each permission, the right ones', async () => {
				for (const name of WANTED) await person.click(page.getByRole('checkbox', { name }));
			});
			await step('Generate the token, allow it, and copy it', async () => {
				await person.clickButton('Generate Access Token');
				await person.clickButton('Continue');
				token = await person.copy(page.getByRole('textbox', { name: 'Access token' }));
			});
			await step('Build the address that exchanges it, open that, and copy the new token', async () => {
				const exchange = new URL('/v27.0/oauth/access_token', graphUrl);
				const { appId, appSecret } = sandbox;
				const query = { client_id: appId, client_secret: appSecret, fb_exchange_token: token };
				exchange.search = `${new URLSearchParams({ grant_type: 'fb_exchange_token', ...query })}`;
				await person.open(exchange, Object.keys(query).length);
				token = (await answer()).access_token;
				person.acts++;
			});
			await step('Build the address that lists the Pages, open that, and copy the token of the Page', async () => {
				await person.open(`${graphUrl}/v27.0/me/accounts?access_token=${token}`, 1);
				token = (await answer()).data[0].access_token;
				person.acts++;
			});
			await step('Ask the Access Token Debugger whether it ends', async () => {
				await person.open(`${developersUrl}/tools/debug/accesstoken/`);
				await person.type(page.getByRole('textbox', { name: 'Access token' }), token);
				await person.clickButton('Debug');
				await page.getByRole('row', { name: /^Expires.*never/i }).waitFor();
			});
			await step('Put it into a file, and save that', async () => {
				person.acts += 2;
			});
			assert.equal(byHand.length, 9);
		});

		test('the README tells how much each way asks for', () => {
			assert.equal(acts.browser, 3 + 12, 'the README says that twelve are the same on each way');
			const sum = byHand.reduce((all, [, count]) => all + count, 0);
			const steps = byHand.map(([step, count], index) => `| ${index + 1}. ${step} | ${count} |`);
			const rows = [
				['Browser', '`tab`, `⏎`, and allow it at Facebook', acts.browser],
				['Address bar', 'the same, then copy the address back, and go on', acts.address],
				['Other device', 'fetch the client token, the first time; enter a code there, and allow it', acts.device],
				['System user', "generate its token in the business's settings, and copy it", acts['system user']],
				['Explorer', 'steps 2 to 5; the program shows what to choose there', acts.explorer],
				['By hand', 'all nine steps, and the last three once more for every other Page', sum],
			].map((cells) => `| ${cells.join(' | ')} |`);
			assertBlock('by-hand', ['| by hand | acts |', '|---|---|', ...steps, `| together | ${sum} |`].join('\n'));
			assertBlock('ways', ['| way | for the token | in all |', '|---|---|---|', ...rows].join('\n'));
		});
	});

	describe('for an app of Facebook Login for Business', () => {
		async function startForBusiness(context: TestContext, env: NodeJS.ProcessEnv, pages?: number): Promise<Person> {
			const person = await startAtBrowser(context, pages, env);
			const app = person.sandbox.world.apps.get(person.sandbox.appId);
			assert.ok(app);
			app.loginForBusiness = true;
			person.press('enter');
			await person.follow();
			return person;
		}

		test('its configuration takes the place of the permissions', async (t) => {
			const person = await startForBusiness(t, { FB_LOGIN_CONFIG_ID: ids.configuration });
			await person.clickButton(CONTINUE);
			await save(person);
			assert.equal((await person.saved()).signIn?.configId, ids.configuration);
		});

		test('one for a system user gives a token without an end', async (t) => {
			const person = await startForBusiness(t, { FB_LOGIN_CONFIG_ID: ids.systemUserConfiguration }, 14);
			await person.clickButton('None');
			await person.page.getByRole('checkbox', { name: 'My Bakery' }).check();
			await person.clickButton(CONTINUE);
			// The business lists Pages that were not chosen, and gives no token for them.
			await save(person, ['permanent', 'unknown']);
			assert.equal((await person.saved()).userInfo.type, 'SYSTEM_USER');
		});

		test('without one Facebook shows an error, whose meaning the terminal tells', async (t) => {
			const person = await startForBusiness(t, {});
			await person.page.getByRole('heading', { name: "this app isn't available" }).waitFor();
			await person.see('"This app isn\'t available"? It has Facebook Login for Business');
		});
	});

	describe('in the login dialog', () => {
		const bakery = (person: Person) => person.page.getByRole('checkbox', { name: 'My Bakery' });
		const heading = (person: Person, name: string) => person.page.getByRole('heading', { name }).waitFor();

		test('one permission is left out, and is granted when Facebook is asked once more', async (t) => {
			const person = await startAtBrowser(t);
			person.press('enter');
			await person.follow();
			await person.page.getByRole('checkbox', { name: 'pages_manage_posts' }).uncheck();
			await person.clickButton(CONTINUE);
			await person.see('Declined before: pages_manage_posts. ^N signs in once more');
			person.press('ctrl-n');
			const again = await person.follow();
			assert.equal(new URL(again).searchParams.get('auth_type'), 'rerequest');
			await person.clickButton('Edit settings');
			await person.clickButton(CONTINUE);
			await save(person);
			const { scopes } = (await person.saved()).userInfo;
			assert.deepEqual(
				WANTED.filter((name) => !scopes.includes(name)),
				[],
			);
		});

		test('one Page is chosen, by the address bar: the token is for that one alone', async (t) => {
			const person = await startAtBrowser(t);
			await choose(person, 'address bar', 'tab');
			person.press('enter');
			await person.follow();
			await person.clickButton('None');
			await bakery(person).check();
			await person.clickButton(CONTINUE);
			await person.page.waitForURL(/login_success\.html#access_token=/);
			person.paste(person.copyAddress());
			await person.see('All wanted permissions are granted');
			person.press('enter');
			await person.see('✓ 1 Page, 1 verified');
			await save(person);
			const { pages, userInfo } = await person.saved();
			const [page] = pages;
			assert.deepEqual([pages.length, page?.name], [1, 'My Bakery']);
			const granular = userInfo.granularScopes.filter(({ scope }) => scope.startsWith('pages_'));
			assert.ok(granular.length > 0);
			for (const { targetIds } of granular) assert.deepEqual(targetIds, [page?.id]);
		});

		test('Cancel is pressed: page and terminal say so, and Enter begins again', async (t) => {
			const person = await startAtBrowser(t);
			person.press('enter');
			await person.follow();
			await person.clickButton('Cancel');
			await heading(person, 'Not signed in');
			await person.see('The sign-in was cancelled at Facebook');
			person.press('enter');
			await person.follow();
			await person.clickButton(CONTINUE);
			await heading(person, 'Done');
			await save(person);
		});

		test('a reload, a second tab, Back and Forward find the page again, without the code', async (t) => {
			const person = await startAtBrowser(t);
			const { page } = person;
			const messages: string[] = [];
			page.on('console', (message) => messages.push(message.text()));
			person.press('enter');
			const redirect = new URL(await person.follow()).searchParams.get('redirect_uri') ?? '';
			await person.clickButton(CONTINUE);
			await heading(person, 'Done');
			await person.see(/✓ \d+ Pages?,/);
			assert.equal(page.url().replace(/#.*/, ''), `${redirect}result?sign-in=1`);
			await page.reload();
			await heading(person, 'Done');
			const tab = await page.context().newPage();
			await tab.goto(redirect);
			await tab.getByRole('heading', { name: 'Done' }).waitFor();
			await tab.close();
			await page.goBack();
			assert.match(page.url(), /dialog\/oauth/);
			await page.goForward();
			await heading(person, 'Done');
			await page.setViewportSize({ width: 390, height: 700 });
			assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390);
			assert.deepEqual(messages, []);
		});

		test('an answer after esc is told on its page and in the terminal', async (t) => {
			const person = await startAtBrowser(t);
			person.press('enter');
			await person.follow();
			await person.see('esc stop');
			person.press('escape');
			await person.see('Sign-in stopped.');
			await person.clickButton(CONTINUE);
			await heading(person, 'Sign-in stopped');
			await person.see('Facebook answered after the wait ended. Your grant there may have changed');
		});

		test('Cancel is pressed on another device', async (t) => {
			const person = await startAtBrowser(t);
			const { world, facebookUrl, clientToken } = person.sandbox;
			world.login.deviceInterval = 1;
			await choose(person, 'other device', 'tab', 'tab');
			person.paste(clientToken);
			await person.see('and enter the code');
			const [login] = [...world.deviceLogins.values()];
			await person.open(`${facebookUrl}/device?user_code=${login?.userCode}&qr=1`);
			await person.clickButton('Continue');
			await person.clickButton('Cancel');
			await heading(person, 'Cancelled');
			await person.see('The sign-in was cancelled at Facebook');
		});

		test('a live app is not led back to localhost, and the address bar leads on', async (t) => {
			const person = await startAtBrowser(t);
			const app = person.sandbox.world.apps.get(person.sandbox.appId);
			assert.ok(app);
			app.mode = 'live';
			person.press('enter');
			await person.follow();
			await heading(person, 'URL Blocked');
			await person.see('Waiting for you at Facebook');
			await person.see('use the Explorer (tab)');
			await choose(person, 'address bar', 'tab');
			await signInByAddress(person);
			const { signIn } = await person.saved();
			assert.deepEqual(signIn, { via: 'address', configId: null });
		});

		test('an answer with another state ends nothing, and the page is readable, light and dark', async (t) => {
			const person = await startAtBrowser(t);
			const { page } = person;
			person.press('enter');
			const dialog = await person.follow();
			const redirect = new URL(dialog).searchParams.get('redirect_uri');
			await page.goto(`${redirect}?code=made-up&state=another`);
			await heading(person, 'This is from another sign-in');
			const colours = [];
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme });
				colours.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
			}
			assert.notEqual(colours[0], colours[1]);
			await person.see('An answer from another sign-in arrived. Still waiting for yours.');
			await page.goto(dialog);
			await person.clickButton(CONTINUE);
			await save(person);
		});
	});
});
