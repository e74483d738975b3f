import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LineReader } from '../../source/commands/shared/line-reader.ts';
import { canSuspend } from '../../source/system/suspension.ts';
import { FakeJob } from '../support/job.ts';
import { keySequence } from '../support/keys.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { anyAppSecret, anyToken } from '../support/secrets.ts';
import { FakeStdin } from '../support/terminal.ts';

/** A reader, what it wrote, and how often it was interrupted. */
class Reading implements Disposable {
	readonly stdin = new FakeStdin();
	written = '';
	interruptions = 0;
	readonly job = new FakeJob();
	readonly reader = new LineReader(
		this.stdin,
		{ write: (text) => (this.written += String(text)) },
		() => this.interruptions++,
		this.job,
	);

	/** Asks, types in one chunk, and gives the answer. */
	async type(text: string, isHidden = false): Promise<string | null> {
		const line = this.reader.read('', { isHidden });
		this.stdin.write(text);
		return line;
	}

	[Symbol.dispose](): void {
		this.reader[Symbol.dispose]();
	}
}

const keys = (...names: string[]) => names.map(keySequence).join('');

describe('a line', () => {
	for (const [name, typed, wanted, echoed] of [
		['is what was typed', 'abc\r', 'abc', 'abc\n'],
		['is deleted from its end', `abcd${keys('backspace')}x\r`, 'abcx', 'abcd\b \bx\n'],
		['is deleted by graphemes', `a👩‍🌾${keys('backspace')}\r`, 'a', 'a👩‍🌾\b \b\b \b\n'],
		['is deleted by words', `one two  ${keys('ctrl-w')}three\r`, 'one three', `one two  ${'\b \b'.repeat(5)}three\n`],
		['is deleted as a whole', `abc${keys('ctrl-u')}x\r`, 'x', 'abc\b \b\b \b\b \bx\n'],
		['knows no arrows and no tabs', `a${keys('left', 'up', 'tab', 'page-down', 'alt-b')}b\r`, 'ab', 'ab\n'],
		['ends with a line feed as well', 'abc\n', 'abc', 'abc\n'],
		['cannot be shorter than empty', `${keys('backspace', 'ctrl-w', 'ctrl-u')}\r`, '', '\n'],
		['is given up with Ctrl+D', keys('ctrl-d'), null, '\n'],
		['is given up with Escape', keys('escape'), null, '\n'],
		['is not given up with Ctrl+D when there is something in it', `a${keys('ctrl-d')}b\r`, 'ab', 'ab\n'],
	] as const) {
		test(name, async () => {
			using reading = new Reading();
			assert.equal(await reading.type(typed), wanted);
			assert.equal(reading.written, echoed);
		});
	}

	test('is cancelled by Ctrl+C, which is told first, and by the end of the input', async () => {
		using reading = new Reading();
		await assert.rejects(reading.type('abc\x03'), { message: 'Cancelled' });
		assert.equal(reading.interruptions, 1);
		const line = reading.reader.read('');
		reading.stdin.end('abc');
		await assert.rejects(line, { message: 'Cancelled' });
	});

	test('that was typed ahead is echoed when it is asked for, and Ctrl+C drops it', async () => {
		using reading = new Reading();
		reading.stdin.write('abc\r');
		assert.equal(reading.written, '');
		assert.equal(await reading.reader.read(''), 'abc');
		reading.stdin.write('def\r\x03');
		assert.equal(await reading.type('x\r'), 'x');
		assert.equal(reading.written, 'abc\nx\n');
	});

	test('begins again, prompt and all, after a paste that is too long', async () => {
		using reading = new Reading();
		const line = reading.reader.read('Name: ');
		reading.stdin.write(`ab\x1b[200~${'A'.repeat(70_000)}\x1b[201~`);
		reading.stdin.write('c\r');
		assert.equal(await line, 'c');
		assert.match(reading.written, /^Name: ab\nThe paste is longer than 64 KiB.*\nName: c\n$/);
	});

	test('that is hidden is not echoed, nor how long it is', async () => {
		using reading = new Reading();
		assert.equal(await reading.type(`abc${keys('backspace', 'ctrl-w')}de\r`, true), 'de');
		assert.equal(reading.written, '\n');
	});
});

describe('Ctrl+Z', { skip: !canSuspend && 'Windows has no job control' }, () => {
	for (const isHidden of [false, true]) {
		test(`stops the program, and the question is asked again${isHidden ? ', hidden as before' : ''}`, async () => {
			using reading = new Reading();
			const line = reading.reader.read('Question: ', { isHidden });
			reading.stdin.write('ab');
			reading.stdin.write('\x1acd\r');
			assert.deepEqual([reading.job.stops, reading.stdin.isRaw, reading.stdin.isPaused()], [1, false, true]);
			reading.job.continue();
			reading.stdin.write('x\r');
			assert.equal(await line, 'x');
			assert.equal(reading.stdin.isRaw, true);
			assert.equal(reading.written.endsWith(`\nQuestion: ${isHidden ? '' : 'x'}\n`), true, reading.written);
		});
	}

	test('stops the program in the middle of a paste and of an escape sequence, and drops it', async () => {
		for (const begun of ['\x1b[200~EAAexample', '\x1b', '\x1b[', 'typed ahead\r']) {
			using reading = new Reading();
			reading.stdin.write(`${begun}\x1a`);
			assert.equal(reading.job.stops, 1);
			reading.job.continue();
			assert.equal(await reading.type('x\r'), 'x');
		}
	});
});

test('the terminal is let go of', () => {
	const reading = new Reading();
	assert.equal(reading.stdin.isRaw, true);
	reading[Symbol.dispose]();
	assert.equal(reading.stdin.isRaw, false);
	assert.ok(reading.stdin.isPaused());
});

test('whatever is typed, no escape sequence is written', async () => {
	const anyPiece = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 20 }),
		fc.constantFrom('left', 'delete', 'ctrl-w', 'ctrl-u', 'backspace', 'escape').map(keySequence),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(anyPiece, { maxLength: 8 }), fc.boolean(), async (pieces, isHidden) => {
			using reading = new Reading();
			const line = reading.reader.read('', { isHidden });
			for (const piece of pieces) reading.stdin.write(piece);
			reading.stdin.end('\x03');
			await line.catch(() => {});
			assert.doesNotMatch(reading.written.replace(/[\n\b]/g, ''), /\p{Cc}/u);
		}),
		{ numRuns: 100 },
	);
});

test('a secret that is pasted is never echoed, whatever stands around it', async () => {
	// One sign again and again is a key that is held down.
	const anySecret = fc.oneof(anyToken, anyAppSecret).filter((secret) => new Set(secret).size > 4);
	const anyBefore = fc.constantFrom('', 'Bearer ', '"', 'access_token=', 'App Secret: ', '\r', '{"access_token":"');
	const anyAfter = fc.constantFrom('', '"', ' and more', '&expires_in=1', '\rmore', '"}');
	await fc.assert(
		fc.asyncProperty(anyBefore, anySecret, anyAfter, async (before, secret, after) => {
			using reading = new Reading();
			await reading.type(`${before}${secret}${after}\r`);
			assertNoSecrets(reading.written, [secret], 'the echo');
		}),
		{ numRuns: 30 },
	);
});
