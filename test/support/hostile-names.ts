import * as fc from './fast-check.ts';
import { tried } from './tried.ts';

/** Pieces that break out of one kind of quotes or another, that files of variables or spreadsheets know, and scripts of the world. */
const PIECES = [
	...'\'"`\\$#\n\r\t\u2028 =!;&|<>(){}[]*?~,:/.@+-',
	...['\r\n', '$HOME', '$(id)', '`id`', '\\n', '\\r', "\\'", '\\"', '%PATH%', 'export A=1', '\nA=1', ': '],
	...['Café', '株式会社', 'مخبز', '👩‍🌾', 'a', 'B', '0'],
];

/** Names of Pages that nobody would choose who means well. Without NUL, which no variable can hold. */
export const hostileName: fc.Arbitrary<string> = fc
	.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 8 })
	.map((pieces) => {
		tried('names');
		return pieces.join('').replaceAll('\0', '');
	});
