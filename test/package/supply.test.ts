import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));

type Locked = { version: string; integrity?: string; resolved?: string; link?: boolean };

describe('what the package is made of', () => {
	test('is named by exact versions', () => {
		const named = { ...manifest.devDependencies, ...manifest.optionalDependencies } as Record<string, string>;
		assert.equal(manifest.dependencies, undefined);
		for (const [name, version] of Object.entries(named)) {
			assert.match(version, /^(npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/, name);
		}
	});

	test('is locked with the checksum of every package, each from the registry', () => {
		const { '': own, ...packages } = lock.packages as Record<string, Locked>;
		assert.equal(own?.version, manifest.version);
		assert.ok(Object.keys(packages).length > 100);
		for (const [path, { integrity, resolved, link }] of Object.entries(packages)) {
			assert.match(integrity ?? '', /^sha512-/, path);
			assert.equal(link, undefined, path);
			if (resolved !== undefined) assert.ok(resolved.startsWith('https://'), path);
		}
	});

	test('runs nothing when it is installed: npm calls nothing but what packs it', () => {
		const called = ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare', 'preprepare', 'postprepare'];
		assert.deepEqual(
			called.filter((name) => name in manifest.scripts),
			[],
		);
	});

	test('is released by a workflow that npm can vouch for, and by no token', () => {
		const workflow = read('.github/workflows/release.yml');
		assert.match(workflow, /npm publish --provenance/);
		assert.match(workflow, /id-token: write/);
		assert.match(workflow, /run: bash \.ci\/run\n/);
		assert.doesNotMatch(workflow, /secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
	});
});
