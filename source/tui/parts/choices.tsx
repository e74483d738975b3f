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
	impossible,
}: ChoicesProps<Kind>) {
	const { pointer } = useGlyphs();
	const toneOf = (kind: Kind) => (kind === impossible ? 'quiet' : kind === chosen ? 'strong' : 'plain');
	return (
		<Box flexShrink={0}>
			<FieldLabel text={label} isFocused={isFocused} />
			<Box flexDirection="column" width={Math.max(1, width - LABEL_WIDTH)}>
				{choices.map(({ kind, words }) => (
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
