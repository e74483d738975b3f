import { Box } from 'ink';
import { guideOf } from '../../domain/sign-in/guide.ts';
import { linkOf } from '../../session/links.ts';
import { guidedSignIn, reasonAgainst } from '../../session/sign-in.ts';
import type { SessionState } from '../../session/state.ts';
import { fitText, NAME_WIDTH } from '../../terminal/fit-text.ts';
import { Toned, useGlyphs } from '../theme.tsx';
import { Remark } from './remark.tsx';

export type MethodGuideProps = {
	session: SessionState;
	/** Why there is no browser to open; null when there is one. */
	noBrowser: string | null;
};

/** What the person does on the chosen way, in short numbered steps, and what stands against it. */
export function MethodGuide({ session, noBrowser }: MethodGuideProps) {
	const glyphs = useGlyphs();
	const { app, signIn } = session;
	const name = app.status.state === 'done' ? app.status.value.name : null;
	const keys = {
		enter: glyphs.enter,
		signIn: '^N',
		openExplorer: '^O',
		copyLink: '^L',
		copyNames: '^Y',
		nextMethod: 'tab',
	};
	const appName = name ? fitText(name, NAME_WIDTH).text : app.id;
	const address = signIn.method === 'explorer' ? linkOf(session).replace(/\?.*/, '') : noBrowser && signIn.address;
	const reason = reasonAgainst(signIn.method, session);
	return (
		<Box flexDirection="column">
			{guideOf(guidedSignIn(session), { keys, hasBrowser: noBrowser === null, appName }).map((step, index) => (
				<Box key={step} flexDirection="column">
					<Box columnGap={1}>
						<Box flexShrink={0}>
							<Toned tone="accent">{index + 1}</Toned>
						</Box>
						<Toned wrap="wrap">{step}</Toned>
					</Box>
					{index === 0 && address ? (
						<Box paddingLeft={2}>
							<Toned tone="accent" wrap={signIn.method === 'explorer' ? 'truncate' : 'hard'}>
								{address}
							</Toned>
						</Box>
					) : null}
				</Box>
			))}
			{reason ? <Remark tone="warn">{reason}</Remark> : null}
		</Box>
	);
}
