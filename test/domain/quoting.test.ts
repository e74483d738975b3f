import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import dotenv from 'dotenv';
import dotenv16 from 'dotenv-16';
import { expand } from 'dotenv-expand';
import { cleanText } from '../../source/domain/clean-text.ts';
import { quotedForCsv, quotedForDotenv, quotedForShell, valueForPowerShell } from '../../source/domain/quoting.ts';
import { findProgram } from '../../source/system/find-program.ts';
import * as fc from '../support/fast-check.ts';
import { hostileName } from '../support/hostile-names.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const noShell = process.platform === 'win32' && 'there is no POSIX shell';

const SHELLS = ['sh', 'bash', 'dash', 'zsh'];
const missing = (shell: string) => findProgram(shell, process.env) === null && `${shell} is not installed`;

const texts = fc.array(hostileName, { minLength: 1, maxLength: 6 });

const oneLine = hostileName.map((text) => text.replace(/[\r\n]/g, ' '));

/** Has a shell say what it takes some assignments for, in order; `setting` reads them. */
function readByShell(assignments: string, count: number, setting: (file: string) => string, shell = 'sh'): string[] {
	using folder = new TemporaryFolder();
	const file = join(folder.path, 'assignments');
	writeFileSync(file, assignments);
	const names = Array.from({ length: count }, (_, index) => `"$V${index}"`).join(' ');
	const script = `cd '${folder.path}'; ${setting(file)}; printf '%s\\0' ${names}`;
	const told = execFileSync(shell, ['-c', script], {
		env: { HOME: folder.path, PATH: process.env.PATH },
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	assert.deepEqual(folder.files(), ['assignments'], 'nothing was run that leaves a file');
	return told.split('\0').slice(0, -1);
}

const DOTENVS: readonly [string, (text: string) => Record<string, string | undefined>][] = [
	['dotenv', (text) => dotenv.parse(text)],
	['dotenv, in its fast way', (text) => dotenv.parse(text, { fast: true })],
	['dotenv 16', (text) => dotenv16.parse(text)],
	['Node', (text) => ({ ...parseEnv(text) })],
	['dotenv and dotenv-expand', (text) => expanded(dotenv.parse(text))],
	['dotenv 16 and dotenv-expand', (text) => expanded(dotenv16.parse(text))],
];

/**
 * Packages of other languages that read `.env` in a folder, with the program and the arguments that print what they read as JSON.
 * Some know no values of several lines; names have one.
 */
const READERS: readonly [string, string, string[]][] = [
	['python-dotenv', 'python3', ['-c', 'import dotenv, json; print(json.dumps(dotenv.dotenv_values(".env")))']],
	[
		'dotenv for Ruby',
		'ruby',
		['-E', 'UTF-8', '-rdotenv', '-rjson', '-e', 'print JSON.generate(Dotenv::Parser.call(File.read(".env")))'],
	],
	[
		'phpdotenv',
		'php',
		['-r', 'require "Dotenv/autoload.php"; print json_encode(Dotenv\\Dotenv::parse(file_get_contents(".env")));'],
	],
];

/** It also runs commands: in a folder in which that would be seen. */
function expanded(parsed: Record<string, string>) {
	return expand({ parsed, processEnv: {} }).parsed ?? {};
}

/** A `.env` file of some values, and what has to come out of it. */
function dotenvFile(values: readonly string[]): string {
	return values.map((value, index) => `V${index}=${quotedForDotenv(value)}\n`).join('');
}

/** What the format has room for. */
function readable(text: string): string {
	const lines = text.replace(/\r\n?/g, '\n').replaceAll('$', '＄');
	if (lines.includes("'") && !/["`\\]/.test(lines)) return lines;
	return lines.replaceAll("'", '’').replaceAll('="', '＝"').replace(/\\$/, '\\ ');
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
				...['My Bakery', 'Mo’s', "Mo's", "Mo's #1\n2nd line", 'the "best" `bakery` #1 \\n', 'C:\\new', ' x '],
				...['株式会社さくら書房', '🌻 Sonnenblume 👩‍🌾', '#', '=', '', 'a\n#b', 'EAABmadeUp0123', 'export A=1'],
			]) {
				assert.deepEqual(read(dotenvFile([text, "it's next"])), { V0: text, V1: "it's next" });
			}
			assert.deepEqual(read(dotenvFile(["Mo's `5` menu", 'C:\\', "Mo's $5"])), {
				V0: 'Mo’s `5` menu',
				V1: 'C:\\ ',
				V2: "Mo's ＄5",
			});
		});
	}

	for (const [reader, command, script] of READERS) {
		test(`is read back by ${reader}, and nothing in it is run or expanded`, {
			skip: missing(command),
		}, () => {
			fc.assert(
				fc.property(fc.array(oneLine, { minLength: 200, maxLength: 400 }), (values) => {
					using folder = new TemporaryFolder();
					writeFileSync(join(folder.path, '.env'), dotenvFile(values));
					const told = execFileSync(command, script, {
						cwd: folder.path,
						encoding: 'utf8',
						stdio: ['ignore', 'pipe', 'pipe'],
					});
					const read: Record<string, string> = JSON.parse(told);
					assert.deepEqual(
						values.map((_, index) => read[`V${index}`]),
						// For Python two backslashes are one.
						values.map((value) => (command === 'python3' ? readable(value).replaceAll('\\\\', '\\') : readable(value))),
					);
					assert.deepEqual(folder.files(), ['.env'], 'nothing was run that leaves a file');
				}),
				{ numRuns: 5 },
			);
		});
	}

	for (const shell of SHELLS) {
		test(`is nothing that ${shell} would run or expand`, { skip: noShell || missing(shell) }, () => {
			fc.assert(
				fc.property(fc.array(hostileName, { minLength: 200, maxLength: 400 }), (values) => {
					const told = readByShell(dotenvFile(values), values.length, (file) => `. '${file}'`, shell);
					assert.deepEqual(told, values.map(readable));
				}),
				{ numRuns: 5 },
			);
		});
	}

	test('is run by no reader that expands, nor by Node', () => {
		using folder = new TemporaryFolder();
		const file = join(folder.path, '.env');
		const names = ['Shop $(touch x)', `a \${HOME} \`touch x\``, "Mo's $(touch x)", '$HOME', '\\$(touch x)'];
		writeFileSync(file, dotenvFile(names));
		const before = process.cwd();
		process.chdir(folder.path);
		try {
			for (const [, read] of DOTENVS) assert.deepEqual(Object.values(read(folder.read('.env'))), names.map(readable));
		} finally {
			process.chdir(before);
		}
		const script = 'process.stdout.write(JSON.stringify([0, 1, 2, 3, 4].map((n) => process.env["V" + n])))';
		const told = execFileSync(process.execPath, [`--env-file=${file}`, '-e', script], { cwd: folder.path, env: {} });
		assert.deepEqual(JSON.parse(told.toString()), names.map(readable));
		assert.deepEqual(folder.files(), ['.env']);
	});

	test('stands bare where it is a token or an id, as docker --env-file wants it', () => {
		for (const text of ['EAABmadeUp0123456789', '104829375610284']) assert.equal(quotedForDotenv(text), text);
	});
});

