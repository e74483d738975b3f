import { Box } from 'ink';
import { plural } from '../../domain/plural.ts';
import { listView } from '../../session/list-window.ts';
import { profileList } from '../../session/lists.ts';
import type { ProfileSummary } from '../../session/profile-summary.ts';
import { describeVerification } from '../../session/session-text.ts';
import { fitText } from '../../terminal/fit-text.ts';
import { Field } from '../parts/field.tsx';
import { ListRow } from '../parts/list-row.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { Remark } from '../parts/remark.tsx';
import { Cell, Toned, useGlyphs, verdictLook } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * The stored profiles, each with the worst verdict on its Pages.
 *
 *     ❯ ✓ my-app     My App     15 Pages  permanent
 *       ! shop       Shop       2 Pages   short
 *
 *     Sealed with a key in your keychain
 *     Verified 3 days ago
 */
export function ProfilesScreen({ session, width, now }: View) {
	const { problem, busy, renaming } = session.profiles;
	const { window, byId, selected } = profileList(session);
	return (
		<Box flexDirection="column">
			{listView(window).visible.map((name) => {
				const profile = byId.get(name);
				if (!profile) return null;
				const isSelected = name === window.selectedId;
				return <Row key={name} profile={profile} isSelected={isSelected} isBusy={busy?.name === name} width={width} />;
			})}
			<Box height={1} flexShrink={1} />
			{renaming ? <Field session={session} name="new-name" label="New name" width={width} /> : null}
			{problem ? <ProblemBox problem={problem} scope="profiles" /> : null}
			{selected && !problem && !renaming ? (
				<>
					<Toned tone="quiet">{selected.protection}</Toned>
					<Toned tone="quiet">{describeVerification(selected, now)}</Toned>
					{selected.hasEnded ? <Remark tone="bad">Your sign-in has ended: open it and sign in again.</Remark> : null}
				</>
			) : null}
		</Box>
	);
}

const PAGES_WIDTH = 12;
const VERDICT_WIDTH = 12;

type RowProps = { profile: ProfileSummary; isSelected: boolean; isBusy: boolean; width: number };

function Row({ profile, isSelected, isBusy, width }: RowProps) {
	const glyphs = useGlyphs();
	const look = verdictLook(profile.pages.worst, glyphs);
	const hasApp = width >= 60;
	const hasVerdict = width >= 46;
	const rest = width - 4 - PAGES_WIDTH - (hasVerdict ? VERDICT_WIDTH : 0);
	const nameWidth = hasApp ? Math.floor(rest / 2) : rest;
	const name = fitText(profile.name, nameWidth - 1);
	const app = fitText(profile.app.name ?? profile.app.id, rest - nameWidth - 1);
	return (
		<ListRow isSelected={isSelected} isBusy={isBusy} look={look} name={name.text} nameWidth={nameWidth - name.extra}>
			{hasApp ? (
				<Cell width={rest - nameWidth - app.extra} tone="quiet">
					{app.text}
				</Cell>
			) : null}
			<Cell width={PAGES_WIDTH}>{plural(profile.pages.count, 'Page')}</Cell>
			{hasVerdict ? (
				<Cell width={VERDICT_WIDTH} tone={look.tone}>
					{look.word}
				</Cell>
			) : null}
		</ListRow>
	);
}
