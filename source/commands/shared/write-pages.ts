import stringWidth from 'string-width';
import { compareByRisk, type PageRecord } from '../../domain/page.ts';
import { describeEnd } from '../../domain/page-text.ts';
import { plural } from '../../domain/plural.ts';
import { problemText } from '../../domain/problem-text.ts';
import { fitText } from '../../terminal/fit-text.ts';
import type { Output } from './write.ts';

const NAME_WIDTH = 40;

/** Writes Pages as a table, the riskiest first: verdict, id, name (cut), and when the token ends or why it is of no use. */
export function writePages(output: Output, pages: readonly PageRecord[], now: number, indent = ''): void {
	const sorted = [...pages].sort(compareByRisk);
	const names = sorted.map(({ name }) => fitText(name, NAME_WIDTH));
	const cells = names.map(({ text, extra }) => stringWidth(text) + extra);
	const nameWidth = Math.max(0, ...cells);
	const idWidth = Math.max(0, ...sorted.map(({ id }) => id.length));
	for (const [index, page] of sorted.entries()) {
		const verdict = page.assessment?.verdict ?? 'unverified';
		const name = (names[index]?.text ?? '') + ' '.repeat(nameWidth - (cells[index] ?? 0));
		const { end, limit } = describeEnd(page, now);
		const rest = limit === null ? end : `${end}, ${limit}`;
		output.write(`${indent}${verdict.padEnd(10)}  ${page.id.padEnd(idWidth)}  ${name}  ${rest}`.trimEnd().concat('\n'));
	}
}

/** How many Pages were not selected at the sign-in, and what to do; null for none. */
export function noteOfDeselected(pages: readonly PageRecord[]): string | null {
	const deselected = pages.flatMap(({ problem }) =>
		problem?.facts?.kind === 'no-token' && problem.facts.why === 'not-selected' ? [problem] : [],
	);
	const [first] = deselected;
	return first
		? `${plural(deselected.length, 'Page')} not selected when you signed in. ${problemText(first).remedy}`
		: null;
}
