import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { setImmediate as nextTurn, setTimeout as pass } from 'node:timers/promises';
import { build } from 'rolldown';
import { loadNumber, saveNumber, vaultIn } from '../support/numbered-saves.ts';
import { isProblem } from '../support/problems.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { tried } from '../support/tried.ts';

const programs = new TemporaryFolder();
const program = join(programs.path, 'saver.mjs');
before(async () => {
	await build({
		input: join(import.meta.dirname, '../support/saver-process.ts'),
		platform: 'node',
		output: { file: program, format: 'esm', codeSplitting: false },
	});
});
after(() => programs[Symbol.dispose]());

/** A process that saves once it is told to go. */
class Saver {
	readonly #child;
	readonly #lines;
	readonly #errors: Promise<string>;
	/** The last number that it has said to be saved. */
	saved = 0;

	constructor(folder: string, task: 'each' | 'forever', number: number) {
		this.#child = spawn(process.execPath, [program, folder, task, String(number)], { stdio: ['pipe', 'pipe', 'pipe'] });
		this.#child.stdin.on('error', () => {});
		this.#errors = text(this.#child.stderr);
		this.#lines = createInterface(this.#child.stdout);
		this.#lines.on('line', (line) => {
			this.saved = Number(line) || this.saved;
		});
	}

	async ready(): Promise<this> {
		await Promise.race([once(this.#lines, 'line'), once(this.#child, 'close')]);
		assert.equal(this.#child.exitCode, null, 'it has ended before it began');
		return this;
	}

	go(): void {
		this.#child.stdin.write('go\n');
	}

	/** Lets it go, and tells how many milliseconds later the first save is done. */
	async timeOfFirstSave(): Promise<number> {
		const begin = performance.now();
		this.go();
		await once(this.#lines, 'line');
		return performance.now() - begin;
	}

	/** Kills it, if it still runs, and waits for all that it has said. */
	async kill(): Promise<void> {
		const closed = once(this.#child, 'close');
		this.#child.kill('SIGKILL');
		await closed;
		assert.equal(await this.#errors, '');
	}

	async end(): Promise<void> {
		const [code] = await once(this.#child, 'close');
		assert.equal(await this.#errors, '');
		assert.equal(code, 0);
	}
}

describe('many processes at once', () => {
	test('twenty that save at the same moment all succeed, and nothing is lost', async () => {
		using folder = new TemporaryFolder();
		const savers = await Promise.all(
			Array.from({ length: 20 }, (_, index) => new Saver(folder.path, 'each', index + 1).ready()),
		);
		const ends = savers.map((saver) => saver.end());
		for (const saver of savers) saver.go();
		tried('savers', savers.length);
		await Promise.all(ends);

		const vault = vaultIn(folder.path);
		const profiles = await vault.list();
		assert.equal(profiles.length, 21);
		for (const { name } of profiles) {
			const number = await loadNumber(vault, name);
			if (name !== 'shared') assert.equal(name, `own ${number}`);
		}
		assert.equal(folder.files().filter((file) => file.endsWith('.sealed')).length, 21);
		assert.equal(folder.files().filter((file) => file.startsWith('config/pages/')).length, 21);
	});
});

test('one that reads while another saves on and on never finds a part of it, nor parts of two', async () => {
	using folder = new TemporaryFolder();
	const saver = await new Saver(folder.path, 'forever', 1).ready();
	const read = new Set<number>();
	const isRenamed = isProblem('not-found');
	try {
		saver.go();
		while (read.size < 50) {
			const vault = vaultIn(folder.path);
			for (const { name } of await vault.list()) {
				try {
					read.add(await loadNumber(vault, name));
				} catch (error) {
					assert.ok(isRenamed(error), String(error));
				}
			}
			await nextTurn();
		}
	} finally {
		await saver.kill();
	}
});

describe('a process that is killed', () => {
	test('at any of a hundred moments of a save leaves the old state or the new one', async () => {
		using folder = new TemporaryFolder();
		const first = await new Saver(folder.path, 'forever', 1).ready();
		let next = new Saver(folder.path, 'forever', 1000).ready();
		// However long a first save takes here while another process starts, kills come at every moment of it, and after it.
		const span = 5 * (await first.timeOfFirstSave());
		await first.kill();
		let acknowledged = first.saved;
		for (let kill = 0; kill < 100; kill++) {
			const saver = await next;
			saver.go();
			// The next one starts meanwhile, and saves on from a number that this one will not reach.
			next = new Saver(folder.path, 'forever', (kill + 2) * 1000).ready();
			await pass(Math.random() * span);
			await saver.kill();
			tried('kills');
			acknowledged = Math.max(acknowledged, saver.saved);

			const vault = vaultIn(folder.path);
			const profiles = await vault.list();
			assert.ok(profiles.length <= 1 && (profiles.length === 1 || acknowledged === 0));
			for (const { name } of profiles) {
				assert.ok((await loadNumber(vault, name)) >= acknowledged);
			}
		}
		await (await next).kill();
		assert.ok(acknowledged > 1000, 'no save came through between the kills');

		// Whoever saves next cleans up what those that were killed have left.
		await saveNumber(vaultIn(folder.path), 'bakery', 1, { kind: 'keychain' });
		const vault = vaultIn(folder.path);
		for (const { name } of await vault.list()) if (name !== 'bakery') await vault.remove(name);
		assert.equal(readdirSync(join(folder.path, 'keychain')).length, 1);
		assert.deepEqual(
			folder
				.files()
				.map((file) => file.replace(/^(config|keychain)\/(.*\/)?/, '').replace(/^[0-9a-f-]+/, ''))
				.sort(),
			['', '', '', '.json', '.sealed', 'profiles.json'],
		);
	});
});
