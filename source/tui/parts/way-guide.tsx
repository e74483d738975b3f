import { Box } from 'ink';
import { guideOf } from '../../domain/sign-in/guide.ts';
import { guidedSignIn, reasonAgainst } from '../../session/sign-in.ts';
import type { SessionState } from '../../session/state.ts';
import { fitText } from '../../terminal/fit-text.ts';
import { Toned, useGlyphs } from '../theme.tsx';
import { Remark } from './remark.tsx';

export type WayGuideProps = {
	journey: SessionState;
	/** Why there is no browser to open; null when there is one. */
	noBrowser: string | null;
	/** The address of the Explorer, short enough to be read. */
	explorerUrl: string;
};

/** Cells that a name may take within a line. */
const NAME_WIDTH = 30;

/** What the person does on the chosen way, in short numbered steps, and what stands against it. */
export function WayGuide({ journey, noBrowser, explorerUrl }: WayGuideProps) {
	const glyphs = useGlyphs();
	const { app, signIn } = journey;
	const name = app.status.state === 'done' ? app.status.value.name : null;
	const keys = {
		enter: glyphs.enter,
		signIn: '^N',
		openExplorer: '^O',
		copyLink: '^L',
		copyNames: '^Y',
		nextWay: 'tab',
	};
	const appName = name ? fitText(name, NAME_WIDTH).text : app.id;
	const address = signIn.way === 'explorer' ? explorerUrl : noBrowser && signIn.address;
	const reason = reasonAgainst(signIn.way, journey);
	return (
		<Box flexDirection="column">
			{guideOf(guidedSignIn(journey), { keys, hasBrowser: noBrowser === null, appName }).map((step, index) => (
				<Box key={step} flexDirection="column">
					<Box columnGap={1}>
						<Box flexShrink={0}>
							<Toned tone="accent">{index + 1}</Toned>
						</Box>
						<Toned wrap="wrap">{step}</Toned>
					</Box>
					{index === 0 && address ? (
						<Box paddingLeft={2}>
							<Toned tone="accent" wrap={signIn.way === 'explorer' ? 'truncate' : 'hard'}>
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
