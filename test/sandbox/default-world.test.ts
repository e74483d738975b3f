import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDefaultWorld, ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { succeed } from '../operations/walk.ts';

describe('the number of Pages', () => {
	for (const pages of [0, 1, 2, 5, 11, 12, 13, 14, 15, 16, 40]) {
		test(`${pages} is how many come to light in the journey`, async () => {
			await using sandbox = await startSandbox({ pages });
			assert.equal((await succeed(sandbox)).pages.length, pages);
		});
	}

	test('is 15 by default', () => assert.equal(createDefaultWorld().pages.size, 15));

	test('beyond the named Pages leaves none of them out', () => {
		const named = createDefaultWorld().pages.keys();
		const many = createDefaultWorld({ pages: 100 }).pages;
		for (const id of named) assert.ok(many.has(id), id);
		assert.equal(many.size, 100);
	});

	test('below them takes the first, and My Bakery before all', () => {
		assert.deepEqual([...createDefaultWorld({ pages: 1 }).pages.keys()], [ids.permanentPage]);
		assert.equal(createDefaultWorld({ pages: 11 }).businesses.size, 0);
	});

	test('that is ten times as large does not cost its square', async () => {
		const cost = async (pages: number) => {
			await using sandbox = await startSandbox({ pages });
			// The time of the processor: that of the clock depends on what else the machine does.
			const before = process.cpuUsage();
			assert.equal((await succeed(sandbox)).pages.length, pages);
			const { user, system } = process.cpuUsage(before);
			return user + system;
		};
		const few = await cost(1000);
		assert.ok((await cost(10_000)) < 5 * few);
	});
});
