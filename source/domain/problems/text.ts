import type { NextStep, ProblemCode } from './codes.ts';

/** The error as Graph gave it, for people who look it up. `message` is scrubbed of secrets. */
export type GraphDetail = {
	code: number | null;
	subcode: number | null;
	type: string | null;
	message: string | null;
	/** Meta's words for people, in the language of the request; Meta gives them with some errors only. */
	userTitle?: string | undefined;
	userMessage?: string | undefined;
	fbtraceId: string | null;
	/** The HTTP status. */
	status: number | null;
};

/** What went wrong, why, and what to do about it. */
export type ProblemText = {
	title: string;
	cause: string;
	remedy: string;
	/** Does trying the same again help? */
	retryable: boolean;
};

/** What facts tell better than the code alone. `next` is null where the remedy says all. */
export type Told = Partial<ProblemText> & { next?: NextStep | null };

/** The texts of some kinds of facts: each kind is a function from its facts. */
export type TextsByKind = Readonly<
	Record<string, (facts: never, subject: { code: ProblemCode; graph: GraphDetail | null }) => Told>
>;

/** The facts of each of some texts. */
export type FactsByKind<Texts> = {
	[Kind in keyof Texts]: Texts[Kind] extends () => Told
		? object
		: Texts[Kind] extends (facts: infer Facts, ...rest: never[]) => Told
			? Facts
			: never;
};
