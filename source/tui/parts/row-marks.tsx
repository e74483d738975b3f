import { Box } from 'ink';
import { type Tone, Toned, useGlyphs } from '../theme.tsx';
import { Spinner } from './spinner.tsx';

export type RowMarksProps = { isSelected: boolean; look: { sign: string; tone: Tone }; isBusy?: boolean };

/** The first four cells of a row in a list: whether it is selected, and the sign of its verdict. */
export function RowMarks({ isSelected, look, isBusy = false }: RowMarksProps) {
	const { pointer } = useGlyphs();
	return (
		<>
			<Box width={2} flexShrink={0}>
				<Toned tone="accent">{isSelected ? pointer : ' '}</Toned>
			</Box>
			<Box width={2} flexShrink={0}>
				{isBusy ? <Spinner /> : <Toned tone={look.tone}>{look.sign}</Toned>}
			</Box>
		</>
	);
}
