import stringWidth from 'string-width';
import type { PageRecord } from '../domain/page.ts';
import { compareByRisk } from '../domain/page.ts';
import type { Problem } from '../domain/problem.ts';
import { formatExpiry } from '../domain/time.ts';

type Output = { write(text: string): unknown };

/** Writes one JSON value and a newline. */
export function writeJson(output: Output, value: unknown): void {
	output.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Writes a problem: one JSON object, or its title, cause and remedy as lines. */
export function writeProblem(output: Output, problem: Problem, { json = false } = {}): void {
	if (json) {
		writeJson(output, problem);
		return;
	}
	const { graph } = problem;
	const numbers = graph && [
		graph.code === null ? null : `code ${graph.code}${graph.subcode === null ? '' : `/${graph.subcode}`}`,
		graph.fbtraceId && `fbtrace_id ${graph.fbtraceId}`,
	];
	const detail = numbers?.filter(Boolean).join(', ');
	output.write(`${problem.title}\n  ${problem.cause}\n  ${problem.remedy}\n${detail ? `  Meta: ${detail}\n` : ''}`);
}

/** Writes Pages as a table, the riskiest first: verdict, name, id, and when the token ends or why it is of no use. */
export function writePages(output: Output, pages: readonly PageRecord[], now: number): void {
	const rows = [...pages]
		.sort(compareByRisk)
		.map((page) => [
			page.assessment?.verdict ?? 'unverified',
			page.name,
			page.id,
			page.assessment?.verdict === 'permanent' ? 'never expires' : explain(page, now),
		]);
	const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => stringWidth(row[column] ?? ''))));
	for (const row of rows) {
		const cells = row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))));
		output.write(`${cells.join('  ').trimEnd()}\n`);
	}
}

function explain({ assessment, problem }: PageRecord, now: number): string {
	if (assessment?.expiresAt && assessment.verdict !== 'invalid') return formatExpiry(assessment.expiresAt, now);
	return problem?.title ?? assessment?.reasons[0] ?? '';
}
