import { Box } from 'ink';
import type { Review } from '../../domain/journey.ts';
import { permissionsFor } from '../../domain/permissions.ts';
import { Secret } from '../../domain/secret.ts';
import { formatDistance, formatExpiry } from '../../domain/time.ts';
import { useLineEditor } from '../editing/use-line-editor.ts';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

export type TokenScreenProps = View & {
	/** Why there is no browser to open; null when there is one. */
	noBrowser: string | null;
	/** The address of the Explorer, short enough to be read. */
	explorerUrl: string;
	/** Is the token in the field one of the demonstration's own? */
	isDemo: boolean;
};

/** With fewer rows the review takes the place of the instructions. */
const ROWS_FOR_ALL = 16;

/**
 * The way to a user token, and the field that takes it. What is pasted is reviewed at once.
 *
 *     1 Press ⏎: the Graph API Explorer opens in your browser.
 *     2 Under "Meta App" choose My App, under "User or Page" the user token.
 *     …
 *     Token  ••••••••••••••  EAAB…x9fQ · 213 characters
 *     ✓ User token of Ada Example · ends in 72 minutes
 */
export function TokenScreen(props: TokenScreenProps) {
	const { journey, width, now, isActive, dispatch } = props;
	const { text, status } = journey.token;
	const glyphs = useGlyphs();
	const line = useLineEditor({
		value: text.reveal(),
		onChange: (value) => dispatch({ type: 'edit-token', value: new Secret(value) }),
		// A paste takes the place of what was there: half of one token before the next makes none.
		onPaste: (pasted) => {
			dispatch({ type: 'paste-token', value: new Secret(pasted) });
			return '';
		},
		except: '?',
		isActive,
	});
	const { length } = line.value;
	const size = length > 0 ? `  ${length} characters` : '';
	return (
		<Box flexDirection="column">
			{status.state === 'idle' || props.rows >= ROWS_FOR_ALL ? <Instructions {...props} /> : null}
			<Box flexShrink={0}>
				<Box width={7} flexShrink={0}>
					<Toned tone="accent">Token</Toned>
				</Box>
				<TextField
					line={line}
					width={Math.max(8, Math.min(40, width - 7 - size.length))}
					isFocused={isActive}
					placeholder="paste it here"
					mask={glyphs.mask}
				/>
				<Box flexShrink={0}>
					<Toned tone="quiet">{size}</Toned>
				</Box>
			</Box>
			<Box height={1} flexShrink={1} />
			{status.state === 'idle' && props.isDemo ? (
				<Toned tone="quiet" wrap="wrap">
					The demo has filled in a token: {glyphs.enter} goes on with it. Or take your own from the Explorer.
				</Toned>
			) : null}
			{status.state === 'running' ? <StepLine state="running" text="Asking Meta what this token is" /> : null}
			{status.state === 'refused' ? <ProblemBox problem={status.problem} /> : null}
			{status.state === 'done' ? <ReviewLines review={status.value} now={now} /> : null}
		</Box>
	);
}

function Instructions({ journey, noBrowser, explorerUrl, rows }: TokenScreenProps) {
	const glyphs = useGlyphs();
	const app = journey.app.status.state === 'done' ? journey.app.status.value.name : null;
	const steps = [
		noBrowser
			? 'Open the Graph API Explorer in a browser (^L copies the link):'
			: `${journey.token.text.length === 0 ? glyphs.enter : '^O'} opens the Graph API Explorer in your browser:`,
		`"Meta App": ${app ?? journey.app.id}. "User or Page": Get User Access Token.`,
		`Add ${permissionsFor(journey.purpose).join(', ')} (^Y copies).`,
		'Press "Generate Access Token", tick your Pages, copy the token, paste it here.',
	];
	return (
		<Box flexDirection="column" flexShrink={1} overflow="hidden">
			{steps.map((step, index) => (
				<Box key={step} flexDirection="column" flexShrink={0}>
					<Box columnGap={1}>
						<Box flexShrink={0}>
							<Toned tone="accent">{index + 1}</Toned>
						</Box>
						<Toned wrap={rows >= 12 ? 'wrap' : 'truncate'}>{step}</Toned>
					</Box>
					{index === 0 && (noBrowser || rows >= 12) ? (
						<Box paddingLeft={2}>
							<Toned tone="accent">{explorerUrl}</Toned>
						</Box>
					) : null}
				</Box>
			))}
			<Box height={1} flexShrink={1} />
		</Box>
	);
}

function ReviewLines({ review, now }: { review: Review; now: number }) {
	const glyphs = useGlyphs();
	const { info, userName, missing } = review;
	const kind = info.type === 'SYSTEM_USER' ? 'System user token' : 'User token';
	const life =
		info.expiresAt !== null && info.expiresAt > now && info.expiresAt < now + 2 * 86_400
			? `${formatDistance(info.expiresAt - now)} left`
			: `ends: ${formatExpiry(info.expiresAt, now)}`;
	return (
		<Box flexDirection="column" flexShrink={0}>
			<StepLine
				state="done"
				text={[`${kind}${userName ? ` of ${userName}` : ''}`, info.appName, life]
					.filter(Boolean)
					.join(` ${glyphs.separator} `)}
			/>
			{missing.length > 0 ? (
				<Box columnGap={1} flexShrink={0}>
					<Toned tone="warn">{glyphs.warn}</Toned>
					<Toned wrap="wrap">
						Not granted: {missing.join(', ')}. Add them in the Explorer and paste again, or go on without.
					</Toned>
				</Box>
			) : (
				<StepLine state="done" text="All wanted permissions are granted" />
			)}
			<Toned tone="strong">
				{glyphs.enter} {missing.length > 0 ? 'goes on without them' : 'goes on'}
			</Toned>
		</Box>
	);
}
