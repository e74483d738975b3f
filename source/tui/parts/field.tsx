import { Box } from 'ink';
import stringWidth from 'string-width';
import { looksSecret } from '../../domain/redact.ts';
import type { LineState } from '../editing/line-editor.ts';
import { Toned, useGlyphs } from '../theme.tsx';
import { TextField } from './text-field.tsx';

export type FieldProps = {
	label: string;
	line: LineState;
	/** Cells for label, field and what stands behind it. */
	width: number;
	isFocused: boolean;
	placeholder?: string;
	/** What stands for each character; null shows them. Without it, the field shows what does not look like a secret. */
	mask?: string | null;
	/** Counts the characters of a masked field behind it. */
	isCounted?: boolean;
};

/** Cells of a label. */
export const LABEL_WIDTH = 14;
const MOST = 40;

/**
 * A labelled field of one line.
 *
 *     App secret  ••••••••••••••••  32 characters
 */
export function Field({ label, line, width, isFocused, placeholder, mask, isCounted = false }: FieldProps) {
	const { mask: usual } = useGlyphs();
	const isMisplaced = mask === undefined && looksSecret(line.value);
	const { length } = line.value;
	const count = (isCounted || isMisplaced) && length > 0 ? `  ${length} characters` : '';
	const room = Math.max(8, Math.min(MOST, width - LABEL_WIDTH - count.length));
	return (
		<Box flexShrink={0}>
			<FieldLabel text={label} isFocused={isFocused} />
			<TextField
				line={line}
				// The count stands right behind what is typed, and not far behind a short secret.
				width={count === '' ? room : Math.min(room, stringWidth(line.value) + 1)}
				isFocused={isFocused}
				{...(placeholder === undefined ? {} : { placeholder })}
				{...(isMisplaced ? { mask: usual } : mask ? { mask } : {})}
			/>
			<Box flexShrink={0}>
				<Toned tone="quiet">{count}</Toned>
			</Box>
		</Box>
	);
}

export type FieldLabelProps = { text: string; isFocused: boolean };

/** The label of a field, marked when keys go there. */
export function FieldLabel({ text, isFocused }: FieldLabelProps) {
	return (
		<Box width={LABEL_WIDTH} flexShrink={0}>
			<Toned tone={isFocused ? 'accent' : 'plain'}>{text}</Toned>
		</Box>
	);
}
