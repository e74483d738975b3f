import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, posix, relative } from 'node:path';
import { before, describe, test } from 'node:test';
import { build, type ModuleInfo } from 'rolldown';

const root = join(import.meta.dirname, '..');

const contributing = readFileSync(join(root, '.github/CONTRIBUTING.md'), 'utf8');

/** The directories named in a text, as `domain/`. */
const directoriesIn = (text = ''): string[] => [...text.matchAll(/`(\w+)\/`/g)].map(([, name]) => name ?? '');

/**
 * What a directory may import beside itself, as CONTRIBUTING says. "The same" is what the row above may. Whatever is not named
 * there is a file at the top of `source/`: it may import every directory.
 */
const ALLOWED = new Map<string, readonly string[]>();
let above: readonly string[] = [];
for (const [, names, allowed] of contributing.matchAll(/^\| (`\w+\/`[^|]*)\|([^|]*)\|$/gm)) {
	above = [...(allowed?.includes('the same') ? above : []), ...directoriesIn(allowed)];
	for (const name of directoriesIn(names)) ALLOWED.set(name, above);
}

/** Of everything that is imported by name, what a room may: Node's modules, other packages. */
const isAllowedPackage = (room: string, name: string): boolean => {
	if (room === 'domain') return false;
	if (room === 'sandbox') return name.startsWith('node:');
	return room === 'tui' || !/^(ink(-.*)?|react(\/.*)?)$/.test(name);
};

const IMPORTS = [
	/^(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'/gm,
	/^import\s+'([^']+)'/gm,
	// Also the import types of TypeScript.
	/\bimport\(\s*'([^']+)'\s*\)/g,
];

/** The names that a file imports, those of types too. */
function importsOf(text: string): string[] {
	return IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** What the compiler imports by itself. */
const OF_THE_COMPILER = /^(react\/jsx-runtime$|@oxc-project\/runtime\/)/;

const inSource = (path: string): string => relative(join(root, 'source'), path).replaceAll('\\', '/');

const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

const files = new Map(
	readdirSync(join(root, 'source'), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.tsx?$/.test(name))
		.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(root, 'source', name), 'utf8')]),
);

/** For each file, the files under source/ and the packages that it imports. */
const graph = new Map(
	[...files].map(([file, text]) => {
		const names = importsOf(text);
		const local = names.filter((name) => name.startsWith('.'));
		return [
			file,
			{
				files: local.map((name) => posix.join(posix.dirname(file), name)),
				packages: names.filter((name) => !name.startsWith('.')),
			},
		];
	}),
);

describe('the house', () => {
	test('every directory is in the tree and in the table of CONTRIBUTING, and no other', () => {
		const rooms = [...new Set([...files.keys()].map(roomOf).filter(Boolean))].sort();
		const drawn = [...contributing.matchAll(/^ {2}(\w+)\/ /gm)].map(([, name]) => name).sort();
		assert.deepEqual(drawn, rooms);
		assert.deepEqual([...ALLOWED.keys()].sort(), rooms);
	});

	test('arrows between rooms run one way', () => {
		const wrong = [...graph].flatMap(([file, { files: targets }]) => {
			const room = roomOf(file);
			const allowed = ALLOWED.get(room);
			return targets
				.filter((target) => roomOf(target) !== room && allowed && !allowed.includes(roomOf(target)))
				.map((target) => `${file} → ${target}`);
		});
		assert.deepEqual(wrong, []);
	});

	test('Ink and React stay in the terminal program, Node out of the domain', () => {
		const wrong = [...graph].flatMap(([file, { packages }]) =>
			packages.filter((name) => !isAllowedPackage(roomOf(file), name)).map((name) => `${file} → ${name}`),
		);
		assert.deepEqual(wrong, []);
	});

	test('nothing is imported in a circle', () => {
		const done = new Set<string>();
		const visit = (file: string, path: readonly string[]): void => {
			const from = path.indexOf(file);
			assert.equal(from, -1, `a circle: ${[...path.slice(from), file].join(' → ')}`);
			if (done.has(file)) return;
			for (const target of graph.get(file)?.files ?? []) visit(target, [...path, file]);
			done.add(file);
		};
		for (const file of graph.keys()) visit(file, []);
		assert.equal(done.size, files.size);
	});

	test('every import is seen: a real parser finds no more', async () => {
		const read = new Map<string, ModuleInfo>();
		await build({
			input: [...files.keys()].map((file) => join(root, 'source', file)),
			platform: 'node',
			external: /^(?![./]|[a-z]:[\\/])/i,
			plugins: [{ name: 'imports', moduleParsed: (module) => void read.set(module.id, module) }],
			write: false,
		});
		const unseen = [...read.values()].flatMap(({ id, importedIds, dynamicallyImportedIds }) => {
			const file = inSource(id);
			const seen = graph.get(file);
			const imported = [...importedIds, ...dynamicallyImportedIds];
			return [
				...imported.filter(isAbsolute).filter((path) => !seen?.files.includes(inSource(path))),
				...imported.filter(
					(name) => !isAbsolute(name) && !seen?.packages.includes(name) && !OF_THE_COMPILER.test(name),
				),
			].map((path) => `${file} → ${path}`);
		});
		assert.equal(read.size, files.size);
		assert.deepEqual(unseen, []);
	});
});

describe('every file', () => {
	let tree: Map<string, string>;
	before(() => {
		const skipped = /^(node_modules|dist|\.git|\.cache)$/;
		const walk = (folder: string): string[] =>
			readdirSync(join(root, folder), { withFileTypes: true })
				.filter(({ name }) => !skipped.test(name))
				.flatMap((entry) => {
					const path = posix.join(folder, entry.name);
					return entry.isDirectory() ? walk(path) : [path];
				});
		tree = new Map(walk('.').map((path) => [path, readFileSync(join(root, path), 'utf8')]));
	});
	const linesWith = (pattern: RegExp): string[] =>
		[...tree].flatMap(([path, text]) =>
			text.split('\n').flatMap((line, index) => (pattern.test(line) ? `${path}:${index + 1}: ${line.trim()}` : [])),
		);

	test('names no folder of somebody’s machine', () => {
		assert.deepEqual(linesWith(/(?<![\w.:/-])\/(?:work|root|home|Users)\/[\w.]|\b[A-Z]:\\\\?Users\b/), []);
	});

	test('names no host of a package registry', () => {
		assert.deepEqual(linesWith(/registry\.(?:npmjs|yarnpkg)|npm[m]irror|deb\.debian\.|"[r]esolved":/), []);
	});

	test('leaves nothing to be done later', () => {
		assert.deepEqual(linesWith(/\b(?:TO[D]O|FIX[M]E|X{3}|HAC[K])\b/), []);
	});

	test('under source/ that exports a function, a class or a type says what it gives', () => {
		const silent = [...files].flatMap(([file, text]) => {
			const lines = text.split('\n');
			return lines.flatMap((line, index) => {
				const name = /^export (?:async )?(?:abstract )?(?:function\*?|class|type|interface) (\w+)/.exec(line)?.[1];
				// The properties of a component are told by the component.
				const isTold = name === undefined || name.endsWith('Props') || /\*\/\s*$/.test(lines[index - 1] ?? '');
				return isTold ? [] : `${file}:${index + 1} ${name}`;
			});
		});
		assert.deepEqual(silent, []);
	});
});
