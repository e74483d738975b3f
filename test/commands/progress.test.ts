import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import stringWidth from 'string-width';
import type { Context } from '../../source/commands/shared/context.ts';
import { Progress } from '../../source/commands/shared/progress.ts';
import { cleanText } from '../../source/domain/clean-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import * as fc from '../support/fast-check.ts';
import { hostileName } from '../support/hostile-names.ts';
import { pageRecord } from '../support/page-records.ts';
import { runInPty } from '../support/pty.ts';
import { tokenOf } from '../support/secrets.ts';
import { createTerminal } from '../support/terminal.ts';
import { bareEnvironment, PROGRAM } from './run-program.ts';
import { Store } from './store.ts';

const OPTIONS = {
	profile: null,
	json: false,
	reveal: false,
	graphVersion: null,
	timeoutMs: 1000,
	wantBrowser: false,
	plain: false,
};

/** Some Pages with tokens. */
const pages = (count: number) =>
	Array.from({ length: count }, () => pageRecord({ token: new Secret(tokenOf('a-page')) }));

/** A terminal, and the progress of some work that is shown in it. */
function inTerminal({ columns = 80, ...more }: { columns?: number } & Partial<Context> = {}, subject?: string) {
	const terminal = createTerminal({ columns, rows: 12 });
	const context = { stderr: terminal.stderr, options: OPTIONS, unicode: true, ...more };
	const progress = new Progress(context, { subject: subject ?? null });
	const screen = async () => {
		await terminal.drawn();
		return terminal.text();
	};
	return { terminal, progress, screen };
}

describe('the progress of work on Pages', () => {
	test('is one line, written anew and gone in the end', async () => {
		const { progress, screen } = inTerminal({}, 'bakery');
		progress.expect(200);
		assert.equal(await screen(), `Verifying bakery  ${'─'.repeat(20)}  0 of 200`);
		progress.tell({ type: 'pages-verified', pages: pages(50) });
		assert.equal(await screen(), `Verifying bakery  ${'━'.repeat(5)}${'─'.repeat(15)}  50 of 200`);
		progress.tell({ type: 'pages-verified', pages: pages(150) });
		assert.equal(await screen(), `Verifying bakery  ${'━'.repeat(20)}  200 of 200`);
		progress.end();
		assert.equal(await screen(), '');
	});

	test('tells how much time is left where that is known and there is room', async () => {
		const { terminal, progress, screen } = inTerminal({ columns: 100 });
		progress.expect(200);
		progress.predict(3 * 3600 + 1170, 2500);
		assert.equal(await screen(), `Verifying  ${'─'.repeat(20)}  0 of 200, about 3 h 20 min left, goes on in 42 min`);
		terminal.resize(40, 12);
		progress.predict(59, 0);
		assert.match(await screen(), /Verifying 0 of 200, about 1 min left$/);
		progress.predict(7200, 60);
		assert.match(await screen(), /Verifying {2}─{18} {2}0 of 200$/);
		progress.predict(0, 0);
		assert.match(await screen(), /Verifying {2}─{18} {2}0 of 200$/);
	});

	test('tells what is found as long as nobody knows how much there is', async () => {
		const { progress, screen } = inTerminal();
		progress.tell({ type: 'pages-found', pages: [...pages(25), pageRecord()] });
		progress.tell({ type: 'pages-verified', pages: pages(5) });
		assert.equal(await screen(), 'Listing Pages: 26 found, 5 verified');
		progress.tell({ type: 'listed', isComplete: true });
		assert.equal(await screen(), `Verifying  ${'━'.repeat(4)}${'─'.repeat(16)}  5 of 25`);
	});

	test('has nothing to tell of no Pages', async () => {
		const { progress, screen } = inTerminal();
		progress.expect(0);
		assert.equal(await screen(), '');
		progress.tell({ type: 'listed', isComplete: true });
		assert.equal(await screen(), '');
	});

	test('stays below what else is written', async () => {
		const { progress, screen } = inTerminal();
		progress.stderr.write('Before\n');
		progress.expect(4);
		progress.stderr.write('Meta is in trouble\n');
		progress.stderr.write('Two\nlines\n');
		const line = `Verifying  ${'─'.repeat(20)}  0 of 4`;
		assert.equal(await screen(), `Before\nMeta is in trouble\nTwo\nlines\n${line}`);
		progress.stderr.write('A question: ');
		assert.equal(await screen(), `Before\nMeta is in trouble\nTwo\nlines\nA question:`);
		progress.end();
		progress.stderr.write('After\n');
		assert.match(await screen(), /\nAfter$/);
	});

	test('is ASCII where there is no UTF-8', async () => {
		const { progress, screen } = inTerminal({ unicode: false });
		progress.expect(2);
		progress.tell({ type: 'pages-verified', pages: pages(1) });
		assert.equal(await screen(), 'Verifying  ##########----------  1 of 2');
		const narrow = inTerminal({ unicode: false, columns: 16 }, 'my-bakery');
		narrow.progress.expect(100);
		assert.equal(await narrow.screen(), 'Verif. 0 of 100');
	});

	test('never goes on in the next row, however narrow the terminal is', () => {
		const subject = fc.option(hostileName.map(cleanText), { nil: null });
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 90 }),
				subject,
				fc.nat(3000),
				fc.boolean(),
				(columns, name, total, isListed) => {
					const written: string[] = [];
					const stderr = { isTTY: true, columns, write: (text: string) => written.push(text) };
					const progress = new Progress({ stderr, options: OPTIONS, unicode: true }, { subject: name });
					if (isListed) progress.expect(total);
					else progress.tell({ type: 'pages-found', pages: pages(total % 50) });
					for (const text of written) assert.ok(stringWidth(text) <= Math.max(1, columns - 1), JSON.stringify(text));
				},
			),
		);
	});

	test('is shorter in a terminal that has become narrower', async () => {
		const { terminal, progress, screen } = inTerminal();
		progress.expect(10);
		terminal.resize(24, 12);
		progress.tell({ type: 'pages-verified', pages: pages(5) });
		assert.match(await screen(), /^(.*\n)?Verifying 5 of 10$/);
	});

	for (const [name, change, isQuiet] of [
		['without a terminal', { stderr: { isTTY: false } }, false],
		['with --json', { options: { ...OPTIONS, json: true } }, false],
		['with --quiet', {}, true],
		['line by line', { options: { ...OPTIONS, plain: true } }, false],
	] as const) {
		test(`is not told ${name}`, () => {
			const written: string[] = [];
			const stderr = { isTTY: true, columns: 80, write: (text: string) => written.push(text) };
			const context = { options: OPTIONS, unicode: true, ...change };
			const progress = new Progress(
				{ ...context, stderr: { ...stderr, ...('stderr' in change ? change.stderr : {}) } },
				{ isQuiet },
			);
			progress.expect(10);
			progress.tell({ type: 'pages-found', pages: pages(1) });
			progress.end();
			assert.deepEqual(written, []);
			progress.stderr.write('as it is');
			assert.deepEqual(written, ['as it is']);
		});
	}
});

