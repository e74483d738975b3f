import { cleanText } from '../domain/clean-text.ts';
import { redact } from '../domain/redact.ts';
import type { Secret } from '../domain/secret.ts';
import { withoutIds } from '../graph/describe-call.ts';
import { describeOrigin, type ReportOrigin } from './problem-report.ts';

/** What a report of a fault needs to know: the known secrets, the person's folder, and where faults are reported. */
type FaultSurroundings = {
	origin: ReportOrigin;
	secrets?: readonly Secret[];
	/** Shown as `~`, since it names the person. */
	home?: string;
	/** Null where the package names no place. */
	reportAt: string | null;
};

/** The most lines that are shown of an error's message, and of its stack. */
const MOST_LINES = 3;
const MOST_PLACES = 6;
const LINE_LENGTH = 300;

const PLACE = /^\s*at (?:(.*) \()?(.*?):(\d+):(\d+)\)?$/;
/** A longer line of a stack is none: it is a part of the message. */
const LONGEST_PLACE = 1000;

/**
 * What is said when the program has died of a fault of its own. Fit to be shown: without a secret, an id or a folder.
 *
 *     fb-token-tui has stopped, because of a fault of its own.
 *     Nothing that was stored is lost.
 *
 *       TypeError: Cannot read properties of undefined (reading 'id')
 *         at verify (chunk-ABCD.js:12:345)
 *
 *     Please report it with this text.
 *     fb-token-tui 0.1.0, Node 20.20.0, linux x64, Graph API at graph.facebook.com
 */
export function faultReport(fault: unknown, { origin, secrets = [], home, reportAt }: FaultSurroundings): string {
	const scrub = (text: string) => {
		const known = home ? text.replaceAll(home, '~') : text;
		return withoutIds(redact(known, secrets));
	};
	return [
		'fb-token-tui has stopped, because of a fault of its own.',
		'Nothing that was stored is lost.',
		'',
		...linesOfFault(fault, scrub).map((line) => `  ${line}`),
		'',
		reportAt === null ? 'Please report it with this text.' : `Please report it with this text at ${reportAt}`,
		describeOrigin(origin),
		'',
	].join('\n');
}

function linesOfFault(fault: unknown, scrub: (text: string) => string): string[] {
	if (!(fault instanceof Error)) return linesOf(scrub(String(fault)));
	const { name, message, stack = '', cause } = fault;
	const lines = linesOf(scrub(message === '' ? name : `${name}: ${message}`));
	const places = stack.split('\n').flatMap((line) => placeIn(line) ?? []);
	const causes = cause instanceof Error ? linesOf(scrub(`Because of ${cause.name}: ${cause.message}`)) : [];
	return [...lines, ...places.slice(0, MOST_PLACES).map((place) => `  at ${scrub(place)}`), ...causes];
}

/** The lines of a text that can be shown in a terminal, no more and no longer than is of use. */
function linesOf(text: string): string[] {
	const lines = text.split('\n').map(cleanText).filter(Boolean);
	return lines
		.slice(0, MOST_LINES)
		.map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line));
}

/** A line of a stack without the folders; null for a line that is none. */
function placeIn(line: string): string | null {
	if (line.length > LONGEST_PLACE) return null;
	const [, where, path = '', row, column] = PLACE.exec(line) ?? [];
	if (row === undefined) return null;
	const file = path.startsWith('node:') ? path : (path.split(/[\\/]/).at(-1) ?? '');
	const place = cleanText(`${file}:${row}:${column}`);
	return where ? `${cleanText(where)} (${place})` : place;
}
