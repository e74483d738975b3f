import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type After, Keyboard } from '../../source/tui/keyboard.ts';
import * as fc from '../support/fast-check.ts';
import { FakeStdin } from '../support/terminal.ts';

const TOKEN = 'EAABmadeUpForTests0123456789abcdefghijklmnopqrstuvwxyz';

/** A clock that stands still until it is told. */
function createClock() {
	const timers = new Set<{ at: number; callback: () => void }>();
	let now = 0;
	const after: After = (milliseconds, callback) => {
		const timer = { at: now + milliseconds, callback };
		timers.add(timer);
		return () => timers.delete(timer);
	};
	const advance = (milliseconds: number) => {
		now += milliseconds;
		for (const timer of [...timers].filter(({ at }) => at <= now)) {
			timers.delete(timer);
			timer.callback();
		}
	};
	return { after, advance };
}

/** A keyboard whose reader writes down each key and paste. */
function createReader({ isListening = true } = {}) {
	const source = new FakeStdin();
	const clock = createClock();
	const keyboard = new Keyboard(source, () => keys.push('too long'), clock.after);
	const keys: string[] = [];
	const read = () => {
		for (let key = keyboard.read(); key !== null; key = keyboard.read()) keys.push(key);
	};
	keyboard.setRawMode(true);
	if (isListening) keyboard.on('readable', read);
	/** Lets the streams do what is due now, without any time passing. */
	const idle = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
	return { source, clock, keyboard, keys, read, idle };
}

describe('the keyboard gives Ink', () => {
	test('every key by itself, whatever comes, in whatever pieces, and in its order', async () => {
		const key = fc.constantFrom('\x1b[A', '\x1b[B', '\x1b[1;5C', '\t', '\x01', '\x7f', 'é', '日');
		await fc.assert(
			fc.asyncProperty(fc.array(key, { maxLength: 12 }), fc.array(fc.nat(40)), async (pressed, cuts) => {
				const { source, clock, keys, idle } = createReader();
				const bytes = Buffer.from(pressed.join(''));
				const places = [...new Set(cuts.filter((place) => place < bytes.length))].sort((a, b) => a - b);
				for (const [index, from] of [0, ...places].entries()) {
					source.write(bytes.subarray(from, places[index] ?? bytes.length));
				}
				await idle();
				clock.advance(1000);
				assert.deepEqual(keys, pressed);
			}),
		);
	});

	test('a lone Escape after a moment, at once with another key, and a key with Alt whole', async () => {
		const { source, clock, keys, idle } = createReader();
		source.write('\x1b');
		await idle();
		assert.deepEqual(keys, []);
		clock.advance(50);
		source.write('\x1bq\x1bb');
		await idle();
		clock.advance(4);
		assert.deepEqual(keys, ['\x1b[27u', '\x1b[27u', 'q', '\x1bb']);
	});

	test('a paste once with its newlines, and one that is not marked only after 80 ms of silence', async () => {
		const { source, clock, keys, idle } = createReader();
		source.write('\x1b[200~one\rtwo\x1b[201~');
		await idle();
		assert.deepEqual(keys.splice(0), ['\x1b[200~one\rtwo\x1b[201~']);
		for (const part of [`${TOKEN}\r`, `${TOKEN}\r`, 'tail\r']) {
			source.write(part);
			await idle();
			clock.advance(79);
		}
		assert.deepEqual(keys, []);
		clock.advance(1);
		assert.deepEqual(keys, [`\x1b[200~${TOKEN}\r${TOKEN}\rtail\x1b[201~`, '\r']);
	});

	test('nothing of a paste that is too long, and says so', async () => {
		const { source, keys, idle } = createReader();
		source.write(`\x1b[200~${'x'.repeat(200_000)}\x1b[201~`);
		await idle();
		assert.deepEqual(keys, ['too long']);
	});

	test('what was typed before anybody listened, unless it was Ctrl+C, which drops the rest, or is discarded', async () => {
		for (const [typed, discards, expected] of [
			['\x1b[A\r', false, ['\x1b[A', '\r']],
			['\x1b[A\r\x03', false, ['\x03']],
			['\x1b[A\r', true, []],
		] as const) {
			const { source, keyboard, keys, read, idle } = createReader({ isListening: false });
			source.write(typed);
			await idle();
			if (discards) keyboard.discard();
			keyboard.on('readable', read);
			await idle();
			assert.deepEqual(keys, expected);
		}
	});
});

describe('the terminal', () => {
	test('is left alone while raw mode is off', async () => {
		const { source, keyboard, idle } = createReader();
		assert.equal(source.isRaw, true);
		keyboard.setRawMode(false);
		assert.deepEqual([source.isRaw, source.isPaused()], [false, true]);
		source.write('for the child');
		await idle();
		assert.equal(String(source.read()), 'for the child');
	});

	test('says whether it is one, and is kept open or not', () => {
		const { source, keyboard } = createReader();
		keyboard.unref();
		assert.equal(source.isReferenced, false);
		keyboard.ref();
		assert.deepEqual([source.isReferenced, keyboard.isTTY], [true, true]);
	});

	test('ends the keyboard', async () => {
		const { source, keyboard } = createReader();
		const ended = new Promise((resolve) => keyboard.once('end', resolve));
		source.end();
		await ended;
	});
});
