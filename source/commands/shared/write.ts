import { graphNumbers, type Problem } from '../../domain/problem.ts';
import { type ProblemUi, problemText } from '../../domain/problem-text.ts';
import type { Hosts } from '../../graph/hosts.ts';
import type { Outputs } from '../../operations/output-schema.ts';
import { type Reported, reportOf, reportOfProblem } from '../../operations/report.ts';
import { hostNotice } from './name-host.ts';
import { COMMAND_LINE } from './problem-ui.ts';

/** Where text goes. */
export type Output = { write(text: string): unknown };

/** Writes one of the JSON outputs and a newline. */
export function writeJson(output: Output, value: Outputs[keyof Outputs]): void {
	output.write(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Writes the one shape of the verbs, what was stored or found, with every problem's next command; profile by profile, so that
 * one at a time has to be held.
 */
export class ReportWriter {
	readonly #output: Output;
	readonly #options: { reveal: boolean };
	#isBegun = false;

	constructor(output: Output, options: { reveal: boolean }) {
		this.#output = output;
		this.#options = options;
	}

	add(reported: Reported): void {
		const [profile] = reportOf([reported], { ...this.#options, ui: COMMAND_LINE }).profiles;
		const text = JSON.stringify(profile, null, 2).replaceAll('\n', '\n    ');
		this.#output.write(`${this.#isBegun ? ',' : '{\n  "version": 1,\n  "profiles": ['}\n    ${text}`);
		this.#isBegun = true;
	}

	/** Without it what was written is no whole JSON. */
	end(): void {
		if (this.#isBegun) this.#output.write('\n  ]\n}\n');
		else writeJson(this.#output, reportOf([], this.#options));
	}
}

/** Writes the one shape of the verbs for one profile. */
export function writeReport(output: Output, reported: Reported, options: { reveal: boolean }): void {
	const writer = new ReportWriter(output, options);
	writer.add(reported);
	writer.end();
}

/** Writes a problem with the command that comes next: its title, cause and remedy as lines. */
export function writeProblem(output: Output, problem: Problem): void {
	output.write(`${textOfProblem(problem, COMMAND_LINE)}\n`);
}

/** A problem as lines: title, cause, remedy, and Meta's numbers. */
export function textOfProblem(problem: Problem, ui?: ProblemUi): string {
	const detail = graphNumbers(problem.graph);
	const { title, cause, remedy } = problemText(problem, ui);
	return `${title}\n  ${cause}\n  ${remedy}${detail ? `\n  Meta: ${detail}` : ''}`;
}

/**
 * Writes a problem as one JSON object. Its cause names the hosts that are used where they are not Meta's: the object is all
 * that is on standard error.
 */
export function writeProblemAsJson(output: Output, problem: Problem, hosts: Hosts | null): void {
	const report = reportOfProblem(problem, COMMAND_LINE);
	const notice = hosts && hostNotice(hosts);
	writeJson(output, notice === null ? report : { ...report, cause: `${report.cause} ${notice}` });
}
