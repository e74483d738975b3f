import { type Key, useInput, usePaste } from 'ink';
import { useReducer, useRef } from 'react';
import { type LineAction, type LineState, lineEditor, lineState } from './line-editor.ts';

/** Who keeps the text, and what becomes of keys and pastes. */
export interface LineEditorOptions {
	/** The text, when the caller keeps it; another text than the line's own replaces it, cursor at the end. */
	readonly value?: string;
	/** The text to begin with, when the line keeps it. */
	readonly initialValue?: string;
	/** Called after each change of the text, not of the cursor. */
	readonly onChange?: (value: string) => void;
	/** Takes a whole paste, newlines and all, and gives what is to be inserted; else the paste without its newlines. */
	readonly onPaste?: (text: string) => string;
	/** Characters that are keys of the program here, and never text. */
	readonly except?: string;
	/** Whether keys and pastes go to this line. */
	readonly isActive?: boolean;
}

const CONTROL: Readonly<Record<string, LineAction['type']>> = {
	a: 'move-to-start',
	b: 'move-left',
	d: 'delete-forward',
	e: 'move-to-end',
	f: 'move-right',
	k: 'delete-to-end',
	u: 'delete-to-start',
	w: 'delete-word-backward',
};
const ALT: Readonly<Record<string, LineAction['type']>> = { b: 'move-word-left', f: 'move-word-right' };

/** What a key as Ink gives it does to a line; undefined for a key that is not for editing, such as Enter. */
function lineAction(input: string, key: Key): LineAction | undefined {
	const type = editingType(input, key);
	if (type) {
		return { type } as LineAction;
	}

	const isText = input !== '' && !key.ctrl && !key.meta && !key.return && !key.tab && !key.escape;
	return isText ? { type: 'insert', text: input } : undefined;
}

function editingType(input: string, key: Key): LineAction['type'] | undefined {
	const isByWord = key.ctrl || key.meta;
	if (key.leftArrow) {
		return isByWord ? 'move-word-left' : 'move-left';
	}
	if (key.rightArrow) {
		return isByWord ? 'move-word-right' : 'move-right';
	}
	if (key.backspace) {
		return key.meta ? 'delete-word-backward' : 'delete-backward';
	}
	if (key.delete) {
		return 'delete-forward';
	}
	if (key.home) {
		return 'move-to-start';
	}
	if (key.end) {
		return 'move-to-end';
	}

	return key.ctrl ? CONTROL[input] : key.meta ? ALT[input] : undefined;
}

/**
 * A one-line field's text and cursor, driven by keys and pastes: the arrows, Home, End, Backspace, Delete, Ctrl+A E B F
 * D H K U W, Alt+B F, Alt+Backspace, and Ctrl or Alt with the arrows. Other keys are left to the caller's `useInput`.
 *
 * Give `value` or `initialValue`. With `value`, `onChange` must store the text at once: what it does not store is undone.
 */
export function useLineEditor({
	value,
	initialValue = '',
	onChange,
	onPaste,
	except = '',
	isActive = true,
}: LineEditorOptions): LineState {
	// A ref and not state: the second of two keys in one turn must see what the first has done.
	const line = useRef<LineState>(lineState(value ?? initialValue));
	const [, repaint] = useReducer((count: number) => count + 1, 0);
	if (value !== undefined) {
		line.current = lineEditor(line.current, { type: 'set', value });
	}

	const apply = (action: LineAction): void => {
		const before = line.current;
		line.current = lineEditor(before, action);
		if (line.current !== before) {
			repaint();
		}
		if (line.current.value !== before.value) {
			onChange?.(line.current.value);
		}
	};

	useInput(
		(input, key) => {
			const action = lineAction(input, key);
			if (action && !(action.type === 'insert' && except.includes(action.text))) {
				apply(action);
			}
		},
		{ isActive },
	);
	usePaste((text) => apply({ type: 'insert', text: onPaste ? onPaste(text) : text }), { isActive });

	return line.current;
}
