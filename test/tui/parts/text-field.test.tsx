import '../../support/colour.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Box, Text, useInput } from 'ink';
import { useState } from 'react';
import { useLineEditor } from '../../../source/tui/editing/use-line-editor.ts';
import { TextField, type TextFieldProps } from '../../../source/tui/parts/text-field.tsx';
import { mount } from '../../support/ink.ts';
import { createTerminal, type Terminal } from '../../support/terminal.ts';

type FormProps = Partial<TextFieldProps> & { initialValue?: string; onPaste?: (text: string) => string };

/** A field whose text the caller keeps, with a line that says what the caller has. */
function Form({ initialValue = '', onPaste, ...field }: FormProps) {
	const [value, setValue] = useState(initialValue);
	const [submitted, setSubmitted] = useState('');
	const line = useLineEditor({
		value,
		onChange: setValue,
		isActive: field.isFocused ?? true,
		...(onPaste && { onPaste }),
	});
	useInput((_, key) => key.return && setSubmitted(value));
	return (
		<Box flexDirection="column">
			<TextField width={20} {...field} line={line} />
			<Text>
				value {value.length}: {field.mask ? '' : value}
			</Text>
			<Text>submitted: {submitted}</Text>
		</Box>
	);
}

async function withForm(
	props: FormProps,
	use: (terminal: Terminal) => Promise<void>,
	secrets: string[] = [],
): Promise<void> {
	const terminal = createTerminal({ columns: 60, rows: 10, secrets });
	const app = mount(<Form {...props} />, terminal);
	try {
		await terminal.waitFor('value');
		await use(terminal);
	} finally {
		app.unmount();
		await app.waitUntilExit();
	}
}

/** The columns of the first line that are inverse: the cursor. */
const cursorColumns = (terminal: Terminal): number[] =>
	(terminal.styledLines()[0] ?? []).flatMap((cell, column) => (cell.inverse ? [column] : []));

describe('typing', () => {
	test('the editing keys work in one burst', async () => {
		await withForm({}, async (terminal) => {
			terminal.press(...'hello world', 'alt-b', 'ctrl-k', 'backspace', 'home', 'delete', 'H', 'end', '!', 'enter');
			await terminal.waitFor('submitted: Hello!');
			assert.deepEqual(cursorColumns(terminal), [6]);
		});
	});

	test('Ctrl with A, E, U, W, B, F, D and H edits, and types no letter', async () => {
		await withForm({}, async (terminal) => {
			terminal.press(
				...'one two',
				'ctrl-w',
				...'abc',
				'ctrl-a',
				'ctrl-d',
				'ctrl-f',
				'ctrl-b',
				'ctrl-e',
				'ctrl-h',
				'enter',
			);
			await terminal.waitFor(/submitted: ne ab$/m);
			terminal.press('ctrl-u', 'x', 'enter');
			await terminal.waitFor(/submitted: x$/m);
		});
	});

	test('a paste goes in where the cursor is, without its newlines, and the cursor behind it', async () => {
		await withForm({ initialValue: 'ad' }, async (terminal) => {
			terminal.press('left');
			terminal.paste('b\nc');
			terminal.press('X', 'enter');
			await terminal.waitFor('submitted: abcXd');
		});
	});

	test('the caller may take the paste as it came', async () => {
		let taken = '';
		const onPaste = (text: string): string => {
			taken = text;
			return 'pasted';
		};
		await withForm({ onPaste }, async (terminal) => {
			terminal.paste('EAAB\nmade-up');
			await terminal.waitFor('value 6: pasted');
			assert.equal(taken, 'EAAB\rmade-up');
		});
	});

	test('keys do not go to a field without focus', async () => {
		await withForm({ isFocused: false, initialValue: 'kept' }, async (terminal) => {
			terminal.press('x', 'enter');
			await terminal.waitFor('submitted: kept');
			assert.deepEqual(cursorColumns(terminal), []);
		});
	});
});

describe('painting', () => {
	test('a long text scrolls with the cursor inside the width of the field', async () => {
		await withForm({ width: 10 }, async (terminal) => {
			terminal.press(...'0123456789abcdef');
			await terminal.waitFor('value 16');
			assert.equal(terminal.lines()[0], '789abcdef');
			assert.deepEqual(cursorColumns(terminal), [9]);
			terminal.press('home');
			await terminal.waitFor('0123456789\n');
			assert.deepEqual(cursorColumns(terminal), [0]);
		});
	});

	test('wide characters keep the cursor under the right one', async () => {
		await withForm({ initialValue: '日本語', width: 8 }, async (terminal) => {
			assert.deepEqual(cursorColumns(terminal), [6]);
			terminal.press('left');
			await terminal.waitFor(() => cursorColumns(terminal)[0] === 4);
		});
	});

	test('a masked text never comes out, and its mask counts graphemes', async () => {
		const secret = '0123456789abcdef0123456789abcdef';
		await withForm(
			{ mask: '•', width: 40 },
			async (terminal) => {
				terminal.press(...secret, 'left');
				await terminal.waitFor('value 32');
				assert.equal(terminal.lines()[0], '•'.repeat(32));
				await terminal.waitFor(() => cursorColumns(terminal)[0] === 31);
			},
			[secret],
		);
	});

	test('an empty field shows its placeholder, dim, under the cursor', async () => {
		await withForm({ placeholder: '15 digits' }, async (terminal) => {
			assert.equal(terminal.lines()[0], '15 digits');
			assert.deepEqual(cursorColumns(terminal), [0]);
			assert.equal(terminal.cell(0, 4).dim, true);
			terminal.press('7');
			await terminal.waitFor('value 1: 7');
			assert.equal(terminal.lines()[0], '7');
		});
	});
});
