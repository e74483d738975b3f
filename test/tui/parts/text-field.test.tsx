import '../../support/colour.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextField, type TextFieldProps } from '../../../source/tui/parts/text-field.tsx';
import { mount } from '../../support/ink.ts';
import { createTerminal, type Terminal } from '../../support/terminal.ts';

/** The first line of a terminal in which a field was drawn, and the columns that are inverse: the cursor. */
async function draw(field: Partial<TextFieldProps> & Pick<TextFieldProps, 'line'>, secrets: string[] = []) {
	const terminal: Terminal = createTerminal({ columns: 60, rows: 10, secrets });
	const app = mount(<TextField width={20} {...field} />, terminal);
	await app.waitUntilRenderFlush();
	await terminal.drawn();
	const [cells = []] = terminal.styledLines();
	const cursor = cells.flatMap((cell, column) => (cell.inverse ? [column] : []));
	const drawn = { text: terminal.lines()[0], cursor, isDim: cells[4]?.dim };
	app.unmount();
	await app.waitUntilExit();
	return drawn;
}

const at = (value: string, cursor = value.length) => ({ value, cursor });
const LONG = '0123456789abcdef';
const SECRET = '0123456789abcdef0123456789abcdef';

for (const [what, field, text, cursor] of [
	['a long text scrolls with the cursor inside the field', { line: at(LONG), width: 10 }, '789abcdef', [9]],
	['a long text begins at its start under the cursor', { line: at(LONG, 0), width: 10 }, '0123456789', [0]],
	['wide characters keep the cursor behind them', { line: at('日本語'), width: 8 }, '日本語', [6]],
	['wide characters keep the cursor under the right one', { line: at('日本語', 2), width: 8 }, '日本語', [4, 5]],
	['without focus there is no cursor', { line: at('kept'), isFocused: false }, 'kept', []],
	['a mask counts graphemes', { line: at('e\u0301日', 2), mask: '•' }, '••', [1]],
	['an empty field shows its placeholder', { line: at(''), placeholder: '15 digits' }, '15 digits', [0]],
] as const) {
	test(what, async () => {
		const drawn = await draw(field);
		assert.deepEqual([drawn.text, drawn.cursor], [text, cursor]);
	});
}

test('a masked text never comes out', async () => {
	assert.equal((await draw({ line: at(SECRET), width: 40, mask: '•' }, [SECRET])).text, '•'.repeat(32));
});

test('a placeholder is dim, and a text is not', async () => {
	assert.equal((await draw({ line: at(''), placeholder: '15 digits' })).isDim, true);
	assert.equal((await draw({ line: at('15 digits') })).isDim, false);
});
