import { Box, type DOMElement, useBoxMetrics } from 'ink';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

export type ScrollableProps = Pick<View, 'session' | 'onScrollLimit'> & {
	/** Rows that there are at most; content that needs fewer takes no more. */
	rows: number;
	children: ReactNode;
};

/** Content that may be taller than its place; says so in its last row when there is more below. */
export function Scrollable({ rows, session, onScrollLimit, children }: ScrollableProps) {
	const content = useRef<DOMElement>(null);
	const { height } = useBoxMetrics(content);
	const overflows = height > rows;
	// The row that says there is more takes its place from the content.
	const limit = overflows ? height - rows + 1 : 0;
	// Before anyone sees that there is more: the next key may ask for it.
	useLayoutEffect(() => onScrollLimit(limit), [onScrollLimit, limit]);
	const top = Math.min(session.screen.scroll, limit);
	return (
		<Box flexDirection="column" maxHeight={rows} overflow="hidden" flexShrink={0}>
			<Box flexDirection="column" maxHeight={overflows ? rows - 1 : rows} overflow="hidden" flexShrink={0}>
				<Box ref={content} flexDirection="column" flexShrink={0} marginTop={-top}>
					{children}
				</Box>
			</Box>
			{overflows ? <Toned tone="quiet">{top < limit ? 'more below (PgDn)' : 'the end (PgUp goes back)'}</Toned> : null}
		</Box>
	);
}
