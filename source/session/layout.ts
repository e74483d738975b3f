import type { SessionState } from './state.ts';

/** In a terminal with fewer rows nothing is set apart from the title and the keys. */
const ROWS_FOR_GAPS = 18;
/** From so many rows of the body on, blank ones set the list of Pages apart from what stands around it. */
export const ROOMY = 16;

/** Has the terminal too few rows for blank ones around the body? */
export function isTight(rows: number): boolean {
	return rows < ROWS_FOR_GAPS;
}

/** Rows that are left for the body: title and footer take one each, and a blank one each where there is room. */
export function bodyRows(rows: number): number {
	return Math.max(1, rows - (isTight(rows) ? 2 : 4));
}

/**
 * The rows of the body that are left for Pages, beside the progress, a row for a problem or the filter, the count, and one for a
 * message at the foot.
 */
export function rowsForPages({ screen, list, connection, verifyProblem }: SessionState): number {
	const rows = bodyRows(screen.rows);
	const hasFilter = list.isFiltering || list.filter !== '';
	const hasProblem = connection.problems.length > 0 || verifyProblem !== null;
	const blank = rows < ROOMY ? 0 : hasFilter || hasProblem ? 2 : 1;
	return Math.max(1, rows - 4 - blank - (hasFilter && hasProblem ? 1 : 0));
}

/** The rows of the body that are left for profiles beside what is said of the selected one, or beside a problem. */
export function rowsForProfiles({ screen, profiles }: SessionState): number {
	return Math.max(1, bodyRows(screen.rows) - (profiles.problem ? 13 : 6));
}
