import './colour.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Box, Text, useInput, useWindowSize } from 'ink';
import { useState } from 'react';
import { mount } from './ink.ts';
import { createTerminal } from './terminal.ts';

const TOKEN = 'EAABmadeUpForTests0123456789abcdefghijklmnopqrstuvwxyz';
const ALTERNATE = '\x1b[?1049h';

describe('the screen', () => {
	test('is what a person would see, not what was written', async () => {
		const terminal = createTerminal({ columns: 20, rows: 3 });
		terminal.stdout.write('one\ntwo\x1b[1A\rONE\x1b]2;a title\x07');
		await terminal.drawn();
		assert.deepEqual(terminal.lines(), ['ONE', 'two', '']);
		assert.equal(terminal.text(), 'ONE\ntwo');
		assert.equal(terminal.title(), 'a title');
	});

	test('knows colours and attributes, and gives wide characters two cells', async () => {
		const terminal = createTerminal({ columns: 20, rows: 3 });
		terminal.stdout.write('\x1b[1;36mA\x1b[0m\x1b[2;7mB\x1b[0m日🧁👩‍🍳🇩🇪x');
		await terminal.drawn();
		assert.deepEqual(
			{ chars: terminal.cell(0, 0).chars, fg: terminal.cell(0, 0).fg, bold: terminal.cell(0, 0).bold },
			{ chars: 'A', fg: 6, bold: true },
		);
		assert.equal(terminal.cell(0, 1).dim && terminal.cell(0, 1).inverse, true);
		assert.deepEqual(
			terminal
				.styledLines()[0]
				?.slice(2, 11)
				.map(({ chars }) => chars),
			['日', '', '🧁', '', '👩‍🍳', '', '🇩🇪', '', 'x'],
		);
	});

	test('keeps what scrolled off the primary screen', async () => {
		const terminal = createTerminal({ columns: 20, rows: 3 });
		terminal.stdout.write('1\n2\n3\n4\n5');
		await terminal.drawn();
		assert.deepEqual(terminal.history(), ['1', '2', '3', '4', '5']);
		assert.deepEqual(terminal.lines(), ['3', '4', '5']);
	});

	test('answers a query of the program, as a terminal does', async () => {
		const terminal = createTerminal();
		terminal.stdout.write('\x1b[6n');
		await terminal.drawn();
		assert.equal(String(terminal.stdin.read()), '\x1b[1;1R');
	});
});

describe('waiting', () => {
	test('ends when the text comes', async () => {
		const terminal = createTerminal();
		const waiting = Promise.all([
			terminal.waitFor('ready'),
			terminal.waitFor(/^re.dy$/m),
			terminal.waitFor((screen) => screen.lines()[1] === 'ready'),
		]);
		terminal.stdout.write('first\n');
		terminal.stdout.write('ready');
		assert.deepEqual(await waiting, Array(3).fill('first\nready'));
	});

	test('fails with a picture of the screen', async () => {
		const terminal = createTerminal({ columns: 10, rows: 1 });
		terminal.stdout.write('something');
		await assert.rejects(terminal.waitFor('else', { timeoutMs: 20 }), /20 ms for "else".*│something/s);
	});

	test('fails at once when a secret comes out', async () => {
		const terminal = createTerminal({ secrets: [TOKEN] });
		const waiting = terminal.waitFor('never');
		terminal.stdout.write(TOKEN);
		await assert.rejects(waiting, /EAAB… .* is in the screen/);
	});
});

