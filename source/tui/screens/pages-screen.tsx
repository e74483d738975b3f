import { Box, Text } from 'ink';
import { useMemo } from 'react';
import { matchIn, type PageRecord } from '../../domain/page.ts';
import { describeEnd } from '../../domain/page-text.ts';
import { plural } from '../../domain/plural.ts';
import { problemText } from '../../domain/problem-text.ts';
import { looksSecret } from '../../domain/redact.ts';
import { hasUnsaved } from '../../session/departing.ts';
import { focusedField, lineOf } from '../../session/fields.ts';
import { ROOMY } from '../../session/layout.ts';
import { listView } from '../../session/list-window.ts';
import { pageList } from '../../session/lists.ts';
import { countPages, gapsOf, isComplete } from '../../session/session-text.ts';
import type { SessionState } from '../../session/state.ts';
import { fitText } from '../../terminal/fit-text.ts';
import { Bar } from '../parts/bar.tsx';
import { Elapsed } from '../parts/elapsed.tsx';
import { ListRow } from '../parts/list-row.tsx';
import { Remark } from '../parts/remark.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Cell, Toned, useGlyphs, verdictLook } from '../theme.tsx';
import type { View } from '../view.ts';
import { PageDetail } from './page-screen.tsx';

/** Cells by which a name in the list may push the pane beside it to the right. */
const MARGIN = 3;

/** From this width on the selected Page is shown beside the list. */
const TWO_PANES = 98;

/**
 * The Pages with their verdicts, as they come in.
 *
 *     ✓ 9 Pages found, 9 verified
 *     Filter: ca
 *
 *     ❯  ✗ Harbour Café     Café     invalid     –
 *      ● ✓ My Bakery        Bakery   permanent   never expires
 *
 *     1–9 of 9 · by risk
 */
export function PagesScreen(props: View) {
	const { session, width, rows, now } = props;
	const { selected } = pageList(session);
	const { divider } = useGlyphs();
	if (width < TWO_PANES) return <ListPane {...props} />;
	const left = Math.floor(width * 0.55);
	return (
		<Box columnGap={2}>
			<Box width={left} flexShrink={0} flexDirection="column">
				<ListPane {...props} width={left} mostExtra={MARGIN} />
			</Box>
			<Box
				flexGrow={1}
				flexDirection="column"
				height={rows}
				overflow="hidden"
				paddingLeft={1}
				paddingRight={MARGIN}
				borderStyle={divider}
				borderTop={false}
				borderRight={false}
				borderBottom={false}
				borderDimColor
			>
				{selected ? (
					<>
						<Cell tone="strong">{fitText(selected.name, width - left - 4 - MARGIN).text}</Cell>
						<PageDetail session={session} page={selected} now={now} scope="pages" />
					</>
				) : null}
			</Box>
		</Box>
	);
}

function ListPane(props: View & { mostExtra?: number }) {
	const { session, width, rows, now, mostExtra } = props;
	const list = pageList(session);
	const view = listView(list.window);
	const { filter, isFiltering, sort, marked } = session.list;
	const marks = useMemo(() => new Set(marked), [marked]);
	const markedHere = useMemo(() => session.pages.filter(({ id }) => marks.has(id)).length, [session.pages, marks]);
	const { dash, separator, mask } = useGlyphs();
	// Where one has pasted a token by mistake.
	const shownFilter = looksSecret(filter) ? mask.repeat(filter.length) : filter;
	const problem = session.verifyProblem ?? session.connection.problems.at(-1);
	const shown = view.total === 0 ? 'none' : `${view.first}${dash}${view.last}`;
	const all = session.pages.length;
	const total =
		filter === '' ? `${view.total}` : view.total === 0 ? `${all}` : `${view.total} matching (${all} in all)`;
	const hasFilter = isFiltering || filter !== '';
	const isRoomy = rows >= ROOMY;
	return (
		<Box flexDirection="column">
			<Progress {...props} />
			{problem ? (
				<Remark tone="warn" wrap="truncate">
					{problemText(problem).title}. {problemText(problem).cause}
				</Remark>
			) : null}
			{isFiltering ? (
				<FilterField session={session} width={width} />
			) : filter === '' ? null : (
				<Toned>Filter: {shownFilter}</Toned>
			)}
			{isRoomy || !(problem || hasFilter) ? <Box height={1} flexShrink={1} /> : null}
			{view.total === 0 ? (
				<Toned>{filter === '' ? 'No Pages.' : `No Page matches "${shownFilter}": esc clears the filter.`}</Toned>
			) : null}
			{view.visible.map((id) => {
				const page = list.byId.get(id);
				const isSelected = id === list.window.selectedId;
				return page ? (
					<Row
						key={id}
						page={page}
						isSelected={isSelected}
						isMarked={marks.has(id)}
						filter={filter}
						width={width}
						now={now}
						mostExtra={mostExtra}
					/>
				) : null;
			})}
			{/* A longer message at the foot takes the place of the blank rows. */}
			{isRoomy ? <Box height={1} flexShrink={1} /> : null}
			<Box height={1} flexShrink={0}>
				<Toned tone="quiet">
					{[
						`${shown} of ${total}`,
						...(hasUnsaved(session) ? ['not saved'] : []),
						`by ${sort}`,
						...(markedHere > 0 ? [`${markedHere} marked`] : []),
						...waysOn(session),
					].join(` ${separator} `)}
				</Toned>
			</Box>
		</Box>
	);
}

