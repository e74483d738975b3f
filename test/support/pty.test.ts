import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInPty } from './pty.ts';

const TOKEN = 'EAABmadeUpForTests0123456789abcdefghijklmnopqrstuvwxyz';
const node = (program: string): [string, string[]] => [process.execPath, ['-e', program]];

test('a program sees a terminal of the size asked for', async (context) => {
	const program =
		'const { isTTY, columns, rows } = process.stdout; console.log(process.stdin.isTTY, isTTY, columns, rows)';
	const pty = runInPty(context, ...node(program), { columns: 50, rows: 14 });
	assert.deepEqual(await pty.exit, { code: 0, signal: undefined });
	assert.equal(pty.text(), 'true true 50 14');
});

test('it gets keys and new sizes', async (context) => {
	const pty = runInPty(
		context,
		...node(`
			process.stdin.setRawMode(true);
			process.stdin.on('data', (chunk) => console.log(JSON.stringify(String(chunk))));
			process.stdout.on('resize', () => console.log(process.stdout.columns, process.stdout.rows));
			console.log('ready');
		`),
	);
	await pty.waitFor('ready');
	pty.press('down', 'enter');
	await pty.waitFor(String.raw`"\u001b[B\r"`);
	pty.resize(44, 12);
	await pty.waitFor('44 12');
});

test('its exit code and signal are told', async (context) => {
	const failing = runInPty(context, ...node('console.log("last words"); process.exitCode = 5'));
	assert.deepEqual(await failing.exit, { code: 5, signal: undefined });
	assert.equal(failing.text(), 'last words');

	const killed = runInPty(context, ...node('console.log("ready"); setInterval(() => {}, 1000)'));
	await killed.waitFor('ready');
	killed.kill('SIGTERM');
	assert.equal((await killed.exit).signal, 15);
});

test('a secret in its output is noticed', async (context) => {
	const pty = runInPty(context, ...node(`console.log('${TOKEN}')`), { secrets: [TOKEN] });
	await pty.exit;
	assert.throws(() => pty.text(), /EAAB… .* is in the screen/);
});

test('what it writes in its alternate screen is gone when it leaves', async (context) => {
	const pty = runInPty(context, ...node(String.raw`process.stdout.write('before\n\x1b[?1049hinside\x1b[?1049lafter')`));
	await pty.exit;
	assert.equal(pty.text(), 'before\nafter');
	assert.match(pty.raw(), /inside/);
});
