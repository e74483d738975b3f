import { Box } from 'ink';
import { type Tone, Toned, useGlyphs } from '../theme.tsx';
import { Spinner } from './spinner.tsx';

export type RowMarksProps = {
	isSelected: boolean;
	isMarked?: boolean;
	look: { sign: string; tone: Tone };
	isBusy?: boolean;
};

/** The cells that {@link RowMarks} takes in a list whose items can be marked. */
export const MARKS_WIDTH = 5;

/** The first cells of a row in a list: whether it is selected; where it can be marked, whether it is; the sign of its verdict. */
export function RowMarks({ isSelected, isMarked, look, isBusy = false }: RowMarksProps) {
	const { pointer, mark } = useGlyphs();
	return (
		<>
			<Box width={isMarked === undefined ? 2 : 3} flexShrink={0}>
				<Toned tone="accent">{(isSelected ? pointer : ' ') + (isMarked ? mark : ' ')}</Toned>
			</Box>
			<Box width={2} flexShrink={0}>
				{isBusy ? <Spinner /> : <Toned tone={look.tone}>{look.sign}</Toned>}
			</Box>
		</>
	);
}