/** What can be done about what is not complete. */
function waysOn({ pages, connection, verifying, verifyProblem, opened }: SessionState): string[] {
	if (connection.running || verifying.length > 0 || opened?.ended) return [];
	return [
		connection.problems.length > 0 || verifyProblem ? 't troubles' : '',
		gapsOf(pages).open > 0 ? 'a verifies the rest' : '',
		connection.listed ? '' : 'l lists again',
	].filter(Boolean);
}

/** How the Pages stand, and whether newer ones are on their way. */
function Progress({ session, now, clock, width }: View) {
	const { pages, connection, verifying, opened } = session;
	if (verifying.length > 0) {
		return (
			<StepLine state="running" text={`${plural(pages.length, 'Page')}, verifying ${verifying.length} again`}>
				<Elapsed clock={clock} />
			</StepLine>
		);
	}
	const alarm = opened?.ended
		? `Your sign-in has ended: press p to sign in again. ${problemText(opened.ended).title}.`
		: opened?.unsaved && !connection.running
			? `Not saved: press w to save. ${problemText(opened.unsaved).title}.`
			: null;
	if (alarm) {
		return (
			<Remark tone="bad" wrap="truncate">
				{alarm}
			</Remark>
		);
	}
	const text = countPages(session, now);
	if (connection.running) {
		const isTotalKnown = !opened && connection.listed && width >= WIDTH_FOR_BAR;
		return (
			<StepLine state="running" text={text}>
				{isTotalKnown ? <Bar done={pages.length - gapsOf(pages).open} total={pages.length} /> : null}
				<Elapsed clock={clock} />
			</StepLine>
		);
	}
	return <StepLine state={isComplete(session) ? 'done' : 'failed'} text={text} />;
}

/** Cells from which on a bar stands beside the counts. */
const WIDTH_FOR_BAR = 70;

type RowProps = {
	page: PageRecord;
	isSelected: boolean;
	isMarked: boolean;
	filter: string;
	width: number;
	now: number;
	mostExtra: number | undefined;
};

/** The pointer, the mark and the sign before a name. */
const MARKS_WIDTH = 5;
const VERDICT_WIDTH = 12;
const EXPIRY_WIDTH = 30;
const CATEGORY_WIDTH = 20;

function Row({ page, isSelected, isMarked, filter, width, now, mostExtra }: RowProps) {
	const glyphs = useGlyphs();
	const { assessment } = page;
	const look = verdictLook(assessment?.verdict ?? null, glyphs);
	const { end, limit } = describeEnd(page, now);
	const hasCategory = width >= 98;
	const hasExpiry = width >= 72;
	const nameWidth =
		width - MARKS_WIDTH - VERDICT_WIDTH - (hasExpiry ? EXPIRY_WIDTH : 0) - (hasCategory ? CATEGORY_WIDTH : 0);
	const name = fitText(page.name, nameWidth - 1, mostExtra);
	return (
		<ListRow
			isSelected={isSelected}
			isMarked={isMarked}
			look={look}
			name={<Matched text={name.text} filter={filter} />}
			nameWidth={nameWidth - name.extra}
		>
			{hasCategory ? (
				<Cell width={CATEGORY_WIDTH} paddingRight={1} tone="quiet">
					{page.category ?? ''}
				</Cell>
			) : null}
			<Cell width={VERDICT_WIDTH} tone={look.tone}>
				{look.word}
			</Cell>
			{hasExpiry ? (
				<Box width={EXPIRY_WIDTH} flexShrink={0}>
					<Toned tone="quiet">{end}</Toned>
					{limit === null ? null : <Toned tone="warn">, {limit}</Toned>}
				</Box>
			) : null}
		</ListRow>
	);
}

/** A text in which what the filter matches is underlined. */
function Matched({ text, filter }: { text: string; filter: string }) {
	const match = matchIn(text, filter);
	if (!match) return text;
	const [start, end] = match;
	return (
		<>
			{text.slice(0, start)}
			<Text underline>{text.slice(start, end)}</Text>
			{text.slice(end)}
		</>
	);
}

function FilterField({ session, width }: { session: SessionState; width: number }) {
	const { mask } = useGlyphs();
	const line = lineOf(session, 'filter');
	return (
		<Box flexShrink={0}>
			<Cell width={8} tone="accent">
				Filter:
			</Cell>
			<TextField
				line={line}
				width={Math.max(8, width - 8)}
				isFocused={focusedField(session) === 'filter'}
				placeholder="name, id or category"
				{...(looksSecret(line.value) ? { mask } : {})}
			/>
		</Box>
	);
}
