import { Box } from 'ink';
import type { PageRecord } from '../../domain/page.ts';
import { describePage } from '../../domain/page-text.ts';
import { problemText } from '../../domain/problem-text.ts';
import type { Scope } from '../../session/question.ts';
import { CAN_PUBLISH, RUNNING, SEEN_BY } from '../../session/session-text.ts';
import { openPage, type Status, wantedPermissions } from '../../session/state.ts';
import { NextKeys } from '../parts/next-keys.tsx';
import { ProblemBox, Remedy } from '../parts/problem-box.tsx';
import { Marked, Remark } from '../parts/remark.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Cell, Toned, useGlyphs, verdictLook } from '../theme.tsx';
import type { View } from '../view.ts';

/** One Page on the whole screen. */
export function PageScreen({ session, now }: View) {
	const page = openPage(session);
	if (!page) return null;
	return (
		<>
			<PageDetail session={session} page={page} now={now} scope="page" />
			{session.verifyProblem ? <ProblemBox problem={session.verifyProblem} scope="page" /> : null}
			{session.opened?.unsaved ? (
				<Remark tone="bad">Not saved: press w to save. {problemText(session.opened.unsaved).title}.</Remark>
			) : null}
		</>
	);
}

export type PageDetailProps = Pick<View, 'session' | 'now'> & {
	page: PageRecord;
	/** Whose keys are at hand. */
	scope: Scope;
};

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
export function PageDetail({ session, page, now, scope }: PageDetailProps) {
	const wanted = wantedPermissions(session);
	const isVerifying = session.verifying.includes(page.id);
	const test = session.publishTest?.id === page.id ? session.publishTest.status : null;
	const glyphs = useGlyphs();
	const { assessment, problem } = page;
	const look = verdictLook(assessment?.verdict ?? null, glyphs);
	const { reasons, facts } = describePage(page, { wanted, now, separator: ` ${glyphs.separator} ` });
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Marked sign={isVerifying ? <Spinner /> : look.sign} tone={look.tone}>
				<Toned tone={look.tone} bold>
					{look.word}
				</Toned>
				<Toned tone="quiet">{isVerifying ? 'asking Meta again' : ''}</Toned>
			</Marked>
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
					<Cell width={13} tone="quiet">
						{label}
					</Cell>
					<Toned tone={isWarning ? 'warn' : 'plain'} wrap="wrap">
						{text}
					</Toned>
				</Box>
			))}
		</Box>
	);
}

/** How a test post went. While the app is in Development mode, such posts are seen by people with a role on it alone. */
function TestLines({ test }: { test: Status<null> }) {
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
