import { Box } from 'ink';
import { aboutErrorsAtFacebook } from '../../domain/sign-in/guide.ts';
import { RUNNING } from '../../session/session-text.ts';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';
import { DeviceCode } from './device-code.tsx';
import { Remaining } from './elapsed.tsx';
import { Remark } from './remark.tsx';
import { StepLine } from './step-line.tsx';

/** With fewer rows nothing is set apart. */
const ROWS_FOR_GAPS = 12;

/**
 * What is waited for while the person signs in, for how long, and how to get there. What does not fit of the link is one key away.
 *
 *     ⠹ Waiting for you at Facebook
 *     4 min 48 s left, then the sign-in stops.
 *
 *     Asked your browser to open this link. ⏎ opens it again, ^L copies it, ^P shows it alone.
 *     https://www.facebook.com/v27.0/dialog/oauth?client_id=…
 */
export function SignInWait(view: View) {
	const { session, clock, terminal, width, rows } = view;
	const { signIn } = session;
	const { method, address, device, endsAt, interruption } = signIn;
	const then = device && !device.isLast ? 'you get a new code' : 'the sign-in stops';
	const gap = rows > ROWS_FOR_GAPS ? <Box height={1} flexShrink={0} /> : null;
	const wait = (
		<Box flexDirection="column" flexShrink={0}>
			<StepLine
				state="running"
				text={method === 'browser' ? RUNNING.browser : device ? RUNNING.device : RUNNING.code}
			/>
			{endsAt === null ? null : (
				<Toned tone="quiet" wrap="wrap">
					<Remaining clock={clock} endsAt={endsAt} />, then {then}.
				</Toned>
			)}
			{interruption ? <Remark tone="plain">{interruption}</Remark> : null}
			{device && signIn.opening ? <Opening {...view} /> : null}
		</Box>
	);
	if (device) return <DeviceCode device={device} terminal={terminal} width={width} rows={rows} below={wait} />;
	if (address === null) return wait;
	return (
		<Box flexDirection="column">
			{wait}
			{gap}
			<Opening {...view} />
			<Box flexShrink={0}>
				<Toned wrap="wrap" tone="quiet">
					{aboutErrorsAtFacebook(signIn, 'tab')}
				</Toned>
			</Box>
			{gap}
			<Toned tone="accent" wrap="hard">
				{address}
			</Toned>
		</Box>
	);
}

/** Whether the browser was asked to open the link, and what else can be done with it. */
function Opening({ session: { signIn }, browser }: View) {
	const glyphs = useGlyphs();
	const keys = '^L copies it, ^P shows it alone.';
	if (browser.unavailable !== null || signIn.opening === 'failed') {
		const reason = browser.unavailable ?? 'Your browser did not open the link.';
		return (
			<Remark tone="warn">
				{reason} Open it yourself: {keys}
			</Remark>
		);
	}
	return (
		<Box flexShrink={0}>
			<Toned wrap="wrap">
				{signIn.opening === null ? 'Asking' : 'Asked'} your browser to open the link. {glyphs.enter} opens it again,{' '}
				{keys}
			</Toned>
		</Box>
	);
}
