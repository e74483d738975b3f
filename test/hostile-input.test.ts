import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseAst } from 'rolldown/parseAst';
import { readBashLine } from '../source/completion/bash-line.ts';
import { cleanText, printable } from '../source/domain/clean-text.ts';
import { diagnose } from '../source/domain/diagnosis.ts';
import { mergeDotenv } from '../source/domain/dotenv.ts';
import { readPageAddress } from '../source/domain/page-address.ts';
import { LONGEST_PASTE, parsePaste } from '../source/domain/paste.ts';
import { quotedForCsv, quotedForDotenv, quotedForPowerShell, quotedForShell } from '../source/domain/quoting.ts';
import { looksSecret, redact, redactMessage } from '../source/domain/redact.ts';
import { readTokenlessAddress } from '../source/domain/sign-in/address.ts';
import { failureIn, parseBody } from '../source/graph/replies.ts';
import { lineEditor, lineState } from '../source/session/line-editor.ts';
import { fitText } from '../source/terminal/fit-text.ts';
import { KeySplitter } from '../source/terminal/key-splitter.ts';
import { lineWindow } from '../source/tui/parts/line-window.ts';
import * as fc from './support/fast-check.ts';
import { tokenOf } from './support/secrets.ts';

/** Texts that slow patterns stumble over when they come again and again. */
const ATOMS = [
	...['"', "'", ' ', '\\', '\\"', '\n', ' \n', 'a\n', '\t', '0', '1 ', 'f', 'a', 'aA', 'A', '_'],
	...['-', '.', 'a.', '(', '<', 'EAA', 'EAAa', 'EAAA ', 'EAB-', 'CAA_', 'IGQ', 'access_token='],
	...['access_token ', 'access token: ', 'code=', 'Bearer ', '12345|', '%3D', '%0a', '</', '</a'],
	...['[', '[ -1', '{"a":', '","', '\u0301', '\u200d', '\u200b', 'e\u0301', '👩‍🌾', '\x1b['],
	...['\x1b]', '\x90', '\x9b0', '\u{1f3f4}\u{e0067}', '\u{e0100}', 'A=', "A='", 'A="\n', 'A: '],
	...[' #', ';', ',', '\r', '|', '##', '#a', '::', ' :', 'section_start', '+', '“', 'at ('],
	...[' at a:1:', '<.', '=', '&', '//', 'x/', 'https://', 'malformed ', 'token could not be '],
	...['changed the '],
];

const hostile = fc
	.tuple(
		fc.constantFrom('', 'x', '"', 'EAA', 'access_token', '{"a":"'),
		fc.array(fc.constantFrom(...ATOMS), { minLength: 1, maxLength: 3 }),
		fc.constantFrom('', '!', '=', '"}', '\n'),
	)
	.map(([before, atoms, after]) => (length: number) => {
		const atom = atoms.join('');
		return `${before}${atom.repeat(Math.ceil(length / atom.length))}${after}`;
	});

const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
	redact,
	looksSecret,
	cleanText,
	printable,
	mergeDotenv: (text) => [mergeDotenv(text, 'A=1\n'), mergeDotenv(`B=2\n${text}`, 'A=1\n')],
	parsePaste: (text) => parsePaste(text.slice(0, LONGEST_PASTE), 'state'),
	quotedForShell,
	quotedForDotenv,
	quotedForCsv,
	quotedForPowerShell,
	readPageAddress,
	readTokenlessAddress,
	readBashLine: (text) => readBashLine(text, ' \t\n"\'><=;|&(:'),
	fitText: (text) => fitText(text, 30),
	parseBody,
	diagnose: (message) => diagnose('me', failureIn({ error: { message } }, 400) ?? assert.fail()),
	keySplitter(text) {
		const splitter = new KeySplitter();
		return [splitter.push(text), splitter.settle()];
	},
	lineEditor(text) {
		const typed = lineEditor(lineState(''), { type: 'insert', text: text.slice(0, LONGEST_PASTE) });
		return lineWindow(lineEditor(typed, { type: 'delete-word-backward' }), 60);
	},
};

