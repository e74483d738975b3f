import { Box } from 'ink';
import { type Review, wantedPermissions } from '../../domain/journey.ts';
import { ALL_GRANTED, describeMissing, describeReview, RUNNING, waysOfLasting } from '../../domain/journey-words.ts';
import { Secret } from '../../domain/secret.ts';
import { fitText } from '../../host/fit-text.ts';
import { useLineEditor } from '../editing/use-line-editor.ts';
import { Field } from '../parts/field.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { Scrollable } from '../parts/scrollable.tsx';
import { StepLine } from '../parts/step-line.tsx';
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

/** Cells that a name may take within a line. */
const NAME_WIDTH = 30;

/** With fewer rows the review takes the place of the instructions. */
const ROWS_FOR_ALL = 16;
const ROWS_FOR_REVIEW = 8;
const ROWS_FOR_FIELD = 3;

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
	return (
		<Box flexDirection="column">
			{status.state === 'idle' || props.rows >= ROWS_FOR_ALL ? (
				// A longer problem takes what it needs of their place.
				<Box flexDirection="column" flexShrink={1} overflow="hidden">
					<Scrollable
						rows={Math.max(2, props.rows - (props.rows >= ROWS_FOR_ALL ? ROWS_FOR_REVIEW : ROWS_FOR_FIELD))}
						offset={props.scroll}
						onLimit={props.onScrollLimit}
					>
						<Instructions {...props} />
					</Scrollable>
				</Box>
			) : null}
			<Field
				label="Token"
				line={line}
				width={width}
				isFocused={isActive}
				placeholder="paste it here"
				mask={props.isRevealing ? null : glyphs.mask}
				isCounted
			/>
			<Box height={1} flexShrink={1} />
			{status.state === 'idle' && props.isDemo ? (
				<Toned tone="quiet" wrap="wrap">
					The demo has filled in a token: {glyphs.enter} goes on with it. Or take your own from the Explorer.
				</Toned>
			) : null}
			{status.state === 'running' ? <StepLine state="running" text={RUNNING.token} /> : null}
			{status.state === 'refused' ? <ProblemBox problem={status.problem} scope="token" /> : null}
			{status.state === 'done' ? <ReviewLines review={status.value} now={now} /> : null}
		</Box>
	);
}

function Instructions({ journey, noBrowser, explorerUrl }: TokenScreenProps) {
	const glyphs = useGlyphs();
	const name = journey.app.status.state === 'done' ? journey.app.status.value.name : null;
	const app = name && fitText(name, NAME_WIDTH).text;
	const steps = [
		noBrowser
			? 'Open the Graph API Explorer in a browser (^L copies the link):'
			: `${journey.token.text.length === 0 ? glyphs.enter : '^O'} opens the Graph API Explorer in your browser:`,
		`"Meta App": ${app ?? journey.app.id}. "User or Page": Get User Access Token.`,
		`Add ${wantedPermissions(journey).join(', ')} (^Y copies).`,
		'Press "Generate Access Token", tick your Pages, copy the token, paste it here.',
	];
	return (
		<Box flexDirection="column">
			{steps.map((step, index) => (
				<Box key={step} flexDirection="column">
					<Box columnGap={1}>
						<Box flexShrink={0}>
							<Toned tone="accent">{index + 1}</Toned>
						</Box>
						<Toned wrap="wrap">{step}</Toned>
					</Box>
					{index === 0 ? (
						<Box paddingLeft={2}>
							<Toned tone="accent">{explorerUrl}</Toned>
						</Box>
					) : null}
				</Box>
			))}
		</Box>
	);
}

function ReviewLines({ review, now }: { review: Review; now: number }) {
	const glyphs = useGlyphs();
	const { info, userName, missing } = review;
	const kept = waysOfLasting(info, now);
	const told = describeReview({ ...review, userName: userName && fitText(userName, NAME_WIDTH).text }, now);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<StepLine state="done" text={told.join(` ${glyphs.separator} `)} />
			{kept === null ? null : <StepLine state="done" text={kept} />}
			{missing.length > 0 ? (
				<Box columnGap={1} flexShrink={0}>
					<Box flexShrink={0}>
						<Toned tone="warn">{glyphs.warn}</Toned>
					</Box>
					<Toned wrap="wrap">{describeMissing(review)}</Toned>
				</Box>
			) : (
				<StepLine state="done" text={ALL_GRANTED} />
			)}
			<Toned tone="strong">
				{glyphs.enter} {missing.length > 0 ? 'goes on without them' : 'goes on'}
			</Toned>
		</Box>
	);
}