describe('a word for a shell', () => {
	for (const shell of [...SHELLS, 'fish']) {
		test(`is read back by ${shell}, whatever is in it`, { skip: noShell || missing(shell) }, () => {
			fc.assert(
				fc.property(fc.array(hostileName, { minLength: 200, maxLength: 400 }), (values) => {
					const all = [...values, '\\', 'C:\\', "\\'", "'"];
					const file = all.map((value, index) => `export V${index}=${quotedForShell(value)}\n`).join('');
					assert.deepEqual(
						readByShell(file, all.length, (name) => `. '${name}'`, shell),
						all,
					);
				}),
				{ numRuns: 5 },
			);
		});
	}
});

/** What PowerShell makes of apostrophes and `[char]`, joined by `+`; any other sign is an error. */
function readByPowerShell(expression: string): string {
	const part = /\s*(\+)?\s*(?:'((?:[^'\u2018-\u201B]|'')*)'|\[char\]0x([0-9A-F]{1,4}))/y;
	let text = '';
	while (part.lastIndex < expression.length) {
		const isFirst = part.lastIndex === 0;
		const [, plus, quoted, code] = part.exec(expression) ?? assert.fail(`it ends at ${text}`);
		assert.equal(plus, isFirst ? undefined : '+');
		assert.ok(!isFirst || quoted !== undefined, 'a text is what is added to');
		text += quoted?.replaceAll("''", "'") ?? String.fromCharCode(Number.parseInt(code ?? '', 16));
	}
	return text;
}

