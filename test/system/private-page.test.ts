import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Secret } from '../../source/domain/secret.ts';
import { removeOldPrivatePages, writePrivatePage } from '../../source/system/private-page.ts';
import { startChromium, whyNoChromium } from '../support/chromium.ts';
import { startHttpServer } from '../support/http-server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { runAsNobody, whyNoSecondUser } from '../support/second-user.ts';
import { tokenOf } from '../support/secrets.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const TOKEN = tokenOf('private-page');
const TARGET = new Secret(`https://developers.facebook.com/tools/debug/accesstoken/?access_token=${TOKEN}`);
const skip = process.platform === 'win32' && 'the home directory is not chosen by HOME there';

describe('a private page', { skip }, () => {
	const home = process.env.HOME;
	let folder: TemporaryFolder;
	beforeEach(() => {
		folder = new TemporaryFolder();
		process.env.HOME = folder.path;
	});
	afterEach(() => {
		if (home === undefined) delete process.env.HOME;
		else process.env.HOME = home;
		folder[Symbol.dispose]();
	});

	/** Starts a program that writes a page, does something, and says where the page is. */
	const startWriter = async (then: string, first = '') => {
		const code = `
			const { onSignal } = await import('./source/system/on-signal.ts');
			${first}
			const { writePrivatePage } = await import('./source/system/private-page.ts');
			const { address } = writePrivatePage({ reveal: () => 'https://example.com' });
			${then}
			console.log(address);`;
		const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const [line] = await once(child.stdout, 'data');
		return { child, path: fileURLToPath(String(line).trim()) };
	};

	test('can be read by its user alone, and its address holds no secret', () => {
		using page = writePrivatePage(TARGET);
		const path = fileURLToPath(page.address);
		assert.ok(path.startsWith(folder.path), 'where browsers from snap and flatpak can read it');
		assert.doesNotMatch(path, /\/\./);
		assert.deepEqual([statSync(path).mode & 0o777, statSync(join(path, '..')).mode & 0o777], [0o600, 0o700]);
		assertNoSecrets(page.address, [TOKEN], 'the address');
	});

	test('is gone once it is disposed of, and after a minute', (t) => {
		const page = writePrivatePage(TARGET);
		page[Symbol.dispose]();
		assert.deepEqual(readdirSync(folder.path), []);
		t.mock.timers.enable({ apis: ['setTimeout'] });
		writePrivatePage(TARGET);
		t.mock.timers.tick(59_999);
		assert.equal(readdirSync(folder.path).length, 1);
		t.mock.timers.tick(1);
		assert.deepEqual(readdirSync(folder.path), []);
	});

	for (const [what, then] of [
		['ends', ''],
		['calls process.exit', 'process.exit(0);'],
		['crashes', "throw new Error('made up');"],
	] as const) {
		test(`is gone when the program ${what}`, async () => {
			const { child, path } = await startWriter(then && `setTimeout(() => { ${then} }, 100);`);
			await once(child, 'close');
			assert.equal(existsSync(path), false);
			assert.deepEqual(readdirSync(folder.path), []);
		});
	}

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		test(`is gone when ${signal} ends the program, whatever else listens to it`, async () => {
			const listener = signal === 'SIGINT' ? '' : 'onSignal(() => {});';
			const { child } = await startWriter('setInterval(() => {}, 1000);', listener);
			child.kill(signal);
			assert.deepEqual(await once(child, 'exit'), [null, signal]);
			assert.deepEqual(readdirSync(folder.path), []);
		});
	}

	test('of a program that was killed is removed by the next, and that of a running one is not', async () => {
		const { child, path } = await startWriter('setInterval(() => {}, 1000);');
		await removeOldPrivatePages();
		assert.equal(existsSync(path), true);
		child.kill('SIGKILL');
		await once(child, 'exit');
		assert.equal(existsSync(path), true);
		const other = join(folder.path, 'fb-token-tui-page-of-mine');
		mkdirSync(other);
		await removeOldPrivatePages();
		assert.deepEqual(readdirSync(folder.path), ['fb-token-tui-page-of-mine']);
	});

	test('of a killed program is removed after its minute, even if another program has its process id', async () => {
		const old = join(folder.path, `fb-token-tui-page-${process.pid}-abcdef`);
		const young = join(folder.path, `fb-token-tui-page-${process.pid}-ghijkl`);
		for (const page of [old, young]) mkdirSync(page);
		const then = Date.now() / 1000 - 61;
		utimesSync(old, then, then);
		await removeOldPrivatePages();
		assert.deepEqual([existsSync(old), existsSync(young)], [false, true]);
	});

	test('gives nothing to a second user', { skip: whyNoSecondUser }, () => {
		chmodSync(folder.path, 0o755);
		using page = writePrivatePage(TARGET);
		const path = fileURLToPath(page.address);
		for (const command of [
			['cat', path],
			['ls', join(path, '..')],
			['sh', '-c', 'echo mine > "$0"', path],
		]) {
			assert.notEqual(runAsNobody(command).status, 0, command.join(' '));
		}
		assert.ok(readFileSync(path, 'utf8').includes(TOKEN));
	});

	test('leads a browser on, which tells nobody where it came from', { skip: whyNoChromium }, async () => {
		await using server = await startHttpServer(() => ({ body: '<title>There</title>' }));
		const target = `${server.origin.href}?access_token=${TOKEN}&quotes="<b>&amp;'`;
		using page = writePrivatePage(new Secret(new URL(target).href));
		const { context, close } = await startChromium();
		try {
			const tab = await context.newPage();
			await tab.goto(page.address).catch(() => {});
			await tab.waitForURL((url) => url.protocol === 'http:');
			const [request] = server.received;
			assert.equal(new URL(request?.url ?? '', server.origin).href, new URL(target).href);
			assert.equal(request?.headers.referer, undefined);
		} finally {
			await close();
		}
	});
});
