import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { VERB_NAMES } from '../../source/commands/verbs.ts';
import { PROGRAM } from '../commands/run-program.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

/** Runs the program, and tells on standard error which modules of Node were loaded on the way. */
const TELL_LOADED = `
	const { writeSync } = require('node:fs');
	const before = new Set(process.moduleLoadList);
	process.on('exit', () => {
		const loaded = process.moduleLoadList.filter((name) => !before.has(name));
		writeSync(2, loaded.map((name) => name.replace('NativeModule ', '')).join(' '));
	});
	require(process.argv[1]);
`;

describe('what the bundle loads', () => {
	const dist = dirname(PROGRAM);
	const chunks = new Map(
		readdirSync(dist).flatMap((name) => (name.endsWith('.js') ? [[name, readFileSync(join(dist, name), 'utf8')]] : [])),
	);
	/** What a file of the bundle loads at once, itself included, and not only when it is asked for. */
	const loadedBy = (name: string, seen = new Set<string>()): Set<string> => {
		if (seen.has(name)) return seen;
		seen.add(name);
		const text = chunks.get(name);
		assert.ok(text !== undefined, `${name} is not in the bundle`);
		// What is asked for later is asked for by a function.
		for (const [, chunk = ''] of text.matchAll(/(?<!=>)\brequire\("\.\/([^"]+\.js)"\)/g)) loadedBy(chunk, seen);
		return seen;
	};
	const holdsReact = (name: string) => (chunks.get(name) ?? '').includes('react.transitional.element');
	const holdsNodeFetch = (name: string) => (chunks.get(name) ?? '').includes('https://github.com/node-fetch');
	const holdsConf = (name: string) => (chunks.get(name) ?? '').includes('projectSuffix');
	const entry = (name: string) => [...chunks.keys()].find((file) => file.replace(/-.{8}\.js$/, '') === name) ?? name;

	test('Ink and React are loaded by the screens', () => {
		assert.ok([...loadedBy(entry('run'))].some(holdsReact));
	});

	test('Ink and React are loaded by no verb', () => {
		const files = ['verbs', ...VERB_NAMES].map(entry).filter((file) => chunks.has(file));
		assert.ok(files.length > 10);
		for (const name of ['cli.js', ...files]) {
			assert.deepEqual([...loadedBy(name)].filter(holdsReact), [], name);
		}
	});

	test('a verb that needs no network, and the answer to a shell, load nothing that writes, calls or draws', () => {
		assert.ok([...chunks.keys()].some(holdsConf));
		assert.ok([...chunks.keys()].some(holdsNodeFetch));
		const loaded = [...loadedBy('cli.js'), ...loadedBy(entry('verbs'))];
		assert.deepEqual(
			loaded.filter((name) => holdsReact(name) || holdsNodeFetch(name) || holdsConf(name)),
			[],
		);
	});

	test('a list is told from few files, and a first screen shown', () => {
		const together = (...names: string[]) => new Set(names.flatMap((name) => [...loadedBy(name)]));
		const list = together('cli.js', ...['program', 'command-line', 'verbs'].map(entry));
		assert.ok(list.size <= 7, `${[...list]}`);
		const screen = together('cli.js', entry('program'), entry('interactive'), entry('run'));
		assert.ok(screen.size <= 12, `${[...screen]}`);
		assert.ok(
			![...screen].some((name) => chunks.get(name)?.includes('commander.unknownOption')),
			'it reads no command line',
		);
	});

	test('of Node, a list needs neither cryptography, HTTP nor processes', () => {
		using folder = new TemporaryFolder();
		const { stdout, stderr } = spawnSync(process.execPath, ['--eval', TELL_LOADED, PROGRAM, 'list', '--json'], {
			env: { ...process.env, FB_TOKEN_TUI_CONFIG_DIR: folder.path },
			encoding: 'utf8',
		});
		assert.deepEqual(JSON.parse(stdout).profiles, []);
		const loaded = stderr.slice(stderr.lastIndexOf('\n') + 1).split(' ');
		assert.ok(loaded.includes('process'), stderr);
		const late = ['child_process', 'crypto', 'http', 'perf_hooks', 'readline', 'zlib'];
		assert.deepEqual(
			late.filter((name) => loaded.includes(name)),
			[],
		);
	});

	test('a version costs less than the sandbox and the Graph client', () => {
		const size = [...loadedBy('cli.js')].reduce((sum, name) => sum + (chunks.get(name)?.length ?? 0), 0);
		assert.ok(size < 150_000, `cli.js loads ${size} characters`);
	});
});
