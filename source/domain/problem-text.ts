import type { FactsKind, FactsOf, FactsOfDeeds, NextAction, Problem } from './problem.ts';
import { CALL_TEXTS } from './problems/call.ts';
import { entryOf, type NextStep, type ProblemCode } from './problems/codes.ts';
import { COMMAND_TEXTS } from './problems/command.ts';
import { CONNECT_TEXTS, hidesPages, nameOfPart } from './problems/connect.ts';
import { GRAPH_ERROR_TEXTS } from './problems/graph-error.ts';
import { INPUT_TEXTS } from './problems/input.ts';
import { SIGN_IN_TEXTS } from './problems/sign-in.ts';
import { STORE_TEXTS } from './problems/store.ts';
import type { ProblemText, Told } from './problems/text.ts';
import { TOKEN_TEXTS } from './problems/token.ts';
import { formatAge, formatExpiry } from './time.ts';

const DEED_TEXTS: { readonly [Kind in keyof FactsOfDeeds]: TextOf<Kind> } = {
	'dead-page-token': ({ page, failure, isRefused, expiresAt, checkedAt, now }) => {
		const { title, cause, remedy, retryable } = problemText(failure);
		const age = checkedAt === null ? '' : ` Meta said so ${formatAge(checkedAt, now)}.`;
		return {
			title: `The token of ${page} is invalid`,
			cause: isRefused ? `${title}. ${cause}${age}` : `It ${formatExpiry(expiresAt, now)}.`,
			...{ remedy, retryable, next: null },
		};
	},
	'none-usable': ({ count, failure }) => {
		const { title, cause, ...others } = problemText(failure);
		return {
			...others,
			title: `None of the ${count} Pages has a living token`,
			cause: `${title}. ${cause}`,
			next: nextStepFor(failure),
		};
	},
	'maybe-posted': ({ failure, page, message }) => ({
		...problemText(failure),
		cause: `${problemText(failure).cause} The unpublished post may have been made all the same, and then it is still there.`,
		remedy: `Look for it among the posts of ${page} in Meta Business Suite (business.facebook.com), and delete it: "${message}"`,
		retryable: false,
	}),
	'post-left': ({ failure, url }) => ({
		title: 'The test post could not be deleted',
		cause: `The token can publish: the unpublished post was made. Deleting it failed: ${problemText(failure).title}. ${problemText(failure).cause}`,
		remedy: `Delete it by hand: ${url}`,
		retryable: false,
	}),
	'nothing-revoked': ({ failure }) => ({
		...problemText(failure),
		cause: `Nothing was taken back. ${problemText(failure).cause}`,
		next: nextStepFor(failure),
	}),
	'revoked-unasked': ({ failure, doubt }) => {
		const done = doubt
			? `Whether the permissions were taken back is not known (${problemText(doubt).title}).`
			: 'Meta has taken the permissions back.';
		return {
			...problemText(failure),
			cause: `${done} The stored tokens could not be asked about. ${problemText(failure).cause}`,
			next: nextStepFor(failure),
		};
	},
};

type TextOf<Kind extends FactsKind> = (facts: FactsOf<Kind>, subject: Problem) => Told;

/** One text for each kind of facts: the compiler says which one is missing. */
const TEXTS: { readonly [Kind in FactsKind]: TextOf<Kind> } = {
	...CALL_TEXTS,
	...CONNECT_TEXTS,
	...GRAPH_ERROR_TEXTS,
	...COMMAND_TEXTS,
	...DEED_TEXTS,
	...INPUT_TEXTS,
	...SIGN_IN_TEXTS,
	...STORE_TEXTS,
	...TOKEN_TEXTS,
};

/** How a UI completes a remedy by what comes next: its own key or command. `next` is null where the remedy says all. */
export type ProblemUi = (remedy: string, next: NextStep | NextAction | null, code: ProblemCode) => string;

/** On the screens the keys stand beside the text. */
const SCREEN: ProblemUi = (remedy) => remedy;

/** The text of a problem for a UI. */
export function problemText(problem: Problem, ui: ProblemUi = SCREEN): ProblemText {
	const { title, cause, remedy, course } = entryOf(problem.code);
	const { next, ...told } = toldBy(problem);
	const whole = { title, cause, remedy, retryable: course === 'passes', ...told };
	whole.remedy = ui(whole.remedy, problem.next ?? nextStepFor(problem), problem.code);
	const { part } = problem;
	if (!part) return whole;
	const missing = hidesPages(problem) ? ' The list may be incomplete.' : '';
	return { ...whole, cause: `${nameOfPart(part)}: ${whole.cause}${missing}` };
}

/** Does trying the same again help? */
export function isRetryable(problem: Problem): boolean {
	return problemText(problem).retryable;
}

/** What the person does next about a problem; null where its remedy says all. */
export function nextStepFor(problem: Problem): NextStep | null {
	return { next: entryOf(problem.code).next, ...toldBy(problem) }.next;
}

/** Does the person sign in again next, since the same token would lead to the same problem? */
export function isSolvedBySignIn(problem: Problem): boolean {
	const next = nextStepFor(problem);
	return next === 'user-token' || next === 'select-pages';
}

function toldBy(problem: Problem): Told {
	return problem.facts ? textFor(problem.facts, problem) : {};
}

function textFor<Kind extends FactsKind>(facts: FactsOf<Kind>, subject: Problem): Told {
	const text: TextOf<Kind> = TEXTS[facts.kind];
	return text(facts, subject);
}
