import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { DeviceCode as Code } from '../../domain/sign-in/events.ts';
import { bigText } from '../../terminal/big-text.ts';
import { qrLines } from '../../terminal/qr-code.ts';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

export type DeviceCodeProps = Pick<View, 'terminal' | 'width' | 'rows'> & {
	device: Code;
	/** What stands below the code. */
	below: ReactNode;
};

/** Cells that what stands beside the QR code takes at least. */
const BESIDE = 36;
/** What stands above and below the large code takes so many rows. */
const ROWS_AROUND = 7;

/** A code to be entered on another device: large, with the way there, and as a QR code where there is room. */
export function DeviceCode({ device, terminal: { unicode, colour }, width, rows, below }: DeviceCodeProps) {
	const { userCode, url, urlWithCode } = device;
	const code = qrLines(urlWithCode, { unicode, isInverted: !colour });
	const codeWidth = code[0]?.length ?? 0;
	const hasCode = code.length <= rows && codeWidth + 2 + BESIDE <= width;
	const room = { width: hasCode ? width - codeWidth - 2 : width, rows: rows - ROWS_AROUND };
	const big = unicode ? bigLines(userCode, room) : null;
	return (
		<Box columnGap={2}>
			{hasCode ? (
				<Box flexShrink={0}>
					<Text {...(colour ? { color: 'black', backgroundColor: 'whiteBright' } : {})}>{code.join('\n')}</Text>
				</Box>
			) : null}
			<Box flexDirection="column" flexShrink={1}>
				<Toned wrap="wrap">On a phone or another computer open</Toned>
				<Toned tone="accent" wrap="wrap">
					{url}
				</Toned>
				<Toned wrap="wrap">and enter the code</Toned>
				{big ? (
					<Box flexShrink={0} marginY={big.length + 2 <= room.rows ? 1 : 0}>
						<Toned tone="strong">{big.join('\n')}</Toned>
					</Box>
				) : null}
				<Toned tone="strong">{userCode}</Toned>
				{hasCode ? <Toned wrap="wrap">or scan this, which fills it in.</Toned> : null}
				{below}
			</Box>
		</Box>
	);
}

/** A code in large letters, where there is room; where it is too wide its second half stands below the first. */
function bigLines(code: string, { width, rows }: { width: number; rows: number }): string[] | null {
	const middle = Math.ceil(code.length / 2);
	const [first, second] = [bigText(code.slice(0, middle)), bigText(code.slice(middle))];
	const halves = first && second && [...first, '', ...second];
	const fits = (lines: string[] | null) =>
		lines && lines.length <= rows && lines.every(({ length }) => length <= width);
	return [bigText(code), halves].find(fits) ?? null;
}
