import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startProgram } from '../support/program.ts';
import { addUnlistedPage } from '../support/unlisted-page.ts';

const ids = (screen: { lines(): string[] }) =>
	screen.lines().filter((line) => /permanent|invalid|unknown|unverified/.test(line));

describe('the list of Pages', () => {
	test('is filtered by name without regard to case and diacritics', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('/', 'C', 'A', 'F', 'E');
		await program.see('Café Zażółć');
		await program.terminal.waitFor((screen) => ids(screen).length === 2);
		await program.see('Example Coffee Roasters');
		program.press('enter');
		await program.see('Filter: CAFE');
		program.press('escape');
		await program.see('1–15 of 15');
	});

	test('is filtered by id and by category, and says when nothing matches', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('/', ...'104829375610284');
		await program.see('1–1 of 1 matching (15 in all)');
		await program.see('My Bakery');
		program.press('ctrl-u', ...'bookshop');
		await program.see('Lighthouse Bookshop');
		program.press('ctrl-u', ...'zzz');
		await program.see('No Page matches "zzz"');
		program.press('escape');
		await program.see('15 of 15');
	});

	test('is sorted by risk, and by name on demand, with the selection on its Page', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		assert.match(ids(program.terminal)[0] ?? '', /❯ {2}✗ The Night Owls/);
		program.press('down');
		await program.see(/❯ {2}\? Riverside/);
		program.press('s');
		await program.see('by name');
		await program.see(/❯ {2}\? Riverside/);
		assert.doesNotMatch(ids(program.terminal)[0] ?? '', /Night Owls/);
	});

	test('keeps its selection while 1,000 Pages come in and are verified', async (t) => {
		const program = await startProgram(t, { sandbox: { pages: 1000, latencyMs: 2 } });
		await program.connect();
		await program.see('Pages so far');
		const row = () => ids(program.terminal).findIndex((line) => line.includes('❯'));
		program.press('down');
		await program.terminal.waitFor(() => row() === 1);
		const selected = () => ids(program.terminal)[row()]?.slice(5, 30).trim();
		const name = selected();
		await program.terminal.waitFor('✓ 1000 Pages, 999 verified', {
			timeoutMs: 20_000,
		});
		assert.equal(selected(), name);
		program.press('end');
		await program.see(/1000 of 1000/);
		program.press('home');
		await program.see(/1–\d+ of 1000/);
		assert.ok(program.sandbox.requests.length <= 45, `${program.sandbox.requests.length} requests`);
	});

	test('Ctrl+C while it fills keeps what is there', async (t) => {
		const program = await startProgram(t, {
			sandbox: { pages: 300, greatestLimit: 100, faults: [{ endpoint: 'accounts', nth: 2, delayMs: Infinity }] },
		});
		await program.connect();
		await program.see('99 Pages so far');
		program.press('ctrl-c');
		await program.see(/✗ 99 Pages so far, \d+ verified/);
		program.press('enter');
		await program.see('Found by');
	});

	test('a list that breaks off keeps the Pages before, and says so', async (t) => {
		const program = await startProgram(t, {
			sandbox: {
				pages: 300,
				greatestLimit: 100,
				faults: [{ endpoint: 'accounts', nth: [2, 3, 4], status: 500, body: '<html>' }],
			},
		});
		const { world, appId } = program.sandbox;
		const { text } = world.issueUserToken(appId, world.signedInPersonId, ['pages_show_list'], 'all');
		program.terminal.plant(text);
		await program.connect(text);
		await program.see("Meta's Graph API is in trouble");
		program.press('t');
		await program.see('→ Try again in a minute.');
		program.press('escape');
		await program.see('100 Pages, 99 verified, 1 without a token');
		program.press('t');
		await program.see('l list the Pages again · ^R copy a report');
		program.press('l');
		await program.see(/✓ 296 Pages/);
	});

	test('tokens that could not be asked about are counted, and verified on demand', async (t) => {
		const program = await startProgram(t, {
			sandbox: { pages: 120, faults: [{ endpoint: 'batch', nth: 2, limit: { code: 4, minutes: 30 } }] },
		});
		await program.connect();
		await program.see(/✗ \d+ Pages, \d+ verified, 1 without a token, \d+ not verified/);
		await program.see('a verifies the rest');
		program.press('a');
		await program.see(/✓ \d+ Pages, \d+ verified, 1 without a token\n/);
	});

	test('a list that broke off is listed again on demand, and nothing is lost meanwhile', async (t) => {
		const program = await startProgram(t, {
			sandbox: { pages: 300, greatestLimit: 100, faults: [{ endpoint: 'accounts', nth: 2, delayMs: Infinity }] },
		});
		await program.connect();
		await program.see('99 Pages so far');
		program.press('ctrl-c');
		await program.see('l lists again');
		program.sandbox.faults.length = 0;
		program.press('l');
		await program.see(/✓ 30\d Pages, \d+ verified, 1 without a token\n/);
	});

	test('esc goes to the token while Pages come in, and Enter back to them', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('escape');
		await program.see('User access token');
		program.press('enter');
		await program.see('15 Pages, 14 verified');
		assert.equal(program.calls('exchange'), 1);
	});

	test('no Pages at all is explained by what the token lacks', async (t) => {
		const program = await startProgram(t);
		const { world, appId } = program.sandbox;
		const { text } = world.issueUserToken(appId, world.signedInPersonId, ['public_profile'], []);
		program.terminal.plant(text);
		await program.walkToToken();
		program.terminal.paste(text);
		await program.see('goes on without them');
		program.press('enter');
		await program.see('Meta lists no Pages for this token');
		await program.seeWrapped('likeliest first: 1. pages_show_list is not granted. Meta lists no Page without it. 2.');
		await program.see('i add a Page by its id');
	});
});