describe('a value for PowerShell', () => {
	test('is read back, in whatever code page', () => {
		fc.assert(
			fc.property(oneLine, (text) => {
				const expression = valueForPowerShell(text);
				assert.match(expression, /^[\x20-\x7E]+$/);
				assert.equal(readByPowerShell(expression), text);
			}),
			{ numRuns: 2000 },
		);
	});

	// Only where there is one: no system that the tests run on has it.
	const powershell = findProgram('pwsh', process.env);
	if (powershell) {
		test('is read back by PowerShell itself', () => {
			const values = [...fc.sample(oneLine, 300), '', "'", '‘', '🌻'];
			const script = `@(${values.map((value) => `(${valueForPowerShell(value)})`).join(',')}) | ConvertTo-Json -Compress`;
			const told = execFileSync(powershell, ['-NoProfile', '-Command', '-'], { input: script, encoding: 'utf8' });
			assert.deepEqual(JSON.parse(told), values);
		});
	}
});

/** The first cells of all rows of a CSV file, as LibreOffice Calc understands them in a language; formulas as such. */
function throughCalc(text: string, language: string): string[] {
	using folder = new TemporaryFolder();
	const at = (name: string) => join(folder.path, name);
	mkdirSync(at('profile/user'), { recursive: true });
	writeFileSync(
		at('profile/user/registrymodifications.xcu'),
		`<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>${language}</value></prop></item>
</oor:items>`,
	);
	writeFileSync(at('cells.csv'), text);
	// What its dialog proposes for a file with a byte order mark: comma, semicolon and tab, quotes, UTF-8.
	const opened = '--infilter=Text - txt - csv (StarCalc):44/59/9,34,76';
	// Comma, quotes, UTF-8, from the first row on, content as it is, formulas as such.
	const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true';
	const profile = `-env:UserInstallation=${pathToFileURL(at('profile'))}`;
	execFileSync(
		'soffice',
		[profile, '--headless', opened, '--convert-to', filter, '--outdir', at('out'), at('cells.csv')],
		{
			stdio: 'ignore',
			env: { ...process.env, HOME: folder.path },
		},
	);
	const rows = readFileSync(at('out/cells.csv'), 'utf8')
		.replace(/^\uFEFF/, '')
		.split(/,"end"\n/)
		.slice(0, -1);
	return rows.map((row) => (row.startsWith('"') ? row.slice(1, -1).replaceAll('""', '"') : row));
}

