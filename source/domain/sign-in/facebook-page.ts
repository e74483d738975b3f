import { type Problem, problem } from '../problem.ts';
import type { ProblemCode } from '../problems/codes.ts';
import type { FacebookPage } from '../problems/sign-in.ts';

/** How Facebook's own error pages can be told by their words, and what each stands for. */
const PAGES: Readonly<Record<FacebookPage, { words: RegExp; code: ProblemCode }>> = {
	'invalid-scopes': { words: /invalid scopes?\b/i, code: 'missing-permission' },
	'feature-unavailable': {
		words: /feature unavailable|currently unavailable for this app|updating additional details for this app/i,
		code: 'app-blocked',
	},
	'app-unavailable': {
		words: /app isn.?t available|app is not available|at least one supported permission/i,
		code: 'sign-in-needed',
	},
	'not-linked': { words: /could not link .{1,80} to facebook|no configuration enabled/i, code: 'sign-in-needed' },
	'not-a-facebook-url': { words: /can.?t be a facebook url/i, code: 'sign-in-needed' },
	'redirect-refused': {
		words: /can.?t load url|url blocked|domain of this url isn.?t|redirect_uri|load url/i,
		code: 'sign-in-needed',
	},
};

/** Names of permissions in "Invalid Scopes: a, b". */
const NAMES = /\b[a-z]+(?:_[a-z0-9]+)+\b/g;

/** The problem that one of Facebook's error pages stands for, by the words on it; null for any other text. */
export function problemOfFacebookPage(text: string): Problem | null {
	const page = (Object.keys(PAGES) as FacebookPage[]).find((name) => PAGES[name].words.test(text));
	if (!page) return null;
	if (page === 'redirect-refused') return problem(PAGES[page].code, { kind: 'redirect-refused' });
	const listed = /invalid scopes?\b:?([^.<]{0,1000})/i.exec(text)?.[1] ?? '';
	const permissions = page === 'invalid-scopes' ? [...new Set(listed.match(NAMES))] : [];
	return problem(PAGES[page].code, { kind: 'facebook-page', page, permissions });
}

/** The same problem for an app that is known, so that its text has the link to that app's pages. */
export function withApp(problem: Problem, appId: string): Problem {
	const { facts } = problem;
	return facts?.kind === 'facebook-page' ? { ...problem, facts: { ...facts, appId } } : problem;
}

/** Does the app need a configuration of Facebook Login for Business, as far as a problem tells? */
export function needsConfiguration({ facts, graph }: Problem): boolean {
	if (facts?.kind === 'facebook-page') return facts.page === 'app-unavailable' || facts.page === 'not-linked';
	return graph?.subcode === 36008;
}
