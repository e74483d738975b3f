import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { withLock } from '../../source/vault/lock.ts';
import { isProblem } from '../support/problems.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

/** The words of one who holds a lock: this process. */
async function ownWords(): Promise<{ pid: number; startedAt: string | null; machine: string }> {
	using folder = new TemporaryFolder();
	return await withLock(folder.path, async () => JSON.parse(readFileSync(join(folder.path, '1'), 'utf8')));
}

const busy = isProblem('disk', /Another fb-token-tui/);
const impatient = { patienceMs: 0 };

describe('a lock', () => {
	test('lets one after the other in, however many there are', async () => {
		using folder = new TemporaryFolder();
		let inside = 0;
		let count = 0;
		const visits = Array.from({ length: 50 }, () =>
			withLock(folder.path, async () => {
				assert.equal(++inside, 1);
				const before = count;
				await nextTurn();
				count = before + 1;
				inside--;
			}),
		);
		await Promise.all(visits);
		assert.equal(count, 50);
		assert.ok(readdirSync(folder.path).length <= 2);
	});

	test('is free again after work that failed', async () => {
		using folder = new TemporaryFolder();
		await assert.rejects(
			withLock(folder.path, () => Promise.reject(new Error('made up'))),
			/made up/,
		);
		assert.equal(await withLock(folder.path, async () => 'done', impatient), 'done');
	});

	test('of a living process is waited for, and not for ever', async () => {
		using folder = new TemporaryFolder();
		await withLock(folder.path, async () => {
			await assert.rejects(
				withLock(folder.path, async () => {}, impatient),
				busy,
			);
		});
	});

	test('of a dead process is taken over at once', async () => {
		using folder = new TemporaryFolder();
		const { pid } = spawnSync(process.execPath, ['-e', '0']);
		writeFileSync(join(folder.path, '7'), JSON.stringify({ ...(await ownWords()), pid }));
		assert.equal(await withLock(folder.path, async () => 'done', impatient), 'done');
	});

	test('of a dead process whose number was given again is taken over', async () => {
		using folder = new TemporaryFolder();
		const words = await ownWords();
		const path = join(folder.path, '7');
		writeFileSync(path, JSON.stringify({ ...words, startedAt: words.startedAt && `${words.startedAt}0` }));
		// Where the system does not tell when a process began, its age must do.
		if (words.startedAt === null) utimesSync(path, 0, 0);
		assert.equal(await withLock(folder.path, async () => 'done', impatient), 'done');
	});

	test('of another machine, or without words, is taken over when it is old', async () => {
		for (const text of ['', '{"pid":', JSON.stringify({ ...(await ownWords()), machine: 'another' })]) {
			using folder = new TemporaryFolder();
			const path = join(folder.path, '7');
			writeFileSync(path, text);
			await assert.rejects(
				withLock(folder.path, async () => {}, impatient),
				busy,
			);
			utimesSync(path, 0, 0);
			assert.equal(await withLock(folder.path, async () => 'done', impatient), 'done');
		}
	});

	test('that was taken over is not held any more', async () => {
		using folder = new TemporaryFolder();
		await withLock(folder.path, async (lock) => {
			lock.assertHeld();
			writeFileSync(join(folder.path, '99'), 'free');
			assert.throws(() => lock.assertHeld(), busy);
		});
	});
});
