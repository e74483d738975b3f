import type { Problem } from '../domain/problem.ts';
import { isSolvedBySignIn } from '../domain/problem-text.ts';
import { openPage, type SessionState } from './state.ts';

/** All that is wrong on the way to the Pages: what ended the sign-in, what could not be stored, then the rest as it came. */
export function workProblems({ opened, connection, verifyProblem }: SessionState): Problem[] {
	return [opened?.ended, opened?.unsaved, ...connection.problems, verifyProblem].flatMap((problem) => problem ?? []);
}

/** Does Enter sign in again on this screen, since the same token would lead to the same problem? */
export function signsInAgain(state: SessionState): boolean {
	const { step, pages, connection } = state;
	const isWithoutPages = step === 'progress' || (step === 'pages' && pages.length === 0);
	const problem = step === 'page' ? openPage(state)?.problem : isWithoutPages ? connection.problems.at(-1) : null;
	return problem ? isSolvedBySignIn(problem) : false;
}

/** What is wrong on the screen that the journey is at. */
export function problemsOf(journey: SessionState): Problem[] {
	const { step, app, token, signIn, unlock, adding, exporting, publishTest, save, profiles } = journey;
	const refusals: (Problem | null | undefined)[] = {
		profiles: [profiles.problem],
		unlock: [unlock?.problem],
		app: [app.status.state === 'refused' ? app.status.problem : null],
		permissions: [],
		token: [token, signIn].map(({ status }) => (status.state === 'refused' ? status.problem : null)),
		progress: workProblems(journey),
		pages: workProblems(journey),
		page: [
			openPage(journey)?.problem,
			journey.verifyProblem,
			publishTest?.status.state === 'refused' ? publishTest.status.problem : null,
		],
		add: [adding.status.state === 'refused' ? adding.status.problem : null],
		export: [exporting?.status.state === 'refused' ? exporting.status.problem : null],
		save: [save?.status.state === 'refused' ? save.status.problem : null],
	}[step];
	return refusals.flatMap((problem) => problem ?? []);
}
