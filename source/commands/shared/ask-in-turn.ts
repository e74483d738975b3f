import { ProblemError } from '../../domain/problem.ts';
import { isRetryable } from '../../domain/problem-text.ts';
import { redact } from '../../domain/redact.ts';
import { Secret } from '../../domain/secret.ts';
import { ProfileNameError } from '../../vault/profile.ts';
import type { Questions } from './questions.ts';
import { UsageError } from './usage-error.ts';
import { textOfProblem } from './write.ts';

/** One question of a dialog line by line. */
type Question = {
	/** Told before the question when it is new. */
	introduction?: readonly string[];
	/** The question, without its default. */
	text: string;
	/** What Enter answers, shown in brackets; without it, Enter is an empty answer. */
	usual?: string | Secret | undefined;
	isHidden?: boolean;
	/** What `?` tells. */
	help: readonly string[];
};

/** Where a dialog continues, if not with its next step. */
type Turn = 'again' | 'back' | 'end' | Step;

/** One step of a dialog: a question and what becomes of its answer, or work between the questions. */
export type Step = {
	/** Null where there is nothing to ask: a flag has answered it, or an earlier answer makes it pointless. */
	question: () => Question | null | Promise<Question | null>;
	/**
	 * Takes the answer; null where nothing was asked.
	 * @throws {ProblemError} {UsageError} what is wrong with it. It is told, and asked again.
	 */
	take: (answer: string | null) => Promise<Turn | undefined>;
};

/**
 * Asks one question after the other. Enter takes the default, `?` explains, Ctrl+D goes back. Work that fails goes back to
 * the last question. Tells whether all was answered, the person went back from the first question, or a step has ended it.
 * @throws {ProblemError} `cancelled` for Ctrl+C; what has failed before anything was asked.
 */
export async function askInTurn(
	steps: readonly Step[],
	{ signal }: { signal: AbortSignal },
	questions: Questions,
): Promise<'answered' | 'back' | 'end'> {
	let asked: Step[] = [];
	let introduced: Step | null = null;
	const answers = new Map<Step, string>();
	/** Has only the network failed? Then Enter gives the same answer again. */
	let canRetry = false;
	for (let step = steps[0]; step; ) {
		const question: Question | null = await step.question();
		let answer: string | null = null;
		if (question) {
			if (introduced !== step) questions.tell(...(question.introduction ?? []));
			introduced = step;
			const last = canRetry ? answers.get(step) : undefined;
			const usual = last === undefined ? question.usual : question.isHidden ? new Secret(last) : last;
			answer = await questions.ask(promptOf(question, usual), question);
			if (answer?.trim() === '?') {
				questions.tell(...question.help);
				continue;
			}
			if (answer?.trim() === '' && usual !== undefined) answer = typeof usual === 'string' ? usual : usual.reveal();
		}
		canRetry = false;
		if (answer !== null) answers.set(step, answer);
		let turn: Turn | undefined = 'back';
		if (!question || answer !== null) {
			try {
				turn = await step.take(answer);
			} catch (error) {
				if (signal.aborted || !isRefusal(error) || (!question && asked.length === 0)) throw error;
				questions.tell(redact(error instanceof ProblemError ? textOfProblem(error.problem) : error.message));
				if (question) turn = 'again';
				canRetry = error instanceof ProblemError && isRetryable(error.problem);
			}
		}
		if (turn === 'end') return turn;
		if (turn === 'again') continue;
		if (turn === 'back') {
			step = asked.pop();
			if (!step) return turn;
			continue;
		}
		if (question) asked.push(step);
		step = turn ?? steps[steps.indexOf(step) + 1];
		if (turn) asked = asked.filter((before) => steps.indexOf(before) < steps.indexOf(turn));
	}
	return 'answered';
}

function promptOf({ text }: Question, usual: string | Secret | undefined): string {
	if (usual === undefined) return `${text}: `;
	return `${text} [${typeof usual === 'string' ? redact(usual) : `${usual.length} characters`}]: `;
}

/** Is this something that another answer may avoid? All else is a fault of this program. */
function isRefusal(error: unknown): error is Error {
	return error instanceof ProblemError || error instanceof UsageError || error instanceof ProfileNameError;
}
