import { Box } from 'ink';
import type { Problem } from '../../domain/problem.ts';
import { nextStepFor } from '../../domain/problem-text.ts';
import {
	ALL_GRANTED,
	describeInspectedToken,
	describeMissing,
	RUNNING,
	waysOfLasting,
} from '../../session/session-text.ts';
import { needsClientToken } from '../../session/sign-in.ts';
import type { InspectedToken, SignIn } from '../../session/state.ts';
import { fitText, NAME_WIDTH } from '../../terminal/fit-text.ts';
import { MaskedField } from '../parts/field.tsx';
import { MethodGuide } from '../parts/method-guide.tsx';
import { MethodLine } from '../parts/method-line.tsx';
import type { NextKeysProps } from '../parts/next-keys.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { Remark } from '../parts/remark.tsx';
import { Scrollable } from '../parts/scrollable.tsx';
import { SignInWait } from '../parts/sign-in-wait.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

/** With fewer rows the review takes the place of the instructions. */
const ROWS_FOR_ALL = 16;
const ROWS_FOR_REVIEW = 9;
const ROWS_FOR_FIELD = 4;

/**
 * The ways to a user token, what to do on the chosen one, and the field that takes a token. What is pasted is reviewed at once.
 *
 *     ❯ browser  address bar  Explorer  other device  system user
 *
 *     1 ⏎ opens Facebook's dialog in your browser.
 *     …
 *     Token  ••••••••••••••  213 characters
 *     ✓ User token of Ada Example · ends in 72 minutes
 */
export function TokenScreen(props: View) {
	const { session, width, rows, now } = props;
	const { token, signIn } = session;
	const { text, status } = token;
	const glyphs = useGlyphs();
	const isOpen = status.state === 'idle' && signIn.status.state !== 'refused';
	if (signIn.status.state === 'running') {
		return (
			<Box flexDirection="column">
				<SignInWait {...props} />
			</Box>
		);
	}
	return (
		<Box flexDirection="column">
			{isOpen || rows >= ROWS_FOR_ALL ? (
				// A longer problem takes what it needs of their place.
				<Box flexDirection="column" flexShrink={1} overflow="hidden">
					<MethodLine session={session} width={width} />
					{rows > ROWS_FOR_ALL ? <Box height={1} flexShrink={0} /> : null}
					<Scrollable {...props} rows={Math.max(2, rows - (rows >= ROWS_FOR_ALL ? ROWS_FOR_REVIEW : ROWS_FOR_FIELD))}>
						<MethodGuide {...props} />
					</Scrollable>
				</Box>
			) : null}
			{isOpen || rows >= ROWS_FOR_ALL ? <Box height={1} flexShrink={1} /> : null}
			<MaskedField
				session={session}
				name="token"
				label={needsClientToken(session) ? 'Client token' : 'Token'}
				width={width}
				placeholder={signIn.method === 'address' ? 'paste the address here' : 'paste it here'}
			/>
			<Box height={1} flexShrink={1} />
			{isOpen && props.demoPerson !== null && text.length > 0 ? (
				<Toned tone="quiet" wrap="wrap">
					{props.browser.unavailable === null
						? `The demo has filled in a token: ${glyphs.enter} goes on with it. Or sign in to the sandbox by yourself.`
						: `Signed in as ${props.demoPerson}. Press ${glyphs.enter}.`}
				</Toned>
			) : null}
			{status.state === 'running' ? <StepLine state="running" text={RUNNING.token} /> : null}
			{status.state === 'refused' ? (
				<ProblemBox problem={status.problem} scope="token" {...keysFor(status.problem, signIn.method)} />
			) : null}
			{signIn.status.state === 'refused' && status.state === 'idle' ? (
				<ProblemBox problem={signIn.status.problem} scope="token" actions={['submit', 'next-method']} />
			) : null}
			{status.state === 'done' ? (
				<InspectedTokenLines inspected={status.value} method={signIn.method} now={now} />
			) : null}
		</Box>
	);
}

/** Where the program leads the sign-in itself, a new user token needs no Explorer. */
function keysFor(problem: Problem, method: SignIn['method']): Pick<NextKeysProps, 'actions'> {
	const isLed = method !== 'explorer' && method !== 'system-user';
	return isLed && nextStepFor(problem) === 'user-token' ? { actions: ['sign-in', 'next-method'] } : {};
}

type InspectedTokenProps = { inspected: InspectedToken; method: SignIn['method']; now: number };

function InspectedTokenLines({ inspected, method, now }: InspectedTokenProps) {
	const glyphs = useGlyphs();
	const { info, userName, missing } = inspected;
	const lasting = waysOfLasting(info, now);
	const facts = describeInspectedToken({ ...inspected, userName: userName && fitText(userName, NAME_WIDTH).text }, now);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<StepLine state="done" text={facts.join(` ${glyphs.separator} `)} />
			{lasting === null ? null : <Remark tone="good">{lasting}</Remark>}
			{missing.length > 0 ? (
				<Remark tone="warn">{describeMissing(inspected, method, '^N')}</Remark>
			) : (
				<StepLine state="done" text={ALL_GRANTED} />
			)}
			<Toned tone="strong">
				{glyphs.enter} {missing.length > 0 ? 'goes on without them' : 'goes on'}
			</Toned>
		</Box>
	);
}
