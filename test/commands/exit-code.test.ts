import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT, worstExitCode } from '../../source/commands/shared/exit-code.ts';

const { fine, failed, usage, invalidToken, signInNeeded, notPermanent, noPages, cancelled } = EXIT;

test('of several findings the worst decides the exit code', () => {
	const worstFirst = [cancelled, invalidToken, signInNeeded, usage, failed, noPages, notPermanent, fine];
	assert.deepEqual([...worstFirst].sort(), Object.values(EXIT).sort());
	for (const [index, code] of worstFirst.entries()) {
		for (const other of worstFirst.slice(index)) {
			assert.deepEqual([worstExitCode([code, other]), worstExitCode([other, code])], [code, code]);
		}
	}
	assert.equal(worstExitCode([]), fine);
});
