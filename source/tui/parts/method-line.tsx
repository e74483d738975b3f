import { Box } from 'ink';
import { METHOD_NAMES } from '../../session/session-text.ts';
import { methodsOf } from '../../session/sign-in.ts';
import type { SessionState } from '../../session/state.ts';
import { Cell, Toned, useGlyphs } from '../theme.tsx';

/** Cells that all names take in one line. */
const WIDTH_FOR_ALL = 72;

/**
 * The ways to a user token, in the order in which they are offered; where there is little room, only the one that is taken.
 *
 *     ❯ browser  address bar  other device  Explorer  system user
 */
export function MethodLine({ session, width }: { session: SessionState; width: number }) {
	const { pointer } = useGlyphs();
	const { method: chosen } = session.signIn;
	const ways = methodsOf(session);
	const shown = width >= WIDTH_FOR_ALL ? ways : [chosen];
	return (
		<Box height={1} flexShrink={0} columnGap={2}>
			{shown.map((method) => (
				<Cell key={method} tone={method === chosen ? 'accent' : 'quiet'}>
					{method === chosen ? `${pointer} ${METHOD_NAMES[method]}` : METHOD_NAMES[method]}
				</Cell>
			))}
			{shown.length < ways.length ? (
				<Toned tone="quiet">
					{ways.indexOf(chosen) + 1} of {ways.length} ways (tab)
				</Toned>
			) : null}
		</Box>
	);
}
