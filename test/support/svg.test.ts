import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertPicture, toSvg } from './svg.ts';
import { createTerminal } from './terminal.ts';

async function draw(output: string, size: { columns: number; rows: number }) {
	const terminal = createTerminal(size);
	terminal.stdout.write(output);
	await terminal.drawn();
	return terminal;
}

const SAMPLE = [
	'\x1b]2;fb-token-tui\x07\x1b[1mPages\x1b[0m\x1b[2m · My App\x1b[0m',
	'',
	'\x1b[36m❯ My Bakery\x1b[0m        \x1b[32m✓ permanent\x1b[0m    never expires',
	'  日本語カフェ     \x1b[33m! dated\x1b[0m        in 58 days (21 Jan 2027)',
	'  Тестовая         \x1b[31m✗ invalid\x1b[0m      the role on the Page was lost',
	'  Crème & <Brûlée> \x1b[2m? unknown\x1b[0m      \x1b[4mnot verified\x1b[0m',
	'',
	`╭${'─'.repeat(30)}╮`,
	`│ EAAB…x9fQ \x1b[7m \x1b[0m${' '.repeat(18)}│`,
	`╰${'─'.repeat(30)}╯`,
	'',
	'\x1b[2m↑↓ move · ⏎ open · / filter · ? keys\x1b[0m',
].join('\n');

describe('a picture of the screen', () => {
	test('looks like the one that is kept', async () => {
		assertPicture('support-sample', toSvg(await draw(SAMPLE, { columns: 64, rows: 12 })));
	});

	test('is the same for the same screen, however that was drawn', async () => {
		const size = { columns: 20, rows: 2 };
		const one = await draw('\x1b[31mred\x1b[0m', size);
		const other = await draw('xxx\r\x1b[31mr\x1b[31med\x1b[0m', size);
		assert.equal(toSvg(one), toSvg(other));
	});

	test('is XML whatever the screen holds', async () => {
		const svg = toSvg(await draw('<a href="x">&amp;</a>', { columns: 30, rows: 1 }), { title: '"<&>"' });
		assert.match(svg, /&lt;a<\/text>/);
		assert.match(svg, /&quot;x&quot;&gt;&amp;amp;&lt;\/a&gt;/);
		assert.match(svg, />&quot;&lt;&amp;&gt;&quot;<\/text>/);
	});

	test('puts a wide character into two cells', async () => {
		const svg = toSvg(await draw('日x', { columns: 10, rows: 1 }));
		assert.match(svg, /<text x="0"[^>]*>日<\/text>\n<text x="16.8"[^>]*>x</);
	});

	test('refuses colours that are not the 16', async () => {
		const terminal = await draw('\x1b[38;5;200mx', { columns: 10, rows: 1 });
		assert.throws(() => toSvg(terminal), /colour 200/);
	});

	test('that differs from the one kept says how', async () => {
		const terminal = await draw('other', { columns: 64, rows: 12 });
		if (process.env.UPDATE_SCREENS !== '1') {
			assert.throws(
				() => assertPicture('support-sample', toSvg(terminal)),
				/support-sample\.svg.*\+ <text[^>]*>other/s,
			);
			assert.throws(() => assertPicture('no-such-picture', ''), /no picture/);
		}
	});
});
