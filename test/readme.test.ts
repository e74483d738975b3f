import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT } from '../source/commands/shared/exit-code.ts';
import type { Scope } from '../source/session/question.ts';
import { glyphsFor } from '../source/terminal/glyphs.ts';
import { KEYMAP, keyLabel } from '../source/tui/keymap.ts';
import { runProgram } from './commands/run-program.ts';
import { assertBlock } from './support/readme.ts';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

const SCREENS: readonly [Scope, string][] = [
	['pages', 'Your Pages'],
	['page', 'One Page'],
	['token', 'A user token'],
	['app', 'Your app'],
];

/** Those that one sees less of. */
const OTHERS: readonly [Scope, string][] = [
	['profiles', 'Your profiles'],
	['permissions', 'What for?'],
	['progress', 'Making the tokens'],
	['filter', 'The filter'],
	['export', 'An export'],
	['save', 'Saving a profile'],
	['add', 'Adding a Page'],
	['unlock', 'A passphrase'],
	['renaming', 'A new name'],
	['confirm', 'A question'],
	['quitting', 'Quitting with tokens that are not saved'],
	['departing', 'Leaving tokens that are not saved'],
	['help', 'The keys'],
];

/** The table of keys as it should stand in the README. */
function keys(): string {
	const more = `<details>\n<summary>The other screens</summary>\n\n${OTHERS.map(table).join('\n\n')}\n\n</details>`;
	return [...SCREENS.map(table), more].join('\n\n');
}

function table([scope, title]: readonly [Scope, string]): string {
	const glyphs = glyphsFor(true);
	const rows = KEYMAP[scope].map(({ keys, label }) => {
		const names = keys.map((name) => `\`${keyLabel(name, glyphs)}\``).join(' ');
		return `| ${names} | ${label} |`;
	});
	return [`| ${title} | |`, '|---|---|', ...rows].join('\n');
}

test('the keys in the README are those of the program, on every screen', () => {
	assert.deepEqual([...SCREENS, ...OTHERS].map(([scope]) => scope).sort(), Object.keys(KEYMAP).sort());
	assertBlock('keys', keys());
});

test('the help in the README is that of the program', async () => {
	const { stdout } = await runProgram(['--help']);
	assertBlock('help', `\`\`\`text\n${stdout}\`\`\``);
});

test('the exit codes in the README are all that there are', () => {
	const [, table = ''] = /\n\| exit code \| meaning \|\n\|---\|---\|\n(.*?)\n\n/s.exec(readme) ?? [];
	const codes = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
	assert.deepEqual(codes, Object.values(EXIT));
});

test('the pictures and files that the README names are there', () => {
	const pictures = [...readme.matchAll(/(?:!\[[^\]]+\]\(|<img alt="[^"]+" src="|srcset=")([^)"]+)/g)].map(
		([, target = '']) => target,
	);
	assert.ok(pictures.length >= 11);
	assert.equal(readme.match(/<img /g)?.length, readme.match(/<img alt="[^"]{10,}"/g)?.length);
	const files = [...readme.matchAll(/\]\(([.\w][\w./-]*)\)/g)].map(([, target = '']) => target);
	assert.ok(files.includes('.github/CONTRIBUTING.md'));
	for (const name of [...pictures, ...files]) assert.ok(existsSync(new URL(name, root)), name);
});

test('every command that the README names is a script of the package', () => {
	const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
		scripts: Record<string, string>;
	};
	for (const [, name = ''] of readme.matchAll(/^npm (?:run )?([\w:]+)/gm)) assert.ok(name in scripts, name);
});

test('every package in the bundle is named, with why it is there', () => {
	const files = readdirSync(new URL('source', root), { recursive: true, withFileTypes: true }).filter((entry) =>
		entry.isFile(),
	);
	const text = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n');
	const imported = [...text.matchAll(/(?:from |import\()'((?!node:)[^.'][^']*)'/g)].map(([, name = '']) => name);
	const [, table = ''] = /What is in the bundle:\n(.*?)\nTheir licences/s.exec(readme) ?? [];
	const cells = table.split('\n').map((row) => row.split('|')[1] ?? '');
	const named = cells.flatMap((cell) => [...cell.matchAll(/`([\w@/-]+)`/g)].map(([, name = '']) => name));
	const modules = new Set(imported.map((name) => name.replace(/^react\/.*/, 'react')));
	assert.deepEqual(named.sort(), [...modules].sort());
});
