import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { DeviceLogin } from '../../domain/journey.ts';
import { bigText } from '../../host/big-text.ts';
import { qrLines } from '../../host/qr-code.ts';
import type { TerminalFacts } from '../../host/terminal.ts';
import { Toned } from '../theme.tsx';

export type DeviceCodeProps = {
	device: DeviceLogin;
	terminal: TerminalFacts;
	/** Cells and rows that there are for it. */
	width: number;
	rows: number;
	/** What stands below the code. */
	below: ReactNode;
};

/** Cells that what stands beside the QR code takes at least. */
const BESIDE = 36;
/** With fewer rows the code is written small. */
const ROWS_FOR_BIG = 8;

/** A code to be entered on another device: large, with the way there, and as a QR code where there is room. */
export function DeviceCode({ device, terminal: { unicode, colour }, width, rows, below }: DeviceCodeProps) {
	const { userCode, address, addressWithCode } = device;
	const code = qrLines(addressWithCode, { unicode, isInverted: !colour });
	const codeWidth = code[0]?.length ?? 0;
	const hasCode = code.length <= rows && codeWidth + 2 + BESIDE <= width;
	const big = unicode && rows >= ROWS_FOR_BIG ? bigLines(userCode, hasCode ? width - codeWidth - 2 : width) : null;
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
					{address}
				</Toned>
				<Toned wrap="wrap">and enter the code</Toned>
				{big ? (
					<Box flexShrink={0} marginY={rows > ROWS_FOR_BIG ? 1 : 0}>
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

/** A code in large letters; where it is too wide its second half stands below the first. Null where that is not possible either. */
function bigLines(code: string, width: number): string[] | null {
	const middle = Math.ceil(code.length / 2);
	const whole = bigText(code);
	if (!whole || (whole[0]?.length ?? 0) <= width) return whole;
	const halves = [code.slice(0, middle), code.slice(middle)].map((half) => bigText(half) ?? []);
	return halves.every(([line = '']) => line.length <= width) ? halves.flatMap((half) => ['', ...half]).slice(1) : null;
}
