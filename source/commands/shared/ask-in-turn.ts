import { ProblemError } from '../../domain/problem.ts';
import { isRetryable } from '../../domain/problem-text.ts';
import { Secret } from '../../domain/secret.ts';
import { ProfileNameError } from '../../vault/profile.ts';
import type { Questions } from './questions.ts';
import { UsageError } from './usage-error.ts';
import { textOfProblem } from './write.ts';

/** Where a dialog goes on, if not at its next step. */
type Turn = 'again' | 'back' | 'restart' | 'end';

/** One step of a dialog line by line: a question, or work that needs no answer. */
export type Step = {
	/** Is there something to ask? There is not where a flag has answered it, or an earlier answer makes it pointless. */
	isAsked: () => boolean;
	/** What is told before the question when it is new. */
	introduction?: () => readonly string[];
	/** The question, without its default. */
	text: () => string;
	/** The answer that Enter gives, shown in brackets; null where there is none. */
	usual: () => string | Secret | null;
	isHidden?: boolean;
	/** What `?` tells. */
	help: () => readonly string[];
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
	{ questions, signal }: { questions: Questions; signal: AbortSignal },
): Promise<'answered' | 'back' | 'end'> {
	const asked: number[] = [];
	let told: Step | null = null;
	/** The last answer, where only the network has failed. */
	let retry: string | Secret | null = null;
	for (let index = 0; ; ) {
		const step = steps[index];
		if (!step) return 'answered';
		const isAsked = step.isAsked();
		let answer: string | null = null;
		if (isAsked) {
			if (told !== step) questions.tell(...(step.introduction?.() ?? []));
			const usual: string | Secret | null = (told === step && retry) || step.usual();
			told = step;
			answer = await questions.ask(promptOf(step, usual), { isHidden: step.isHidden === true });
			if (answer?.trim() === '?') {
				questions.tell(...step.help());
				continue;
			}
			if (answer?.trim() === '' && usual !== null) answer = typeof usual === 'string' ? usual : usual.reveal();
		}
		retry = null;
		let turn: Turn | undefined = 'back';
		if (!isAsked || answer !== null) {
			try {
				turn = await step.take(answer);
			} catch (error) {
				if (signal.aborted || !isRefusal(error) || (!isAsked && asked.length === 0)) throw error;
				questions.tell(error instanceof ProblemError ? textOfProblem(error.problem) : error.message);
				if (isAsked) turn = 'again';
				if (answer !== null && error instanceof ProblemError && isRetryable(error.problem))
					retry = step.isHidden ? new Secret(answer) : answer;
			}
		}
		if (turn === 'end') return turn;
		if (turn === 'restart') {
			asked.length = 0;
			index = 0;
		} else if (turn === 'back') {
			const before = asked.pop();
			if (before === undefined) return turn;
			index = before;
		} else if (turn !== 'again') {
			if (isAsked) asked.push(index);
			index++;
		}
	}
}

function promptOf({ text }: Step, usual: string | Secret | null): string {
	if (usual === null) return `${text()}: `;
	return `${text()} [${typeof usual === 'string' ? usual : `${usual.length} characters`}]: `;
}

/** Is this something that another answer may avoid? All else is a fault of this program. */
function isRefusal(error: unknown): error is Error {
	return error instanceof ProblemError || error instanceof UsageError || error instanceof ProfileNameError;
}
