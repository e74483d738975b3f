import { encode } from 'uqr';

/** How a QR code is drawn: two rows of it in one line where the terminal has the half blocks, else two columns for each dot. */
export type QrCodeOptions = {
	unicode: boolean;
	/** Draws what is light instead of what is dark: for light text on a dark ground. */
	isInverted?: boolean;
};

/** Scanners want some light around; four dots by the standard, of which two will do. */
const BORDER = 2;

/**
 * A QR code as lines of text, to be drawn dark on light:
 *
 *     █▀▀▀▀▀█ ▄▀ █▀▀▀▀▀█
 *     █ ███ █ █▄ █ ███ █
 */
export function qrLines(text: string, { unicode, isInverted = false }: QrCodeOptions): string[] {
	const { data } = encode(text, { ecc: 'L', border: BORDER });
	const isDrawn = (row: number, column: number) => (data[row]?.[column] ?? false) !== isInverted;
	const columns = [...(data[0] ?? []).keys()];
	if (!unicode) {
		return [...data.keys()].map((row) => columns.map((column) => (isDrawn(row, column) ? '##' : '  ')).join(''));
	}
	return Array.from({ length: Math.ceil(data.length / 2) }, (_, line) =>
		columns
			.map((column) => {
				const lower = 2 * line + 1 < data.length && isDrawn(2 * line + 1, column);
				return HALVES[Number(isDrawn(2 * line, column)) * 2 + Number(lower)];
			})
			.join(''),
	);
}

const HALVES = [' ', '▄', '▀', '█'];
