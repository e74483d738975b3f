import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Channel } from '../../source/operations/channel.ts';

async function collect<T>(channel: Channel<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const item of channel) all.push(item);
	return all;
}

describe('a channel', () => {
	test('gives what was sent before and while it is read, in order, until it is closed', async () => {
		const channel = new Channel<number>();
		channel.send(1);
		channel.send(2);
		const reading = collect(channel);
		await new Promise(setImmediate);
		channel.send(3);
		await new Promise(setImmediate);
		channel.send(4);
		channel.send(5);
		channel.close();
		assert.deepEqual(await reading, [1, 2, 3, 4, 5]);
	});

	test('gives what was sent while its reader was busy', async () => {
		const channel = new Channel<number>();
		channel.send(1);
		const all: number[] = [];
		for await (const item of channel) {
			all.push(item);
			await new Promise(setImmediate);
			if (item < 5) channel.send(item + 1);
			else channel.close();
		}
		assert.deepEqual(all, [1, 2, 3, 4, 5]);
	});

	test('that is closed at once gives nothing', async () => {
		const channel = new Channel<number>();
		channel.close();
		assert.deepEqual(await collect(channel), []);
	});
});
