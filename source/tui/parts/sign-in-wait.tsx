import { Box } from 'ink';
import { aboutErrorsAtFacebook } from '../../domain/sign-in/guide.ts';
import { RUNNING } from '../../session/session-text.ts';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';
import { DeviceCode } from './device-code.tsx';
import { Elapsed } from './elapsed.tsx';
import { Remark } from './remark.tsx';
import { StepLine } from './step-line.tsx';

/** With fewer rows nothing is set apart. */
const ROWS_FOR_GAPS = 12;

/** What is waited for while the person signs in, and how to get there. */
export function SignInWait({ session: { signIn }, clock, terminal, width, rows, browser }: View) {
	const glyphs = useGlyphs();
	const { method, address, device, interruption } = signIn;
	const wait = (
		<Box flexDirection="column" flexShrink={0}>
			<StepLine state="running" text={method === 'browser' ? RUNNING.browser : device ? RUNNING.device : RUNNING.code}>
				<Elapsed clock={clock} />
			</StepLine>
			{interruption ? <Remark tone="plain">{interruption}</Remark> : null}
		</Box>
	);
	if (device) return <DeviceCode device={device} terminal={terminal} width={width} rows={rows} below={wait} />;
	if (address === null) return wait;
	return (
		<Box flexDirection="column">
			{wait}
			{rows > ROWS_FOR_GAPS ? <Box height={1} flexShrink={0} /> : null}
			{browser.unavailable ? (
				<Toned tone="accent" wrap="hard">
					{address}
				</Toned>
			) : (
				<Toned wrap="wrap">
					Facebook's dialog is open in your browser. {glyphs.enter} opens it again, ^L copies its address.
				</Toned>
			)}
			<Toned wrap="wrap" tone="quiet">
				{aboutErrorsAtFacebook(signIn, 'tab')}
			</Toned>
		</Box>
	);
}
