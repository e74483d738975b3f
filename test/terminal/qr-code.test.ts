import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encode } from 'uqr';
import { qrLines } from '../../source/terminal/qr-code.ts';
import * as fc from '../support/fast-check.ts';

/** Text drawn on a light ground, as dots again. */
function dotsOf(lines: readonly string[], unicode: boolean): boolean[][] {
	if (!unicode) return lines.map((line) => (line.match(/../g) ?? []).map((two) => two === '##'));
	return lines.flatMap((line) => [
		[...line].map((half) => half === '▀' || half === '█'),
		[...line].map((half) => half === '▄' || half === '█'),
	]);
}

describe('a QR code in a terminal', () => {
	test('has every dot where it belongs, in half blocks and in ASCII, dark on light and the other way round', () => {
		fc.assert(
			fc.property(fc.webUrl(), fc.boolean(), fc.boolean(), (url, unicode, isInverted) => {
				const { data, size } = encode(url, { ecc: 'L', border: 2 });
				const dots = dotsOf(qrLines(url, { unicode, isInverted }), unicode).slice(0, size);
				assert.deepEqual(dots, isInverted ? data.map((row) => row.map((dot) => !dot)) : data);
			}),
			{ numRuns: 25 },
		);
	});

	test('fits into half of a usual terminal for the address of a device login', () => {
		const lines = qrLines('https://www.facebook.com/device?user_code=ABCD1234&qr=1', { unicode: true });
		assert.deepEqual([lines.length, lines[0]?.length], [19, 37]);
	});
});
