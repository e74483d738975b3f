import { Box } from 'ink';
import { aboutSharedGrant } from '../../domain/sign-in/grant.ts';
import { GUIDE_KEYS, guideOf } from '../../domain/sign-in/guide.ts';
import { linkOf } from '../../session/links.ts';
import { guidedSignIn, reasonAgainst, sharedGrant } from '../../session/sign-in.ts';
import { fitText, NAME_WIDTH } from '../../terminal/fit-text.ts';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';
import { Marked, Remark } from './remark.tsx';

/** So many Pages are named; the others are counted. */
const MOST_NAMES = 3;

/** What the person does on the chosen way, in short numbered steps, and what stands against it. */
export function MethodGuide({ session, browser }: View) {
	const glyphs = useGlyphs();
	const { app, signIn } = session;
	const name = app.status.state === 'done' ? app.status.value.name : null;
	const keys = { ...GUIDE_KEYS, enter: glyphs.enter };
	const appName = name ? fitText(name, NAME_WIDTH).text : app.id;
	const address =
		signIn.method === 'explorer' ? linkOf(session).replace(/\?.*/, '') : browser.unavailable && signIn.address;
	const shared = sharedGrant(session);
	const names = shared.names.map((text) => fitText(text, NAME_WIDTH).text);
	const warning = aboutSharedGrant({ ...shared, names }, MOST_NAMES);
	const reason = reasonAgainst(signIn.method, session);
	return (
		<Box flexDirection="column">
			{warning.length > 0 ? <Remark tone="warn">{warning.join(' ')}</Remark> : null}
			{guideOf(guidedSignIn(session), { keys, hasBrowser: browser.unavailable === null, appName }).map(
				(step, index) => (
					<Box key={step} flexDirection="column">
						<Marked sign={index + 1} tone="accent">
							<Toned wrap="wrap">{step}</Toned>
						</Marked>
						{index === 0 && address ? (
							<Box paddingLeft={2}>
								<Toned tone="accent" wrap={signIn.method === 'explorer' ? 'truncate' : 'hard'}>
									{address}
								</Toned>
							</Box>
						) : null}
					</Box>
				),
			)}
			{reason ? <Remark tone="warn">{reason}</Remark> : null}
		</Box>
	);
}