/** A verb on a profile of many Pages in a terminal, with a sandbox that is in some trouble. */
async function runSlowly(
	t: TestContext,
	verb: string,
	{ args = [], faults = [] }: { args?: string[]; faults?: Fault[] },
) {
	const sandbox = await startSandbox({ pages: 200 });
	t.after(() => sandbox.close());
	const store = new Store(t, sandbox);
	if (verb !== 'connect') await store.connect(['--profile', 'bakery']);
	sandbox.faults.push(...faults);
	const token = join(store.folder, 'token');
	writeFileSync(token, sandbox.userToken);
	const pty = runInPty(
		t,
		'sh',
		['-c', `exec "$0" "$@" ${verb === 'connect' ? `< '${token}'` : ''}`, process.execPath, PROGRAM, verb, ...args],
		{
			env: { ...bareEnvironment(), ...store.env, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' },
			secrets: [sandbox.appSecret, sandbox.userToken],
			columns: 120,
			rows: 50,
		},
	);
	return { pty, sandbox };
}

const onWindows = process.platform === 'win32' && 'there is no POSIX shell';
const SLOW: Fault = { endpoint: 'batch', delayMs: 150 };
/** Batches are asked for side by side: one that comes later leaves time to see how far the others are. */
const SLOWER: Fault = { endpoint: 'batch', nth: 4, delayMs: 1500 };

describe('on a terminal', { skip: onWindows }, () => {
	for (const [verb, args] of [
		['check', []],
		['refresh', []],
		['connect', ['--no-save']],
	] as const) {
		test(`${verb} tells how far it is, and nothing of that stays`, async (t) => {
			const { pty } = await runSlowly(t, verb, { args: [...args], faults: [SLOWER, SLOW] });
			await pty.waitFor(/^Verifying {2}━+─* {2}\d+ of 199$/m, { timeoutMs: 20_000 });
			await pty.exit;
			assert.doesNotMatch(pty.history().join('\n'), /Verifying|Listing Pages|━/);
			assert.match(pty.history().join('\n'), /^permanent +\d+ .* never expires$/m);
		});
	}

	test('a pause is told above it', async (t) => {
		const { pty } = await runSlowly(t, 'check', { faults: [{ endpoint: 'batch', nth: 2, status: 503 }, SLOW] });
		await pty.waitFor(/^Meta is in trouble · trying again in 1 s \(2 of 3\)\nVerifying {2}━+─+ {2}\d+ of 199$/m, {
			timeoutMs: 20_000,
		});
		await pty.exit;
		const told = pty.history();
		assert.equal(told.filter((line) => line === 'Meta is in trouble · trying again in 1 s (2 of 3)').length, 1);
		assert.doesNotMatch(told.join('\n'), /Verifying|━/);
	});

	test('Ctrl+C removes it', async (t) => {
		const { pty } = await runSlowly(t, 'check', { faults: [{ endpoint: 'batch', delayMs: Number.POSITIVE_INFINITY }] });
		await pty.waitFor(/0 of 199$/m, { timeoutMs: 20_000 });
		pty.press('ctrl-c');
		assert.equal((await pty.exit).code, 130);
		assert.match(pty.text(), / instead of Meta\.\nCancelled\n/);
	});

	test('there is none with --json', async (t) => {
		const { pty } = await runSlowly(t, 'refresh', { args: ['--json'] });
		await pty.exit;
		assert.doesNotMatch(pty.raw(), /Verifying|Pages listed|\[K/);
	});
});
