import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { bashReply, readBashLine } from '../../source/completion/bash-line.ts';
import { findProgram } from '../../source/system/find-program.ts';
import * as fc from '../support/fast-check.ts';
import { hostileName } from '../support/hostile-names.ts';

/** What bash has in COMP_WORDBREAKS unless somebody changes it. */
const BREAKS = ' \t\n"\'@><=;|&(:';
const noBash = (process.platform === 'win32' || !findProgram('bash', process.env)) && 'there is no bash';

const QUOTES = ['', "'", '"'] as const;
const oneLine = hostileName.filter((name) => name !== '' && !/[\n\r\0]/.test(name));

/** A line that ends in a word which was begun in one of the quotes, and as much of the line as readline keeps. */
const begun = fc
	.record({ name: oneLine, quote: fc.constantFrom(...QUOTES), cut: fc.nat(), isClosed: fc.boolean() })
	.map(({ name, quote, cut, isClosed }) => {
		const start = name.slice(0, cut % (name.length + 1));
		const typed = `${quote}${bashReply(start, { kept: 0, quote })}`;
		if (quote !== '' && isClosed) return { name, start, line: `a b ${typed}${quote}`, kept: 'a b ' };
		const unescaped = quote === "'" ? typed : typed.replace(/\\./gs, '..');
		const end = quote === '' ? unescaped.search(/[^:=@]*$/) : unescaped.lastIndexOf(quote) + 1;
		return { name, start, line: `a b ${typed}`, kept: `a b ${typed.slice(0, end)}` };
	});

describe('a command line of bash', () => {
	test('is read into words, the last of which is being typed', () => {
		for (const [line, words, current] of [
			['', [], ''],
			['a', [], 'a'],
			['a ', ['a'], ''],
			['a  b\tc', ['a', 'b'], 'c'],
			["a 'b c' d", ['a', 'b c'], 'd'],
			['a "b \\"c\\" \\d" ', ['a', 'b "c" \\d'], ''],
			['a b\\ c\\', ['a'], 'b c'],
			["a ''", ['a'], ''],
			["a '' ", ['a', ''], ''],
			["a b'c d'e", ['a'], 'bc de'],
			['a --b=c', ['a'], '--b=c'],
			['x; a b | a c && a d', ['a'], 'd'],
			['a b >file 2>&1 <in c', ['a', 'b'], 'c'],
		] as const) {
			const read = readBashLine(line, BREAKS);
			assert.deepEqual([read?.words, read?.current], [words, current], line);
		}
	});

	test('says what of the word readline keeps', () => {
		for (const [typed, kept, quote] of [
			['My', 0, ''],
			['--page=My', 7, ''],
			['a=b:c', 4, ''],
			['a\\:b', 0, ''],
			["'My Ba", 0, "'"],
			['--page="My', 7, '"'],
			["'a'b", 0, ''],
			["'a:b'", 0, ''],
			["It\\'s 'x", 0, "'"],
		] as const) {
			const read = readBashLine(`a ${typed}`, BREAKS);
			assert.deepEqual([read?.kept, read?.quote], [kept, quote], typed);
		}
		assert.equal(readBashLine('a --page=My', ' ')?.kept, 0, 'whoever takes = from the breaks has the whole replaced');
	});

	test('knows the target of a redirection', () => {
		assert.equal(readBashLine('a >', BREAKS)?.isRedirection, true);
		assert.equal(readBashLine('a 2> fi', BREAKS)?.isRedirection, true);
		assert.equal(readBashLine('a > file ', BREAKS)?.isRedirection, false);
	});

	test('is not guessed at where bash would expand something in the word', () => {
		for (const typed of ['$HOME/x', '"$(id)', '`id', '"a`'])
			assert.equal(readBashLine(`a ${typed}`, BREAKS), null, typed);
		for (const typed of ["'$HOME", '\\$x', '"\\$x']) assert.ok(readBashLine(`a ${typed}`, BREAKS), typed);
	});

	test('is completed so that the word is read back, in whatever quote it was begun', () => {
		fc.assert(
			fc.property(begun, ({ name, start, line, kept }) => {
				const read = readBashLine(line, BREAKS);
				assert.ok(read);
				assert.equal(read.current, start);
				const completed = `${kept}${bashReply(name, read)}${read.quote} `;
				assert.deepEqual(readBashLine(completed, BREAKS)?.words, ['a', 'b', name]);
			}),
		);
	});

	test('is read by bash itself as it is here', { skip: noBash }, () => {
		const names = fc.sample(oneLine, 500);
		const words = names.flatMap((name) =>
			QUOTES.map((quote) => `${quote}${bashReply(name, { kept: 0, quote })}${quote}`),
		);
		// Without history, for which an exclamation mark is quoted, quotes of quotes are the same.
		const script = `printf '%s\\0' ${words.join(' ')}`;
		const read = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
		assert.deepEqual(
			read,
			names.flatMap((name) => [name, name, name]),
		);
		assert.deepEqual(readBashLine(`printf ${words.join(' ')} `, BREAKS)?.words.slice(1), read);
	});
});
