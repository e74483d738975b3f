import { Box } from 'ink';
import stringWidth from 'string-width';
import { looksSecret } from '../../domain/redact.ts';
import { type FieldName, focusedField, lineOf } from '../../session/fields.ts';
import type { SessionState } from '../../session/state.ts';
import { Cell, useGlyphs } from '../theme.tsx';
import { TextField } from './text-field.tsx';

export type FieldProps = {
	session: SessionState;
	name: FieldName;
	label: string;
	/** Cells for label, field and what stands behind it. */
	width: number;
	placeholder?: string;
};

/** Cells of a label. */
export const LABEL_WIDTH = 14;
const MOST = 40;

/** A labelled field of one line. It shows what does not look like a secret. */
export function Field(props: FieldProps) {
	const { value } = lineOf(props.session, props.name);
	return <LabelledField {...props} isMasked={looksSecret(value)} isCounted={looksSecret(value)} />;
}

/**
 * A labelled field for a secret, masked unless the person has asked to see it.
 *
 *     App secret  ••••••••••••••••  32 characters
 */
export function MaskedField(props: FieldProps) {
	return <LabelledField {...props} isMasked={!props.session.screen.isRevealing} isCounted />;
}

function LabelledField({
	session,
	name,
	label,
	width,
	placeholder = '',
	isMasked,
	isCounted,
}: FieldProps & { isMasked: boolean; isCounted: boolean }) {
	const { mask } = useGlyphs();
	const line = lineOf(session, name);
	const isFocused = focusedField(session) === name;
	const { length } = line.value;
	const count = isCounted && length > 0 ? `  ${length} characters` : '';
	const room = Math.max(8, Math.min(MOST, width - LABEL_WIDTH - count.length));
	return (
		<Box flexShrink={0}>
			<FieldLabel text={label} isFocused={isFocused} />
			<TextField
				line={line}
				// The count stands right behind what is typed, and not far behind a short secret.
				width={count === '' ? room : Math.min(room, stringWidth(line.value) + 1)}
				isFocused={isFocused}
				placeholder={placeholder}
				{...(isMasked ? { mask } : {})}
			/>
			<Cell tone="quiet">{count}</Cell>
		</Box>
	);
}

/** The label of a field, marked when keys go there. */
export function FieldLabel({ text, isFocused }: { text: string; isFocused: boolean }) {
	return (
		<Cell width={LABEL_WIDTH} tone={isFocused ? 'accent' : 'plain'}>
			{text}
		</Cell>
	);
}
