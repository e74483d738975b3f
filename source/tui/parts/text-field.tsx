import { Box, Text } from 'ink';
import TextInput from 'ink-text-input';
import { GraphemeSegmenter } from '../../domain/grapheme-segmenter.ts';
import type { LineState } from '../../session/line-editor.ts';
import { lineWindow } from './line-window.ts';

export interface TextFieldProps {
	/** Text and cursor, from `useLineEditor`. */
	readonly line: LineState;
	/** Cells that the field takes, at least 1; longer text scrolls with the cursor. */
	readonly width: number;
	/** Whether the cursor is shown. */
	readonly isFocused?: boolean;
	/** Shown dim while the field is empty. */
	readonly placeholder?: string;
	/** Shown in place of each grapheme, one cell wide: `•`, or `*` without UTF-8. */
	readonly mask?: string;
}

const graphemes = new GraphemeSegmenter();
const ignore = (): void => {};

/**
 * A field of one line:
 *
 *     123456789█            typed text, the cursor at its end
 *     ••••••••••••█         masked
 *     15 digits             placeholder, dim
 */
export function TextField({ line, width, isFocused = true, placeholder = '', mask }: TextFieldProps) {
	const shown = mask === undefined ? line : masked(line, mask);
	const isEmpty = line.value === '';
	const { before, at, after } = isEmpty
		? { before: '', ...placeholderWindow(placeholder, width, isFocused) }
		: lineWindow(isFocused ? shown : { ...shown, cursor: 0 }, width);

	return (
		<Box width={width} height={1} flexShrink={0} overflow="hidden">
			<Text wrap="truncate">
				<TextInput value={before} focus={false} onChange={ignore} />
				<Text dimColor={isEmpty}>{isFocused ? inverse(at) : at}</Text>
				<Text dimColor={isEmpty}>
					<TextInput value={after} focus={false} onChange={ignore} />
				</Text>
			</Text>
		</Box>
	);
}

// Not by chalk, which leaves out what is no colour as well when colours are off: without a cursor nobody can edit.
function inverse(text: string): string {
	return `\u001B[7m${text}\u001B[27m`;
}

function masked({ value, cursor }: LineState, mask: string): LineState {
	const count = (text: string): number => Array.from(graphemes.segment(text)).length;
	return { value: mask.repeat(count(value)), cursor: mask.length * count(value.slice(0, cursor)) };
}

function placeholderWindow(placeholder: string, width: number, isFocused: boolean) {
	const { at, after } = lineWindow({ value: placeholder, cursor: 0 }, width);
	return isFocused || placeholder !== '' ? { at, after } : { at: '', after: '' };
}