describe('a Page', () => {
	test('shows the proof that its token never expires, and never the token', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('/', ...'my bakery');
		await program.see('1 of 1 matching');
		program.press('enter', 'enter');
		await program.see('Meta: type PAGE, valid, and expires_at is 0, which means never.');
		await program.see(/Token +EAA\w…\w{4} · \d+ characters · sha256 [0-9a-f]{6}\n/);
		await program.see(/Expires +never expires/);
		await program.see(/Data access +in 90 days \(22 Feb 2027\)/);
		await program.see(/Allows +publishing, reading posts/);
		await program.see(/Tasks +/);
	});

	test('says why its token is invalid and what to do', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('enter');
		await program.see('✗ invalid');
		await program.see('The role on the Page was lost.');
		await program.see('→ Ask a Page admin for access, or enter the two-factor code in business');
	});

	test('its token is copied', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('enter', 'c');
		await program.see('Token of The Night Owls copied.');
		const [copied = ''] = program.copied;
		assert.equal(program.sandbox.world.tokens.get(copied)?.kind, 'page');
	});

	test('a terminal that was asked to copy is not said to have done it', async (t) => {
		const program = await startProgram(t, { copyOutcome: 'asked-terminal' });
		await program.walkToPages();
		program.press('enter', 'c');
		await program.see('your terminal was asked to copy it');
	});

	test('its token is shown bare on one unbroken line, and is gone afterwards', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('c');
		await program.see('copied');
		const [token = ''] = program.copied;
		program.terminal.allowSecret(token);
		program.press('enter', 'v');
		await program.see('Any key goes back.');
		assert.ok(program.terminal.lines().join('').includes(token));
		assert.ok(program.terminal.raw().includes(`\r\n${token}\r\n`), 'the program does not break it');
		program.press('x');
		await program.see('Found by');
		assert.ok(!program.terminal.history().join('').includes(token.slice(0, 40)));
		program.press('escape');
		await program.see('Your Pages');
	});

	test('keys that were typed ahead of the raw view do not act behind it', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('c');
		await program.see('copied');
		program.terminal.allowSecret(program.copied[0] ?? '');
		program.press('enter', 'v', 'j', 'j');
		await program.see('Any key goes back.');
		program.press('x');
		await program.see('Found by');
		assert.match(program.terminal.text(), /The Night Owls/);
	});

	test("Meta's debugger is opened after a question, without the token on the command line", async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('enter', 'd');
		await program.see('The address will hold the token');
		program.press('n');
		await program.terminal.waitFor((screen) => !screen.text().includes('The address'));
		assert.deepEqual(program.opened, []);
		program.press('d', 'y');
		await program.see("Opened in Meta's debugger.");
		const [address = ''] = program.opened;
		assert.doesNotMatch(address, /EAA/);
		const [, written = '""'] = /location\.replace\((".+")\)/.exec(readFileSync(fileURLToPath(address), 'utf8')) ?? [];
		const target = new URL(JSON.parse(written));
		assert.equal(target.pathname, '/tools/debug/accesstoken/');
		assert.match(await (await fetch(target)).text(), /Night Owls|492/);
	});

	test('is verified again on demand', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('/', ...'my bakery', 'enter', 'enter');
		await program.see('✓ permanent');
		const { world } = program.sandbox;
		world.removeRole(world.signedInPersonId, '104829375610284');
		program.press('r');
		await program.see('✗ invalid');
		await program.see('The role on the Page was lost.');
	});

	test('when Meta cannot be reached its token is unknown, never invalid', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('/', ...'my bakery', 'enter', 'enter');
		await program.see('✓ permanent');
		program.sandbox.faults.push({ cut: 'before-headers' });
		program.press('r');
		await program.see('? unknown');
		await program.see(/cannot be reached|cut the connection/);
	});
});

