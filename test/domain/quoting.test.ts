import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseEnv } from 'node:util';
import dotenv from 'dotenv';
import dotenv16 from 'dotenv-16';
import { quotedForCsv, quotedForDotenv, quotedForShell } from '../../source/domain/quoting.ts';
import * as fc from '../support/fast-check.ts';
import { hostileName } from '../support/hostile-names.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const noShell = process.platform === 'win32' && 'there is no POSIX shell';

const texts = fc.array(hostileName, { minLength: 1, maxLength: 6 });

/** Has a shell say what it takes some assignments for, in order; `setting` reads them. */
function readByShell(assignments: string, count: number, setting: (file: string) => string): string[] {
	using folder = new TemporaryFolder();
	const file = join(folder.path, 'assignments');
	writeFileSync(file, assignments);
	const names = Array.from({ length: count }, (_, index) => `"$V${index}"`).join(' ');
	const script = `cd '${folder.path}'; ${setting(file)}; printf '%s\\0' ${names}`;
	const told = execFileSync('sh', ['-c', script], { env: {}, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	assert.deepEqual(folder.files(), ['assignments'], 'nothing was run that leaves a file');
	return told.split('\0').slice(0, -1);
}

const DOTENVS: readonly [string, (text: string) => Record<string, string | undefined>][] = [
	['dotenv', (text) => dotenv.parse(text)],
	['dotenv, in its fast way', (text) => dotenv.parse(text, { fast: true })],
	['dotenv 16', (text) => dotenv16.parse(text)],
	['Node', (text) => ({ ...parseEnv(text) })],
];

/** A `.env` file of some values, and what has to come out of it. */
function dotenvFile(values: readonly string[]): string {
	return values.map((value, index) => `V${index}=${quotedForDotenv(value)}\n`).join('');
}

/** What the format has room for. */
function readable(text: string): string {
	const lines = text.replace(/\r\n?/g, '\n');
	if (lines.includes("'") && !/["$`\\]/.test(lines)) return lines;
	return lines.replaceAll("'", '’').replace(/\\$/, '\\ ');
}

describe('a value in a .env file', () => {
	for (const [reader, read] of DOTENVS) {
		test(`is read back by ${reader}, whatever stands around it`, () => {
			fc.assert(
				fc.property(texts, (values) => {
					const wanted = Object.fromEntries(values.map((value, index) => [`V${index}`, readable(value)]));
					assert.deepEqual(read(dotenvFile(values)), wanted);
				}),
				{ numRuns: 2000 },
			);
		});

		test(`is exact with ${reader}, but where an apostrophe stands beside what a shell would run`, () => {
			for (const text of [
				...['My Bakery', 'Mo’s', "Mo's", "Mo's #1\n2nd line", 'the "best" `bakery` #1 for $HOME \\n', 'C:\\new', ' x '],
				...['株式会社さくら書房', '🌻 Sonnenblume 👩‍🌾', '#', '=', '', 'a\n#b', 'EAABmadeUp0123', 'export A=1'],
			]) {
				assert.deepEqual(read(dotenvFile([text, "it's next"])), { V0: text, V1: "it's next" });
			}
			assert.deepEqual(read(dotenvFile(["Mo's $5 menu", 'C:\\'])), { V0: 'Mo’s $5 menu', V1: 'C:\\ ' });
		});
	}

	test('is nothing that a shell would run or expand', { skip: noShell }, () => {
		fc.assert(
			fc.property(fc.array(hostileName, { minLength: 200, maxLength: 400 }), (values) => {
				const told = readByShell(dotenvFile(values), values.length, (file) => `. '${file}'`);
				assert.deepEqual(told, values.map(readable));
			}),
			{ numRuns: 10 },
		);
	});

	test('stands bare where it is a token or an id, as docker --env-file wants it', () => {
		for (const text of ['EAABmadeUp0123456789', '104829375610284']) assert.equal(quotedForDotenv(text), text);
	});
});

describe('a word for a shell', () => {
	test('is read back by sh, whatever is in it', { skip: noShell }, () => {
		fc.assert(
			fc.property(fc.array(hostileName, { minLength: 200, maxLength: 400 }), (values) => {
				const file = values.map((value, index) => `export V${index}=${quotedForShell(value)}\n`).join('');
				assert.deepEqual(
					readByShell(file, values.length, (name) => `eval "$(cat '${name}')"`),
					values,
				);
			}),
			{ numRuns: 10 },
		);
	});
});

describe('a cell of a CSV file', () => {
	/** Reads a record as RFC 4180 has it. */
	const read = (record: string): string[] =>
		[...`${record},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*)),/g)].map(
			([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
		);

	test('is read back, with an apostrophe before what would be a formula', () => {
		fc.assert(
			fc.property(texts, (values) => {
				const cells = read(values.map(quotedForCsv).join(','));
				assert.deepEqual(
					cells,
					values.map((value) => (/^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value)),
				);
			}),
			{ numRuns: 2000 },
		);
	});

	for (const [text, cell] of [
		['My Bakery', 'My Bakery'],
		['Salt, "Pepper"', '"Salt, ""Pepper"""'],
		['=HYPERLINK("https://example.com")', `"'=HYPERLINK(""https://example.com"")"`],
		['@SUM(1)', "'@SUM(1)"],
		['-1+1', "'-1+1"],
		['+49 30', "'+49 30"],
		['a=b', 'a=b'],
		['two\nlines', '"two\nlines"'],
	] as const) {
		test(`${JSON.stringify(text)} is ${JSON.stringify(cell)}`, () => assert.equal(quotedForCsv(text), cell));
	}
});
