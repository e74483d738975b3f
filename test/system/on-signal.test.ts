import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const onWindows = process.platform === 'win32' && 'Windows has no signals that a program can answer';

/** Another listens for the signal as well, and nothing keeps the program alive once it has let go. */
const PROGRAM = `
	import { onSignal } from ${JSON.stringify(new URL('../../source/system/on-signal.ts', import.meta.url).href)};
	process.on('SIGTERM', () => {});
	const work = setInterval(() => {}, 1000);
	onSignal(() => clearInterval(work));
	process.stdout.write('ready');
`;

test('a program that is ended from outside ends by that signal, whoever else listens', {
	skip: onWindows,
}, async (t) => {
	const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM]);
	t.after(() => child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	child.kill('SIGTERM');
	assert.deepEqual(await once(child, 'close'), [null, 'SIGTERM']);
});
