import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { PROGRAM } from '../commands/run-program.ts';

/** What speaks to nobody. */
const OFFLINE = ['list', 'token', 'export', 'exec', 'complete', 'completion'];

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
		// What is asked for later is wrapped in a promise.
		for (const [, chunk = ''] of text.matchAll(/(?<!\()\brequire\("\.\/([^"]+\.js)"\)/g)) loadedBy(chunk, seen);
		return seen;
	};
	const holdsReact = (name: string) => (chunks.get(name) ?? '').includes('react.transitional.element');
	const holdsNodeFetch = (name: string) => (chunks.get(name) ?? '').includes('"https://github.com/node-fetch');
	const holdsConf = (name: string) => (chunks.get(name) ?? '').includes('projectSuffix');
	const entry = (start: string) => [...chunks.keys()].find((name) => name.startsWith(`${start}-`)) ?? start;

	test('Ink and React are loaded by the screens', () => {
		assert.ok([...loadedBy(entry('run'))].some(holdsReact));
	});

	test('Ink and React are not loaded for questions and answers line by line', () => {
		assert.notEqual(entry('conversation'), 'conversation');
		const loaded = [...loadedBy(entry('interactive')), ...loadedBy(entry('conversation'))];
		assert.deepEqual(loaded.filter(holdsReact), []);
	});

	test('Ink and React are loaded by no verb', () => {
		for (const name of [
			'cli.js',
			...['connect', 'demo', 'sandbox', 'check', 'refresh', 'profiles', 'inspect', 'doctor'].map(entry),
			...OFFLINE.map(entry),
		]) {
			assert.deepEqual([...loadedBy(name)].filter(holdsReact), [], name);
		}
	});

	test('node-fetch is loaded by no verb that needs no network', () => {
		assert.ok([...chunks.keys()].some(holdsNodeFetch));
		for (const name of OFFLINE) assert.deepEqual([...loadedBy(entry(name))].filter(holdsNodeFetch), [], name);
	});

	test('the answer to a shell loads nothing that writes, calls or draws', () => {
		assert.ok([...chunks.keys()].some(holdsConf));
		const loaded = [...loadedBy('cli.js'), ...loadedBy(entry('complete'))];
		assert.deepEqual(
			loaded.filter((name) => holdsReact(name) || holdsNodeFetch(name) || holdsConf(name)),
			[],
		);
	});

	test('a version costs less than the sandbox and the Graph client', () => {
		const size = [...loadedBy('cli.js')].reduce((sum, name) => sum + (chunks.get(name)?.length ?? 0), 0);
		assert.ok(size < 150_000, `cli.js loads ${size} characters`);
	});
});
