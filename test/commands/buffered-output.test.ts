import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BufferedOutput } from '../../source/commands/shared/buffered-output.ts';

test('what is put off is written in order once it is wanted, and what follows at once', () => {
	const told: string[] = [];
	const buffered = new BufferedOutput();
	const { stdout, stderr } = buffered.of({
		stdout: { write: (text) => told.push(`out ${text}`) },
		stderr: { write: (text) => told.push(`err ${text}`) },
	});
	stdout.write('1');
	stderr.write('2');
	stdout.write('3');
	assert.deepEqual(told, []);
	buffered.release();
	assert.deepEqual(told, ['out 1', 'err 2', 'out 3']);
	stderr.write('4');
	buffered.release();
	assert.deepEqual(told, ['out 1', 'err 2', 'out 3', 'err 4']);
});
