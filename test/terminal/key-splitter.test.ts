import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LONGEST_PASTE } from '../../source/domain/paste.ts';
import { type KeyEvent, KeySplitter, QUIET } from '../../source/terminal/key-splitter.ts';
import * as fc from '../support/fast-check.ts';

const key = (sequence: string): KeyEvent => ({ kind: 'key', sequence });
const keys = (...sequences: string[]): KeyEvent[] => sequences.map(key);
const paste = (text: string): KeyEvent => ({ kind: 'paste', text });
const TOO_LONG: KeyEvent = { kind: 'too-long' };

const TOKEN = 'EAABmadeUpForTests0123456789abcdefghijklmnopqrstuvwxyz';
const ENTER = key('\r');

/** All events of these chunks, sent one right after the other and followed by silence. */
function split(...chunks: string[]): KeyEvent[] {
	const splitter = new KeySplitter();
	const events = chunks.flatMap((chunk) => splitter.push(chunk));
	while (splitter.wait !== undefined) {
		events.push(...splitter.settle());
	}
	return events;
}

describe('single keys', () => {
	test('a burst comes out key by key', () => {
		assert.deepEqual(split('\x1b[B\x1b[B\r'), keys('\x1b[B', '\x1b[B', '\r'));
		assert.deepEqual(split('abc\x7f\r'), keys('a', 'b', 'c', '\x7f', '\r'));
	});

	test('escape sequences stay whole in all their forms', () => {
		const forms = [
			'\x1b[A',
			'\x1bOP',
			'\x1b[1;5C',
			'\x1b[3~',
			'\x1b[[A',
			'\x1b[2$',
			'\x1b[Z',
			'\x1b\x1b[A',
			'\x1b\x1bOA',
		];
		for (const form of [...forms, '\x1bb', '\x1b\x7f', '\x1b[97;6u']) {
			assert.deepEqual(split(form), keys(form));
			assert.deepEqual(split(...form, 'x'), keys(form, 'x'));
		}
	});

	test('a key that means nothing with Alt is a key of its own right after Escape', () => {
		assert.deepEqual(split('\x1bs'), keys('\x1b', 's'));
		assert.deepEqual(split('\x1bé'), keys('\x1b', 'é'));
		assert.deepEqual(split('\x1b\r'), keys('\x1b', '\r'));
		assert.deepEqual(split('\x1b\t'), keys('\x1b', '\t'));
	});

	test('what a terminal answers, and what a mouse does, is no key, whole or split', () => {
		const answers = [
			'\x1bP>|tmux 3.4\x1b\\',
			'\x1bP1$r0m\x1b\\',
			'\x1b_Gi=31;OK\x1b\\',
			'\x1b^private message\x1b\\',
			'\x1bXany string\x1b\\',
			'\x1b]11;rgb:0000/0000/0000\x07',
			'\x1b[M !!',
			'\x1b[<0;10;5M',
			'\x1b[<0;10;5m',
			`\x1bP1+r${'61'.repeat(2000)}\x1b\\`,
		];
		for (const answer of answers) {
			const name = JSON.stringify(answer.slice(0, 20));
			assert.deepEqual(split(`${answer}q`), keys('q'), name);
			assert.deepEqual(split(...answer, 'q'), keys('q'), name);
		}
		const splitter = new KeySplitter();
		splitter.push('\x1bP>|tm');
		assert.equal(splitter.wait, QUIET.answer);
		assert.deepEqual(splitter.push('ux 3.4\x1b\\'), []);
	});

	test('Escape and a capital letter right after it are two keys', () => {
		for (const letter of 'PX^_') assert.deepEqual(split(`\x1b${letter}`), keys('\x1b', letter));
	});

	test('Ctrl with a letter is the same key in every form', () => {
		for (const form of ['\x1b[27;5;99~', '\x1b[99;5u', '\x1b[67;5u']) assert.deepEqual(split(form), keys('\x03'));
		assert.deepEqual(split('\x1b[27;5;116~'), keys('\x14'));
		assert.deepEqual(split('\x1b[27;2;13~'), keys('\x1b[13;2u'));
	});

	test('Escape is told from the start of a sequence by silence', () => {
		const splitter = new KeySplitter();
		assert.deepEqual(splitter.push('\x1b'), []);
		assert.equal(splitter.wait, QUIET.escape);
		assert.deepEqual(splitter.settle(), keys('\x1b'));
		assert.equal(splitter.wait, undefined);
		assert.deepEqual(split('\x1b\x1b'), keys('\x1b', '\x1b'));
		assert.deepEqual(split('\x1b\x1b\x1b'), keys('\x1b', '\x1b', '\x1b'));
		assert.deepEqual(split('\x1b\x1bq'), keys('\x1b', '\x1b', 'q'));
	});

	test('graphemes stay whole', () => {
		assert.deepEqual(split('e\u0301👩‍🍳🇩🇪ก็'), keys('e\u0301', '👩‍🍳', '🇩🇪', 'ก็'));
		assert.deepEqual(split('e', '\u0301'), keys('e\u0301'));
	});

	test('a line feed is Enter too', () => {
		assert.deepEqual(split('1\n'), keys('1', '\r'));
	});

	test('broken and unfinished sequences have no meaning, and what follows them has', () => {
		assert.deepEqual(split('\x1b[\x1b[A'), keys('\x1b[A'));
		assert.deepEqual(split('\x1b[12é'), keys('é'));
		assert.deepEqual(split('\x1b['), []);
		assert.deepEqual(split('\x1b[201~'), []);
		assert.deepEqual(split(`\x1b[${'1'.repeat(1000)}`).at(-1), key('1'));
	});

	test("a terminal's late answer about its colours is not typed text", () => {
		assert.deepEqual(split('\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\a'), keys('a'));
		assert.deepEqual(split('\x1b]11;rgb:1e1e', '/1e1e/1e1e\x07a'), keys('a'));
	});

	test('one key held down is no paste', () => {
		assert.deepEqual(split('j'.repeat(50)), keys(...'j'.repeat(50)));
		assert.deepEqual(split(`${'j'.repeat(50)}\r`).at(-1), ENTER);
	});
});

