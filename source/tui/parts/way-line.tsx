import { Box } from 'ink';
import { WAY_NAMES } from '../../session/session-text.ts';
import { waysOf } from '../../session/sign-in.ts';
import type { SessionState } from '../../session/state.ts';
import { Toned, useGlyphs } from '../theme.tsx';

/** Cells that all names take in one line. */
const WIDTH_FOR_ALL = 72;

/**
 * The ways to a user token, in the order in which they are offered; where there is little room, only the one that is taken.
 *
 *     ❯ browser  address bar  other device  Explorer  system user
 */
export function WayLine({ session, width }: { session: SessionState; width: number }) {
	const glyphs = useGlyphs();
	const { way: chosen } = session.signIn;
	const ways = waysOf(session);
	const shown = width >= WIDTH_FOR_ALL ? ways : [chosen];
	return (
		<Box height={1} flexShrink={0} columnGap={2}>
			{shown.map((way) => (
				<Box key={way} flexShrink={0}>
					<Toned tone={way === chosen ? 'accent' : 'quiet'}>
						{way === chosen ? `${glyphs.pointer} ${WAY_NAMES[way]}` : WAY_NAMES[way]}
					</Toned>
				</Box>
			))}
			{shown.length < ways.length ? (
				<Toned tone="quiet">
					{ways.indexOf(chosen) + 1} of {ways.length} ways (tab)
				</Toned>
			) : null}
		</Box>
	);
}
