import { type Problem, retold } from '../../domain/problem.ts';
import { nextStepFor, problemText } from '../../domain/problem-text.ts';
import type { NextStep } from '../../domain/problems/codes.ts';

const COMMANDS: Readonly<Record<NextStep, string | null>> = {
	credentials: 'Then correct FB_APP_ID or FB_APP_SECRET and run the same command again.',
	'user-token': 'To do so: fb-token-tui connect --via browser, or … | fb-token-tui connect',
	'connect-again': 'Then: … | fb-token-tui connect',
	// The remedies say so themselves.
	'try-again': null,
	'list-again': 'Then: fb-token-tui refresh',
	'name-page': 'Then: … | fb-token-tui connect --page ID',
	surroundings: 'What is in the way: fb-token-tui doctor',
	report: 'To show it to somebody: run the same command with --debug FILE.',
};

/** A remedy that names a command, an option or a variable already. */
const NAMES_ONE = /fb-token-tui|--[a-z]|FB_[A-Z]/;

/** A problem whose remedy names the command that comes next, where it does not do so already. */
export function withNextCommand(trouble: Problem): Problem {
	const next = nextStepFor(trouble);
	const command = next && COMMANDS[next];
	const { remedy } = problemText(trouble);
	if (!command || NAMES_ONE.test(remedy)) return trouble;
	return retold(trouble, { remedy: `${remedy} ${command}` });
}