/** All regular expressions of the program, as they stand in it. */
function patterns(): RegExp[] {
	const root = join(import.meta.dirname, '../source');
	const found = new Map<string, RegExp>();
	const collect = (node: unknown): void => {
		if (typeof node !== 'object' || node === null) return;
		if ('regex' in node) {
			const { pattern, flags } = node.regex as { pattern: string; flags: string };
			found.set(`${flags} ${pattern}`, new RegExp(pattern, flags));
		} else for (const child of Object.values(node)) collect(child);
	};
	for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
		if (!/\.tsx?$/.test(file) || file.startsWith('sandbox')) continue;
		collect(parseAst(readFileSync(join(root, file), 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
	}
	return [...found.values()];
}

/** The time of this process, not of the clock, that some work takes; in milliseconds, the best of three. */
function cost(work: () => unknown): number {
	const times = [1, 2, 3].map(() => {
		const before = process.cpuUsage();
		try {
			work();
		} catch {
			// What is refused may cost no more than what is taken.
		}
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...times);
}

/** So many times more text costs at most so many times more work; quadratic work would cost 64 times as much. */
const FACTOR = 8;
const MOST_GROWTH = 24;
/** Below this a time says nothing, in milliseconds. */
const LEAST = 15;

function assertLinear(name: string, work: (text: string) => unknown, make: (length: number) => string, length: number) {
	const long = make(length);
	const time = cost(() => work(long));
	if (time < LEAST) return;
	const short = make(length / FACTOR);
	const growth =
		time /
		Math.max(
			LEAST / FACTOR,
			cost(() => work(short)),
		);
	assert.ok(growth < MOST_GROWTH, `${name} costs ${Math.round(time)} ms for ${JSON.stringify(long.slice(0, 60))}…`);
}

/** Times are measured by `npm run fuzz` alone. */
const isFuzz = Boolean(process.env.FUZZ);

describe('hostile input', () => {
	test('costs every function work in proportion to its length', () => {
		fc.assert(
			fc.property(hostile, (make) => {
				for (const [name, work] of Object.entries(FUNCTIONS)) {
					if (isFuzz) assertLinear(name, work, make, 256 * 1024);
					else work(make(2000));
				}
			}),
			{ numRuns: isFuzz ? 4 : 30 },
		);
	});

	test('costs every regular expression of the program work in proportion to its length', () => {
		const all = patterns();
		assert.ok(all.length > 100);
		fc.assert(
			fc.property(hostile, (make) => {
				for (const pattern of all) {
					const work = (text: string) => text.replace(pattern, '');
					if (isFuzz) assertLinear(String(pattern), work, make, 32 * 1024);
					else work(make(500));
				}
			}),
			{ numRuns: isFuzz ? 4 : 5 },
		);
	});

	test('that is longer than a paste may be is refused', () => {
		assert.equal(parsePaste('x'.repeat(LONGEST_PASTE)).kind, 'token');
		assert.equal(parsePaste('x'.repeat(LONGEST_PASTE + 1)).kind, 'too-long');
	});

	test('is cut before it is redacted, and never within a secret', () => {
		fc.assert(
			fc.property(fc.nat(300), (shift) => {
				const token = tokenOf('hostile');
				const secret = '0123456789abcdef'.repeat(2);
				const message = `${'m '.repeat(1900)}${'n'.repeat(shift)} ${token} ${secret} ${token}`;
				const told = redactMessage(message.padEnd(1_000_000, ' m'), 4096);
				for (let length = 8; length < 32; length++) assert.ok(!told.includes(secret.slice(0, length)));
				assert.ok(!told.includes(token.slice(0, 8)));
			}),
		);
		assert.equal(redactMessage('plain', 3), 'pla');
		assert.equal(redactMessage('x'.repeat(1_000_000), 1000), '');
	});
});
