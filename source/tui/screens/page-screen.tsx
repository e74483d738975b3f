import { Box } from 'ink';
import type { ReactNode } from 'react';
import { ABILITY_WORDS, type AbilityReading, abilitiesOf, wantedAbilities } from '../../domain/abilities.ts';
import { type Journey, wantedPermissions } from '../../domain/journey.ts';
import type { FoundBy, PageRecord } from '../../domain/page.ts';
import { missingPermissions, touchedByDataAccessExpiry } from '../../domain/permissions.ts';
import { formatAge, formatExpiry } from '../../domain/time.ts';
import { permissionsForPage } from '../../domain/token.ts';
import { describeDataAccess, describeEndings } from '../../domain/token-words.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Scope } from '../keymap.ts';
import { NextKeys } from '../parts/next-keys.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
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
	test: NonNullable<Journey['publishTest']>['status'] | null;
};

export type PageScreenProps = View & {
	page: PageRecord;
	/** Does a message at the foot take a part of the rows? */
	hasNotice: boolean;
};

/** One Page on the whole screen; it scrolls where the terminal is small. */
export function PageScreen({ journey, page, rows, now, hasNotice, scroll, onScrollLimit }: PageScreenProps) {
	return (
		<Scrollable rows={Math.max(1, rows - (hasNotice ? 3 : 0))} offset={scroll} onLimit={onScrollLimit}>
			<PageDetail
				page={page}
				wanted={wantedPermissions(journey)}
				isVerifying={journey.verifying.includes(page.id)}
				now={now}
				scope="page"
				test={journey.publishTest?.id === page.id ? journey.publishTest.status : null}
			/>
		</Scrollable>
	);
}

const FOUND_BY: Readonly<Record<FoundBy, string>> = {
	accounts: "the account's list",
	'granular-scope': 'a permission granted for it alone',
	business: 'a business portfolio',
	id: 'its id',
};

/** The verdicts on tokens that live, and may yet end before their time. */
const ENDS: ReadonlySet<Verdict> = new Set(['permanent', 'dated']);

const PROOF = 'Meta: type PAGE, valid, and expires_at is 0, which means never.';

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
	const { assessment, info, summary, problem } = page;
	const look = verdictLook(assessment?.verdict ?? null, glyphs);
	const separator = ` ${glyphs.separator} `;
	const reasons = assessment?.verdict === 'permanent' ? [PROOF] : (assessment?.reasons ?? []);
	const isDead = assessment?.verdict === 'invalid';
	const granted = info ? permissionsForPage(info, page.id) : [];
	const missing = missingPermissions(wanted, granted);
	const elsewhere = info ? missingPermissions(info.scopes, granted) : [];
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
					<Toned wrap="wrap" tone="accent">
						{glyphs.arrow} {problem.remedy}
					</Toned>
					<NextKeys problem={problem} scope={scope} />
				</>
			) : null}
			{test ? <TestLines test={test} /> : null}
			<Box height={1} flexShrink={1} />
			<Line label="Token">
				{summary
					? [summary.preview, `${summary.length} characters`, `sha256 ${summary.fingerprint.slice(0, 6)}`].join(
							separator,
						)
					: 'none'}
			</Line>
			{info ? (
				<>
					<Line label="Expires">{isDead ? 'it has ended' : formatExpiry(info.expiresAt, now)}</Line>
					<Line label="Data access" tone={touchedByDataAccessExpiry(granted).length > 0 ? 'warn' : 'plain'}>
						{describeDataAccess(info.dataAccessExpiresAt, granted, now)}
					</Line>
					{isDead ? null : <Abilities readings={abilitiesOf(page)} wanted={wanted} />}
					<Line label="Granted">{granted.join(', ') || 'nothing'}</Line>
					{elsewhere.length > 0 ? (
						<Line label="Elsewhere" tone="warn">
							{elsewhere.join(', ')}: granted for other Pages only
						</Line>
					) : null}
					{missing.length > 0 ? (
						<Line label="Missing" tone="warn">
							{missing.join(', ')}
						</Line>
					) : null}
				</>
			) : null}
			{assessment && ENDS.has(assessment.verdict) ? <Line label="Still ends">{describeEndings('PAGE')}</Line> : null}
			{page.checkedAt === null ? null : <Line label="Verified">{formatAge(page.checkedAt, now)}</Line>}
			{page.tasks ? <Line label="Tasks">{page.tasks.join(', ') || 'none'}</Line> : null}
			<Line label="Page">{[page.id, page.category].filter(Boolean).join(separator)}</Line>
			<Line label="Found by">{FOUND_BY[page.foundBy]}</Line>
		</Box>
	);
}

/** What the token may be used for, and what keeps it from the rest; that is a warning only where it was wanted. */
function Abilities({ readings, wanted }: { readings: readonly AbilityReading[]; wanted: readonly string[] }) {
	const those = (state: AbilityReading['is']) => readings.filter(({ is }) => is === state);
	const explained = ({ ability, why }: AbilityReading) => `${ABILITY_WORDS[ability]} (${why})`;
	const isWanted = those('refused').some(({ ability }) => wantedAbilities(wanted).includes(ability));
	return (
		<>
			<Line label="Allows">
				{those('allowed')
					.map(({ ability }) => ABILITY_WORDS[ability])
					.join(', ') || 'nothing of use'}
			</Line>
			<Line label="Not allowed" tone={isWanted ? 'warn' : 'plain'}>
				{those('refused').map(explained).join('; ')}
			</Line>
			<Line label="Not known">{those('unknown').map(explained).join('; ')}</Line>
		</>
	);
}

/** How a test post went. While the app is in Development mode, such posts are seen by people with a role on it alone. */
function TestLines({ test }: { test: NonNullable<PageDetailProps['test']> }) {
	if (test.state === 'running') return <StepLine state="running" text="Posting unpublished, and deleting again" />;
	if (test.state === 'refused') return <ProblemBox problem={test.problem} scope="page" />;
	if (test.state === 'idle') return null;
	return (
		<>
			<StepLine state="done" text="Posted unpublished, and deleted again: the token can publish" />
			<Toned tone="quiet" wrap="wrap">
				As long as the app is in Development mode, only people with a role on it see its posts.
			</Toned>
		</>
	);
}

/** A line of the table; none where there is nothing to say. */
function Line({ label, tone = 'plain', children }: { label: string; tone?: 'plain' | 'warn'; children: ReactNode }) {
	if (children === '') return null;
	return (
		<Box flexShrink={0}>
			<Box width={13} flexShrink={0}>
				<Toned tone="quiet">{label}</Toned>
			</Box>
			<Toned tone={tone} wrap="wrap">
				{children}
			</Toned>
		</Box>
	);
}