describe('marks', () => {
	test('are set one by one or all at once, counted, kept while the list changes, and cleared by esc', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press(' ', ' ');
		await program.see(/2 marked/);
		await program.see(/● ✗ The Night Owls/);
		program.press('s');
		await program.see('by name');
		await program.see(/● ✗ The Night Owls/);
		program.press('/', ...'bakery', 'enter');
		await program.see('matching');
		program.press('*');
		await program.see(/4 marked/);
		program.press('escape');
		await program.see(/of 15 · by name · 4 marked/);
		program.press('escape');
		await program.see(/of 15 · by name\s/);
		program.press('*');
		await program.see(/15 marked/);
		program.press('*');
		await program.see(/of 15 · by name\s/);
	});

	test('what the filter matches is underlined', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('/', ...'bak');
		await program.see(/Filter: +bak/);
		const { terminal } = program;
		const row = terminal.lines().findIndex((line) => line.includes('My Bakery'));
		const column = terminal.lines()[row]?.indexOf('Bakery') ?? 0;
		assert.deepEqual(
			[0, 1, 2, 3].map((offset) => terminal.cell(row, column + offset).underline),
			[true, true, true, false],
		);
	});
});

test('a minute after a token was copied one is asked to empty the clipboard', async (t) => {
	const program = await startProgram(t, { tui: { reminderMs: 50 } });
	await program.walkToPages();
	program.press('end', 'c');
	await program.see('The copied token may still be in the clipboard: x empties it.');
	program.press('x');
	await program.see('Clipboard emptied.');
	assert.equal(program.copied.length, 2);
	assert.equal(program.copied.at(-1), '');
});

describe('a Page that Meta lists nowhere', () => {
	test('is added by its address, with its verdict', async (t) => {
		const program = await startProgram(t);
		const token = addUnlistedPage(program.sandbox);
		program.terminal.plant(token);
		await program.connect(token);
		await program.see(/✓ \d+ Pages,/);
		program.press('i');
		await program.see('Meta does not list every Page.');
		program.terminal.paste('https://www.facebook.com/corner.bakery');
		await program.see('facebook.com/corner.bakery');
		program.press('enter');
		await program.see(/Corner Bakery/);
		await program.see(/✓ permanent/);
		await program.see(/Found by +its id/);
	});

	test('is said not to be there, and what was typed stays', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('i');
		await program.see('Add a Page');
		program.terminal.type('nobody.here');
		await program.see('nobody.here');
		program.press('enter');
		await program.see('Meta does not show this object');
		await program.see('nobody.here');
		program.press('escape');
		await program.see('Your Pages');
	});
});
