/** The signs that begin a line, for a terminal with UTF-8 or without. */
export type Signs = typeof UNICODE;

const UNICODE = { good: '✓', warn: '!', bad: '✗', unknown: '?', arrow: '→', separator: '·', ellipsis: '…' };
const ASCII: Signs = { good: '+', warn: '!', bad: 'x', unknown: '?', arrow: '->', separator: '-', ellipsis: '...' };

/** The signs that this terminal can show: those of the screens. */
export function signsFor(unicode: boolean): Signs {
	return unicode ? UNICODE : ASCII;
}
