import { Box } from 'ink';
import type { PageRecord } from '../../domain/page.ts';
import { describePage } from '../../domain/page-words.ts';
import { problemText } from '../../domain/problem-text.ts';
import { CAN_PUBLISH, RUNNING, SEEN_BY } from '../../session/session-text.ts';
import { type SessionState, wantedPermissions } from '../../session/state.ts';
import type { Scope } from '../keymap.ts';
import { NextKeys } from '../parts/next-keys.tsx';
import { ProblemBox, Remedy } from '../parts/problem-box.tsx';
import { Remark } from '../parts/remark.tsx';
import { Scrollable } from '../parts/scrollable.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned, useGlyphs, verdictLook } from '../theme.tsx';
import type { View } from '../view.ts';

export type PageDetailProps = {
	page: PageRecord;
	/** The permissions that were wanted. */
	wanted: readonly string[];
	isVerifying: boolean;
	now: number;
	/** Whose keys are at hand. */
	scope: Scope;
	/** How the latest test post on it went; null for none. */
	test: NonNullable<SessionState['publishTest']>['status'] | null;
};

export type PageScreenProps = View & { page: PageRecord };

/** One Page on the whole screen; it scrolls where the terminal is small. */
export function PageScreen({ journey, page, rows, now, scroll, onScrollLimit }: PageScreenProps) {
	return (
		<Scrollable rows={rows} offset={scroll} onLimit={onScrollLimit}>
			<PageDetail
				page={page}
				wanted={wantedPermissions(journey)}
				isVerifying={journey.verifying.includes(page.id)}
				now={now}
				scope="page"
				test={journey.publishTest?.id === page.id ? journey.publishTest.status : null}
			/>
			{journey.verifyProblem ? <ProblemBox problem={journey.verifyProblem} scope="page" /> : null}
			{journey.opened?.unsaved ? (
				<Remark tone="bad">Not saved: press w to save. {problemText(journey.opened.unsaved).title}.</Remark>
			) : null}
		</Scrollable>
	);
}

/**
 * Everything about one Page's token.
 *
 *     ✓ permanent
 *     Meta: type PAGE, valid, and expires_at is 0, which means never.
 *
 *     Token        EAAB…x9fQ · 213 characters · sha256 4f2a91
 *     Expires      never expires
 *     Data access  in 89 days (21 Feb 2027)
 */
export function PageDetail({ page, wanted, isVerifying, now, scope, test }: PageDetailProps) {
	const glyphs = useGlyphs();
	const { assessment, problem } = page;
	const look = verdictLook(assessment?.verdict ?? null, glyphs);
	const { reasons, facts } = describePage(page, { wanted, now, separator: ` ${glyphs.separator} ` });
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Box columnGap={1} flexShrink={0}>
				<Box flexShrink={0}>{isVerifying ? <Spinner /> : <Toned tone={look.tone}>{look.sign}</Toned>}</Box>
				<Toned tone={look.tone} bold>
					{look.word}
				</Toned>
				<Toned tone="quiet">{isVerifying ? 'asking Meta again' : ''}</Toned>
			</Box>
			{reasons.map((reason) => (
				<Toned key={reason} wrap="wrap">
					{reason}
				</Toned>
			))}
			{problem ? (
				<>
					<Remedy text={problemText(problem).remedy} />
					<NextKeys problem={problem} scope={scope} />
				</>
			) : null}
			{test ? <TestLines test={test} /> : null}
			<Box height={1} flexShrink={1} />
			{facts.map(({ label, text, isWarning }) => (
				<Box key={label} flexShrink={0}>
					<Box width={13} flexShrink={0}>
						<Toned tone="quiet">{label}</Toned>
					</Box>
					<Toned tone={isWarning ? 'warn' : 'plain'} wrap="wrap">
						{text}
					</Toned>
				</Box>
			))}
		</Box>
	);
}

/** How a test post went. While the app is in Development mode, such posts are seen by people with a role on it alone. */
function TestLines({ test }: { test: NonNullable<PageDetailProps['test']> }) {
	if (test.state === 'running') return <StepLine state="running" text={RUNNING.publishing} />;
	if (test.state === 'refused') return <ProblemBox problem={test.problem} scope="page" failed="test-publishing" />;
	if (test.state === 'idle') return null;
	return (
		<>
			<StepLine state="done" text={CAN_PUBLISH} />
			<Toned tone="quiet" wrap="wrap">
				{SEEN_BY}
			</Toned>
		</>
	);
}