describe('bracketed pastes', () => {
	test('come whole, with their newlines, however short', () => {
		assert.deepEqual(split('\x1b[200~a\rb\x1b[201~\r'), [paste('a\rb'), ENTER]);
		assert.deepEqual(split('\x1b[200~\x1b[201~'), [paste('')]);
	});

	test('wait for their end, whatever comes in between', () => {
		const splitter = new KeySplitter();
		assert.deepEqual(splitter.push(`\x1b[200~${TOKEN}\r`), []);
		assert.equal(splitter.wait, QUIET.paste);
		assert.deepEqual(splitter.push('\x1b[A\x1b[20'), []);
		assert.deepEqual(splitter.push('1~x'), [paste(`${TOKEN}\r\x1b[A`)]);
	});

	test('whose end never comes are given up after a while', () => {
		assert.deepEqual(split(`\x1b[200~${TOKEN}\x1b[2`), [paste(`${TOKEN}\x1b[2`)]);
	});

	test('that are longer than 64 KiB are dropped to their end and said to be too long', () => {
		const most = 'x'.repeat(LONGEST_PASTE);
		assert.deepEqual(split(`\x1b[200~${most}\x1b[201~`), [paste(most)]);
		assert.deepEqual(split(`\x1b[200~${most}x\x1b[201~a`), [TOO_LONG, key('a')]);
		const splitter = new KeySplitter();
		const events = [...splitter.push('\x1b[200~')];
		for (let sent = 0; sent < 4 * 1024 * 1024; sent += most.length) events.push(...splitter.push(most));
		assert.deepEqual(events, [TOO_LONG]);
		assert.deepEqual(splitter.push('end\x1b[20'), []);
		assert.deepEqual(splitter.push('1~b'), []);
		assert.deepEqual(splitter.settle(), [key('b')]);
	});

	test('that are too long let Ctrl+C through', () => {
		for (const start of ['\x1b[200~', '']) {
			const splitter = new KeySplitter();
			assert.deepEqual(splitter.push(start + 'ab'.repeat(LONGEST_PASTE)), [TOO_LONG]);
			assert.deepEqual(splitter.push('more\x03'), [key('\x03')]);
			assert.deepEqual([...splitter.push('c'), ...splitter.settle()], [key('c')]);
		}
	});

	test('after Escape in one burst are still pastes', () => {
		assert.deepEqual(split('\x1b\x1b[200~a\x1b[201~'), [key('\x1b'), paste('a')]);
	});
});

