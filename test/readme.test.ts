import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT } from '../source/commands/shared/exit-code.ts';
import { glyphsFor } from '../source/terminal/glyphs.ts';
import { KEYMAP, keyTables } from '../source/tui/keymap.ts';
import { runProgram } from './commands/run-program.ts';
import { assertBlock } from './support/readme.ts';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

/** So many screens come first; one sees less of the others. */
const MAIN = 4;

/** The table of keys as it should stand in the README. */
function keys(): string {
	const tables = keyTables(glyphsFor(true)).map(table);
	const more = `<details>\n<summary>The other screens</summary>\n\n${tables.slice(MAIN).join('\n\n')}\n\n</details>`;
	return [...tables.slice(0, MAIN), more].join('\n\n');
}

function table({ title, rows }: ReturnType<typeof keyTables>[number]): string {
	const lines = rows.map(([keys, label]) => `| ${keys.replace(/\S+/g, '`$&`')} | ${label} |`);
	return [`| ${title} | |`, '|---|---|', ...lines].join('\n');
}

test('the keys in the README are those of the program, on every screen', () => {
	assert.equal(keyTables(glyphsFor(true)).length, Object.keys(KEYMAP).length);
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
