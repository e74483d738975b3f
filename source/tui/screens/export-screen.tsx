import { Box } from 'ink';
import type { PageRecord } from '../../domain/page.ts';
import { plural } from '../../domain/plural.ts';
import { Secret } from '../../domain/secret.ts';
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS, type ExportFormat } from '../../operations/export-formats.ts';
import { scopeOf } from '../../session/question.ts';
import { RUNNING } from '../../session/session-text.ts';
import { fitText } from '../../terminal/fit-text.ts';
import { Choices } from '../parts/choices.tsx';
import { Field } from '../parts/field.tsx';
import { StatusLines } from '../parts/status-lines.tsx';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

/** Rows of the form itself, and of what may stand below. */
const ROWS_FOR_FORM = 8 + EXPORT_FORMAT_NAMES.length;
const MOST_LINES = 8;
/** What stands beside the choices of a format, where rows are few. */
const ROWS_BESIDE_CHOICES = 6;
const FEWEST_CHOICES = 4;

const CHOICES = EXPORT_FORMAT_NAMES.map((kind) => ({ kind, words: EXPORT_FORMATS[kind].label }));

/**
 * In what form, and into which file, Pages are written with their tokens; with a preview that masks these.
 *
 *     Format      ❯ .env file
 *                   export commands for a POSIX shell
 *     File        .env
 *
 *     FB_PAGE_MY_BAKERY_ID=104829375610284
 *     FB_PAGE_MY_BAKERY_TOKEN=EAAB…x9fQ
 */
export function ExportScreen({ session, width, rows }: View) {
	const { exporting, pages } = session;
	if (!exporting) return null;
	const { format, ids, leftOut, status } = exporting;
	const wanted = new Set(ids);
	const chosen = pages.filter(({ id }) => wanted.has(id));
	const lines = preview(format, chosen, pages, Math.min(MOST_LINES, Math.max(0, rows - ROWS_FOR_FORM)));
	return (
		<Box flexDirection="column">
			<Toned>
				{plural(ids.length, 'Page')} with {ids.length === 1 ? 'its token' : 'their tokens'}
				{leftOut > 0 ? `; ${leftOut} without a living token left out` : ''}
			</Toned>
			<Box height={1} flexShrink={1} />
			<Choices
				label="Format"
				isFocused={exporting.field === 'format' && scopeOf(session) === 'export'}
				width={width}
				choices={CHOICES}
				chosen={format}
				most={Math.max(FEWEST_CHOICES, rows - ROWS_BESIDE_CHOICES)}
			/>
			<Box height={1} flexShrink={1} />
			<Field session={session} name="file" label="File" width={width} placeholder="name of a file" />
			<Box height={1} flexShrink={1} />
			<StatusLines status={status} running={RUNNING.export} scope="export" />
			{status.state === 'idle'
				? lines.map((line) => (
						<Toned key={line} tone="quiet">
							{fitText(line, width).text}
						</Toned>
					))
				: null}
		</Box>
	);
}

/** The first lines of what will be written, with masked tokens. */
function preview(
	format: ExportFormat,
	pages: readonly PageRecord[],
	among: readonly PageRecord[],
	most: number,
): string[] {
	const { write } = EXPORT_FORMATS[format];
	if (!write) return [];
	const masked = pages.slice(0, most).map((page) => ({ ...page, token: page.token && new Secret(page.token.preview) }));
	return write(masked, among).trimEnd().split(/\r?\n/).slice(0, most);
}
