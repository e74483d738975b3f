import { encode } from 'uqr';
import { halfBlockLines } from './half-blocks.ts';

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
	const rows = encode(text, { ecc: 'L', border: BORDER }).data.map((row) => row.map((isDark) => isDark !== isInverted));
	if (unicode) return halfBlockLines(rows);
	return rows.map((row) => row.map((isDrawn) => (isDrawn ? '##' : '  ')).join(''));
}