describe('a reading fails', () => {
	const wide = /wider than the 10 columns/;
	const tall = /taller than the 3 rows/;
	const FULL = Array(3).fill('0123456789').join('\n');

	for (const [what, frame, fault] of [
		['after a line that was too wide', '01234567890', wide],
		['after a frame that was too tall', '1\n2\n3\n4', tall],
	] as const) {
		test(`${what}, even when it is gone`, async () => {
			const terminal = createTerminal({ columns: 10, rows: 3 });
			terminal.stdout.write(`${ALTERNATE}${frame}`);
			terminal.stdout.write('\x1b[2J\x1b[Hfine');
			await terminal.drawn();
			assert.throws(() => terminal.text(), fault);
		});
	}

	for (const [what, text, expected] of [
		['after a frame that fills the screen to its last cell', `one\ntwo\nthree\nfour\n${ALTERNATE}\x1b[H${FULL}`, FULL],
		['on the primary screen', '0123456789012\n1\n2\n3', '1\n2\n3'],
	] as const) {
		test(`not ${what}`, async () => {
			const terminal = createTerminal({ columns: 10, rows: 3 });
			terminal.stdout.write(text);
			await terminal.drawn();
			assert.equal(terminal.text(), expected);
		});
	}

	test('when a frame stays too wide after the terminal became narrower', async () => {
		const terminal = createTerminal({ columns: 12, rows: 3 });
		terminal.stdout.write(`${ALTERNATE}012345678901`);
		await terminal.drawn();
		terminal.resize(10, 3);
		terminal.stdout.write('\r\x1b[2K012345678901');
		await terminal.drawn();
		assert.equal(terminal.text(), '0123456789\n01');
		terminal.stdout.write('\r\x1b[2K\x1b[A\x1b[2K012345678901');
		await assert.rejects(terminal.waitFor('01234', { timeoutMs: 1 }), wide);
	});

	test('when a frame is too wide after one that fitted the narrower terminal', async () => {
		const terminal = createTerminal({ columns: 12, rows: 3 });
		terminal.stdout.write(`${ALTERNATE}012345678901`);
		await terminal.drawn();
		terminal.resize(10, 3);
		terminal.stdout.write('\r\x1b[2K012345678901');
		terminal.stdout.write('\x1b[2J\x1b[Hfine');
		assert.equal(await terminal.waitFor('fine'), 'fine');
		terminal.stdout.write('\r\x1b[2K012345678901');
		await terminal.drawn();
		assert.throws(() => terminal.text(), wide);
	});

	for (const [what, frame, fault] of [
		['tall', <Text key="tall">{'1\n2\n3\n4'}</Text>, tall],
		[
			'wide',
			<Box key="wide" width={12}>
				<Text>012345678901</Text>
			</Box>,
			wide,
		],
	] as const) {
		test(`for a frame of Ink that is too ${what}`, async () => {
			const terminal = createTerminal({ columns: 10, rows: 3 });
			const app = mount(frame, terminal);
			await assert.rejects(terminal.waitFor('4'), fault);
			app.unmount();
		});
	}

	test('not for a full frame that begins where the cursor was on the primary screen, but for one row more', async () => {
		for (const rows of [3, 4]) {
			const terminal = createTerminal({ columns: 10, rows: 3 });
			terminal.stdout.write('$ \n$ \n');
			const app = mount(<Text>{Array.from({ length: rows }, (_, row) => `row ${row}`).join('\n')}</Text>, terminal);
			if (rows === 3) {
				assert.equal(await terminal.waitFor('row 2'), 'row 0\nrow 1\nrow 2');
			} else {
				await assert.rejects(terminal.waitFor('row 3'), tall);
			}
			app.unmount();
		}
	});
});

describe('a planted secret', () => {
	test('is noticed though it was only between two frames', async () => {
		const terminal = createTerminal();
		terminal.plant(TOKEN);
		terminal.stdout.write(`${TOKEN}\r\x1b[2K`);
		await terminal.drawn();
		assert.throws(() => terminal.text(), /is in the output/);
	});

	test('is noticed over writes, over lines, and between control sequences', async () => {
		for (const writes of [
			[TOKEN.slice(0, 30), TOKEN.slice(30)],
			[`│${TOKEN.slice(0, 15)}\n${TOKEN.slice(15, 32)}`],
			[[...TOKEN].map((character) => `\x1b[2m${character}\x1b[0m`).join('')],
		]) {
			const terminal = createTerminal({ secrets: [TOKEN] });
			for (const text of writes) {
				terminal.stdout.write(text);
				await terminal.drawn();
				if (text !== writes.at(-1)) assert.throws(() => terminal.text());
			}
			assert.throws(() => terminal.text(), /EAAB… .* is in the (screen|output)/);
		}
	});

	test('is noticed when it is planted afterwards', async () => {
		const terminal = createTerminal();
		terminal.stdout.write(`${TOKEN}\r\x1b[2K`);
		await terminal.drawn();
		assert.equal(terminal.text(), '');
		terminal.plant(TOKEN);
		assert.throws(() => terminal.text());
	});

	test('may come out once the person asked for it, but not before', async () => {
		const terminal = createTerminal({ secrets: [TOKEN] });
		terminal.allowSecret(TOKEN);
		terminal.stdout.write(TOKEN);
		assert.equal(await terminal.waitFor(TOKEN), TOKEN);

		const other = createTerminal({ secrets: [TOKEN] });
		other.stdout.write(TOKEN);
		await other.drawn();
		assert.throws(() => other.allowSecret(TOKEN));
	});
});

function Sizes() {
	const { columns, rows } = useWindowSize();
	const [keys, setKeys] = useState('');
	useInput((input) => setKeys((before) => before + input));
	return (
		<Box width={columns} height={rows} borderStyle="round">
			<Text>
				{columns}×{rows} {keys}
			</Text>
		</Box>
	);
}

test('Ink sees keys and new sizes, and leaves the screen as it was', async () => {
	const terminal = createTerminal({ columns: 40, rows: 12 });
	terminal.stdout.write('$ fb-token-tui\n');
	const app = mount(<Sizes />, terminal);
	await terminal.waitFor('40×12');
	assert.equal(terminal.isAlternate, true);
	assert.equal(terminal.stdin.isRaw, true);
	terminal.press('a', 'b');
	await terminal.waitFor('40×12 ab');
	for (const [columns, rows] of [
		[100, 30],
		[40, 12],
		[60, 20],
		[59, 19],
	] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(`${columns}×${rows} ab`);
		assert.equal(terminal.lines().length, rows);
		assert.match(terminal.lines().at(-1) ?? '', /^╰─+╯$/);
	}
	app.unmount();
	await app.waitUntilExit();
	await terminal.drawn();
	assert.equal(terminal.isAlternate, false);
	assert.equal(terminal.stdin.isRaw, false);
	assert.equal(terminal.text(), '$ fb-token-tui');
});
