import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setImmediate as nextTurn, setTimeout as pass } from 'node:timers/promises';
import { canSuspend, Suspension } from '../../source/system/suspension.ts';
import { FakeJob } from '../support/job.ts';

const skip = !canSuspend && 'Windows has no job control';

/** A suspension, and what it did. */
function start(context: TestContext) {
	const done: string[] = [];
	const job = new FakeJob();
	const note = (what: string) => () => void done.push(what);
	const use = { leave: note('leave'), enter: note('enter') };
	const suspension = new Suspension({ pause: note('pause') }, use, job);
	context.after(() => suspension[Symbol.dispose]());
	return { done, job, suspension, note };
}

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await pass(5);
}

describe('a suspension', { skip }, () => {
	for (const [name, suspend] of [
		['the key', (suspension: Suspension) => void suspension.suspend()],
		['SIGTSTP', () => process.emit('SIGTSTP', 'SIGTSTP')],
	] as const) {
		test(`leaves the terminal before the stop, and enters it afterwards: ${name}`, async (t) => {
			const { done, job, suspension } = start(t);
			suspend(suspension);
			assert.deepEqual([done, job.stops, suspension.hasLeft], [['leave'], 1, true]);
			job.continue();
			await nextTurn();
			assert.deepEqual([done, job.stops, suspension.hasLeft], [['leave', 'enter'], 1, false]);
		});
	}

	test('does not take the terminal in the background, and takes it in the foreground, told or not', async (t) => {
		const { done, job, suspension } = start(t);
		suspension.suspend();
		job.continue(false);
		await nextTurn();
		process.emit('SIGCONT', 'SIGCONT');
		await nextTurn();
		assert.deepEqual(done, ['leave']);
		job.isInForeground = true;
		await until(() => done.length > 1);
		assert.deepEqual(done, ['leave', 'enter']);
	});

	test('stops again in the background', async (t) => {
		const { done, job, suspension } = start(t);
		suspension.suspend();
		job.continue(false);
		await nextTurn();
		process.emit('SIGTSTP', 'SIGTSTP');
		assert.deepEqual([done, job.stops], [['leave'], 2]);
		job.continue();
		await until(() => done.length > 1);
		assert.deepEqual(done, ['leave', 'enter']);
	});

	test('takes the terminal again after a stop that it could not see', async (t) => {
		const { done, job } = start(t);
		process.emit('SIGCONT', 'SIGCONT');
		await nextTurn();
		assert.deepEqual([done, job.stops], [['leave', 'enter'], 0]);
	});

	test('reads and changes nothing where such a stop ends in the background', async (t) => {
		const { done, job } = start(t);
		job.isInForeground = false;
		process.emit('SIGCONT', 'SIGCONT');
		await nextTurn();
		assert.deepEqual(done, ['pause']);
		job.isInForeground = true;
		await until(() => done.length > 1);
		assert.deepEqual(done, ['pause', 'leave', 'enter']);
	});

	test('leaves what holds the terminal for the time being', async (t) => {
		const { done, job, suspension, note } = start(t);
		{
			using _ = suspension.during({ leave: note('leave the other'), enter: note('enter the other') });
			suspension.suspend();
			job.continue();
			await nextTurn();
		}
		suspension.suspend();
		assert.deepEqual(done, ['leave the other', 'enter the other', 'leave']);
	});

	test('takes nothing once it is over', async (t) => {
		const { done, job, suspension } = start(t);
		suspension.suspend();
		suspension[Symbol.dispose]();
		job.continue();
		await nextTurn();
		process.emit('SIGCONT', 'SIGCONT');
		suspension.suspend();
		await nextTurn();
		assert.deepEqual([done, job.stops], [['leave'], 1]);
		assert.deepEqual([process.listenerCount('SIGCONT'), process.listenerCount('SIGTSTP')], [0, 0]);
	});
});