describe('pastes without brackets', () => {
	test('are one paste when they are long', () => {
		assert.deepEqual(split(TOKEN), [paste(TOKEN)]);
		assert.deepEqual(split(TOKEN.slice(0, 31)), keys(...TOKEN.slice(0, 31)));
		assert.deepEqual(split(TOKEN.slice(0, 32)), [paste(TOKEN.slice(0, 32))]);
	});

	test('keep the newlines inside them, over chunks', () => {
		const splitter = new KeySplitter();
		assert.deepEqual(splitter.push(`${TOKEN}\r`), []);
		assert.equal(splitter.wait, QUIET.run);
		assert.deepEqual(splitter.push(`${TOKEN}\r\n`), []);
		assert.deepEqual(splitter.push('tail'), []);
		assert.deepEqual(splitter.settle(), [paste(`${TOKEN}\r${TOKEN}\r\ntail`)]);
		assert.equal(splitter.wait, undefined);
	});

	test('that are longer than 64 KiB are dropped until it is silent', () => {
		for (const text of ['ab', 'a', 'a\n', '\u00e9\u0301', '"\\']) {
			const splitter = new KeySplitter();
			const chunk = text.repeat(40_000);
			const events = Array.from({ length: 8 }, () => splitter.push(chunk)).flat();
			assert.deepEqual(events, [TOO_LONG], JSON.stringify(text));
			assert.equal(splitter.wait, QUIET.run);
			assert.deepEqual(splitter.settle(), []);
			assert.equal(splitter.wait, undefined);
			assert.deepEqual([...splitter.push('b'), ...splitter.settle()], [key('b')]);
		}
	});

	test('are submitted by a newline that nothing follows', () => {
		assert.deepEqual(split(`${TOKEN}\r`), [paste(TOKEN), ENTER]);
		assert.deepEqual(split(`${TOKEN}\r\n`), [paste(TOKEN), ENTER]);
		assert.deepEqual(split(`${TOKEN}\r\r`), [paste(TOKEN), ENTER, ENTER]);
	});

	test('end where a key follows that is no text', () => {
		assert.deepEqual(split(`${TOKEN}\x7f`), [paste(TOKEN), key('\x7f')]);
		assert.deepEqual(split(`${TOKEN}\r\x1b[B`), [paste(TOKEN), ENTER, key('\x1b[B')]);
	});

	test('are recognised when a slow line delivers them in small pieces', () => {
		const splitter = new KeySplitter();
		const events = [];
		for (const piece of [TOKEN.slice(0, 20), TOKEN.slice(20, 40), '\r', TOKEN.slice(40)]) {
			events.push(...splitter.push(piece));
			if (splitter.wait === QUIET.text) {
				events.push(...splitter.settle());
			}
		}
		assert.deepEqual(events, keys(...TOKEN.slice(0, 20)));
		assert.deepEqual(splitter.settle(), [paste(`${TOKEN.slice(20, 40)}\r${TOKEN.slice(40)}`)]);
	});

	test('are whole however short their first line is', () => {
		const json = `{\r  "access_token": "${TOKEN}"\r}`;
		assert.deepEqual(split(json), [paste(json)]);
		assert.deepEqual(split('EAAB\r', TOKEN, '\r'), [paste(`EAAB\r${TOKEN}`), ENTER]);
		const splitter = new KeySplitter();
		assert.deepEqual(splitter.push('EAAB\r'), []);
		assert.equal(splitter.wait, QUIET.run);
	});

	test('are not made of short lines, whose newlines are Enter', () => {
		assert.deepEqual(split('ab\rcd\r\r'), keys('a', 'b', '\r', 'c', 'd', '\r', '\r'));
		assert.deepEqual(split('ab\r\x1b[B'), keys('a', 'b', '\r', '\x1b[B'));
	});

	test('leave Enter alone when nothing but keys were typed', () => {
		const splitter = new KeySplitter();
		assert.deepEqual(splitter.push('\r\r'), keys('\r', '\r'));
		assert.deepEqual([...splitter.push('q'), ...splitter.settle()], keys('q'));
		assert.deepEqual(splitter.push('\r'), []);
		assert.equal(splitter.wait, QUIET.text);
		assert.deepEqual(splitter.settle(), keys('\r'));
		assert.equal(splitter.wait, undefined);
	});

	test('do not swallow the Enter of an id typed before them in one burst', () => {
		const id = '123456789012345';
		assert.deepEqual(split(`${id}\r${TOKEN}\r`), [...keys(...id), ENTER, paste(TOKEN), ENTER]);
	});
});