describe('a cell of a CSV file', () => {
	/** Reads a record as RFC 4180 has it. */
	const read = (record: string): string[] =>
		[...`${record},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*)),/g)].map(
			([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
		);

	test('is read back, but for apostrophes before what would be a formula', () => {
		fc.assert(
			fc.property(texts, (values) => {
				const cells = read(values.map(quotedForCsv).join(','));
				const withoutAdded = (all: readonly string[]) => all.map((value) => value.replaceAll("'", ''));
				assert.deepEqual(withoutAdded(cells), withoutAdded(values));
			}),
			{ numRuns: 2000 },
		);
	});

	for (const separator of [',', ';', '\t', '|']) {
		test(`is no formula, whatever is in it, where ${JSON.stringify(separator)} separates cells`, () => {
			const sign = fc.constantFrom(...'=+-@＝＋－＠', separator, ...' "\'', '\u200B', 'a');
			fc.assert(
				fc.property(fc.array(sign, { maxLength: 12 }), (parts) => {
					const line = `104829375610284,${quotedForCsv(parts.join(''))},EAAexample`;
					// Of one who heeds no quotes, and of one who leaves them out.
					for (const text of [line, line.replaceAll('"', '')]) {
						const cells = text.split(separator);
						const dangerous = cells.find(
							(cell) => /^[\s\p{C}"']*[=+\-@＝＋－＠]/u.test(cell) && !/^[\s"]*'/.test(cell),
						);
						assert.equal(dangerous, undefined);
					}
				}),
				{ numRuns: 2000 },
			);
		});
	}

	test('comes out of LibreOffice Calc as it went in, with English and German settings, and is no formula', {
		skip: missing('soffice'),
	}, () => {
		const numbers =
			'12345678901234567 17841400000000000 104829375610284 1984 007 0 1.5E3 1e5 10.30 1.234 12,5 1,000 1.000.000';
		const signs =
			"50% $5 5€ (5) 3-4 24/7 10:30 2026-12-01 01.12.2026 １２３ ٣٤ ½ 1. .5 5, 1'000 1’000 2026-12-01T10:00";
		const words = 'true FALSE Wahr falsch =1+1 -5 @SUM(1) ＝1 1;=1+1 #REF! NaN Sep-11 5.Mai 1-Jan-2020';
		const values = [
			...[numbers, signs, words].flatMap((text) => text.split(' ')),
			...[
				'1 1/2',
				'5 €',
				'1 000',
				'10 am',
				'+49 30',
				'1. Mai 2025',
				'May 2025',
				'Mai 2025',
				'March 3',
				'3. März',
				'Sept 11',
			],
			...[
				'Monday, May 5',
				'Montag, 5. Mai',
				'Dez 5',
				'Juni 2',
				'24. Dezember',
				'Marina 24',
				'7-Eleven',
				'100 %',
				'1 E 5',
			],
			...['株式会社さくら書房', 'مخبز', '🌻 Mo’s "Café"', 'Zażółć; gęślą, |', 'Straße'],
			...fc.sample(hostileName, 150).map(cleanText),
			...fc.sample(fc.string({ unit: fc.constantFrom(..."0123456789.,:/-+ eE%€$()'TAPMZ") }), 300).map(cleanText),
		].filter((value) => value !== '');
		const text = `\uFEFF${values.map((value) => `${quotedForCsv(value)},end\r\n`).join('')}`;
		for (const language of ['en-US', 'de-DE']) {
			const cells = throughCalc(text, language);
			assert.equal(cells.length, values.length);
			for (const [index, value] of values.entries()) {
				const cell = cells[index] ?? '';
				assert.ok(!cell.startsWith('='), `${language}: ${value} is the formula ${cell}`);
				// Calc keeps an apostrophe that was set before what is none; any behind a separator is a part of the text.
				const plain = read(quotedForCsv(value)).join(',');
				assert.ok([value, `'${value}`, plain].includes(cell), `${language}: ${value} is ${cell}`);
			}
		}
	});

	for (const [text, cell] of [
		['12345678901234567', "'12345678901234567"],
		['104829375610284', '104829375610284'],
		['007', "'007"],
		['1;=1+1', `"'1;'=1+1"`],
		['24/7', "'24/7"],
		['7-Eleven', '7-Eleven'],
		['May 2025', "'May 2025"],
		['Marina 24', 'Marina 24'],
		['True', "'True"],
		['My Bakery', 'My Bakery'],
		['a;=1+1', `"a;'=1+1"`],
		['a\t=1+1', `"a\t'=1+1"`],
		['＝1+1', "'＝1+1"],
		[' =1+1', "' =1+1"],
		['"=1+1', `"'""=1+1"`],
		['Fish - Chips', 'Fish - Chips'],
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
