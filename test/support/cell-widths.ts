import type { IUnicodeVersionProvider } from '@xterm/headless';
import stringWidth from 'string-width';

const ZERO_WIDTH_JOINER = 0x200d;
const EMOJI_PRESENTATION = 0xfe0f;
const isSkinTone = (codepoint: number): boolean => codepoint >= 0x1f3fb && codepoint <= 0x1f3ff;
const isRegional = (codepoint: number): boolean => codepoint >= 0x1f1e6 && codepoint <= 0x1f1ff;

// What the emulator keeps about a cell: a state of ours, its width, and whether it joins the cell before.
const PLAIN = 0;
const AFTER_JOINER = 1;
const AFTER_REGIONAL = 2;
const pack = (state: number, width: number, joins: boolean): number => (state << 3) | (width << 1) | (joins ? 1 : 0);

/**
 * Widths of characters as `string-width` has them, by which Ink lays out; the emulator's own table is of Unicode 6 and
 * gives an emoji one cell. Joined emoji, flags and skin tones share the cells of their first character.
 */
export const cellWidths: IUnicodeVersionProvider = {
	version: 'string-width',
	wcwidth: (codepoint) => Math.min(2, stringWidth(String.fromCodePoint(codepoint))) as 0 | 1 | 2,
	charProperties(codepoint, preceding) {
		const width = isRegional(codepoint) ? 2 : this.wcwidth(codepoint);
		const stateBefore = preceding >> 3;
		const widthBefore = (preceding >> 1) & 3;
		const endsFlag = stateBefore === AFTER_REGIONAL && isRegional(codepoint);
		const joins = widthBefore > 0 && (width === 0 || stateBefore === AFTER_JOINER || isSkinTone(codepoint) || endsFlag);
		const state =
			codepoint === ZERO_WIDTH_JOINER ? AFTER_JOINER : isRegional(codepoint) && !endsFlag ? AFTER_REGIONAL : PLAIN;
		if (!joins) return pack(state, width, false);
		return pack(state, codepoint === EMOJI_PRESENTATION ? 2 : widthBefore, true);
	},
};