describe('Ctrl+C', () => {
	test('passes at once and discards what was held back', () => {
		for (const before of ['', 'abc', '\x1b', '\x1b[1', `${TOKEN}\r`, `\x1b[200~${TOKEN}`]) {
			const splitter = new KeySplitter();
			splitter.push(before);
			assert.deepEqual(splitter.push('\x03'), keys('\x03'));
			assert.equal(splitter.wait, undefined);
		}
		assert.deepEqual(split('ab\x03\x03c'), keys('\x03', '\x03', 'c'));
	});
});

describe('however the text is cut into chunks', () => {
	const special = [
		'\x1b[A',
		'\x1b[B',
		'\x1bOC',
		'\x1b\x1b[D',
		'\x1bb',
		'\x1b[3~',
		'\r',
		'\n',
		'\t',
		'\x7f',
		'\x01',
		'\x1b[1;5C',
	];
	const piece = fc.oneof(
		fc.constantFrom(...special),
		fc.string({ unit: 'grapheme', maxLength: 6 }),
		fc.string({ unit: 'grapheme-ascii', minLength: 25, maxLength: 80 }),
		fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => `\x1b[200~${text}\r\n${text}\x1b[201~`),
		fc.array(fc.constantFrom(TOKEN, TOKEN.slice(0, 12), '\r', '\r\n'), { maxLength: 6 }).map((parts) => parts.join('')),
	);
	const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
	const cuts = fc.array(fc.nat(), { maxLength: 20 });

	function cut(characters: string[], places: number[]): string[] {
		const sorted = places.map((place) => place % (characters.length + 1)).sort((a, b) => a - b);
		return [0, ...sorted].map((from, i) => characters.slice(from, sorted[i]).join(''));
	}

	test('the same keys and pastes come out', () => {
		fc.assert(
			fc.property(text, cuts, (input, places) => {
				assert.deepEqual(split(...cut([...input], places)), split(input));
			}),
			{ numRuns: 500 },
		);
	});

	test('no text is lost or changed', () => {
		const printable = fc.string({ unit: 'grapheme', maxLength: 100 });
		fc.assert(
			fc.property(printable, cuts, (input, places) => {
				const events = split(...cut([...input], places));
				assert.equal(
					events
						.map((event) => (event.kind === 'key' ? event.sequence : event.kind === 'paste' ? event.text : ''))
						.join(''),
					input,
				);
			}),
		);
	});
});
