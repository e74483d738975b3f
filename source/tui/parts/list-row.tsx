import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Cell, type Tone, useGlyphs } from '../theme.tsx';
import { Spinner } from './spinner.tsx';

export type ListRowProps = {
	isSelected: boolean;
	/** Only where rows can be marked. */
	isMarked?: boolean;
	isBusy?: boolean;
	look: { sign: string; tone: Tone };
	name: ReactNode;
	/** Cells of the name. */
	nameWidth: number;
	/** Further columns. */
	children: ReactNode;
};

/** A row of a list: whether it is selected; where it can be marked, whether it is; the sign of its verdict; its name; and the rest. */
export function ListRow({ isSelected, isMarked, isBusy = false, look, name, nameWidth, children }: ListRowProps) {
	const { pointer, mark } = useGlyphs();
	return (
		<Box height={1} flexShrink={0}>
			<Cell width={isMarked === undefined ? 2 : 3} tone="accent">
				{(isSelected ? pointer : ' ') + (isMarked ? mark : ' ')}
			</Cell>
			<Cell width={2} tone={look.tone}>
				{isBusy ? <Spinner /> : look.sign}
			</Cell>
			<Cell width={nameWidth} tone={isSelected ? 'strong' : 'plain'}>
				{name}
			</Cell>
			{children}
		</Box>
	);
}
