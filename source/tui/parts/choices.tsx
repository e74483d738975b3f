import { Box } from 'ink';
import { Cell, Toned, useGlyphs } from '../theme.tsx';
import { FieldLabel, LABEL_WIDTH } from './field.tsx';

export type ChoicesProps<Kind extends string> = {
	label: string;
	isFocused: boolean;
	/** Cells for label and choices. */
	width: number;
	choices: readonly { kind: Kind; words: string }[];
	chosen: Kind;
	/** Rows for the choices; those around the chosen one are shown. All, unless given. */
	most?: number;
	/** One that cannot be chosen is quiet. */
	impossible?: Kind | undefined;
};

/**
 * A labelled field with a few things to choose from.
 *
 *     Format        ❯ .env file
 *                     CSV table
 */
export function Choices<Kind extends string>({
	label,
	isFocused,
	width,
	choices,
	chosen,
	most = choices.length,
	impossible,
}: ChoicesProps<Kind>) {
	const { pointer } = useGlyphs();
	const toneOf = (kind: Kind) => (kind === impossible ? 'quiet' : kind === chosen ? 'strong' : 'plain');
	const index = choices.findIndex(({ kind }) => kind === chosen);
	const start = Math.max(0, Math.min(index - Math.floor(most / 2), choices.length - most));
	return (
		<Box flexShrink={0}>
			<FieldLabel text={label} isFocused={isFocused} />
			<Box flexDirection="column" width={Math.max(1, width - LABEL_WIDTH)}>
				{choices.slice(start, start + most).map(({ kind, words }) => (
					<Box key={kind} height={1} flexShrink={0}>
						<Cell width={2} tone="accent">
							{kind === chosen ? pointer : ' '}
						</Cell>
						<Toned tone={toneOf(kind)}>{words}</Toned>
					</Box>
				))}
			</Box>
		</Box>
	);
}
