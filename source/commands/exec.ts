import { Argument } from 'commander';
import { cleanText } from '../domain/clean-text.ts';
import { environmentForChildren } from '../domain/environment.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { findPage, PAGE_HELP } from './shared/find-page.ts';
import { assertUsable, noteUnverified, openToken } from './shared/page-token.ts';
import type { Verb } from './shared/verb.ts';

/** The exit codes of a shell. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * Runs a command with a Page, its token included, in its environment, and without the secrets of this program. Gives the exit
 * code of the command; 128 and the number of the signal that has ended it; 127 or 126 where it could not be run.
 * @throws {UsageError} where the Page is not told clearly.
 * @throws {ProblemError} where there is no such Page, no token of it, or none that lives; as opening a profile does.
 */
export const verb: Verb<object, [page: string, command: [string, ...string[]]]> = {
	arguments: [new Argument('<page>', PAGE_HELP), new Argument('<command...>', 'what to run, and its arguments')],
	usage: '[options] <page> -- <command> [arguments]',
	help: `\
The command has FB_PAGE_ID, FB_PAGE_NAME and FB_PAGE_ACCESS_TOKEN, the standard streams, and the
signals that are sent to fb-token-tui; it has none of the secrets in FB_APP_SECRET and the
passphrases. Its exit code is that of fb-token-tui: 128+n where signal n has ended it, 127 where
there is no such command, 126 where it cannot be run.`,
	examples: [
		"fb-token-tui exec 'My Bakery' -- node post.js",
		"fb-token-tui exec 104829375610284 -- sh -c 'echo $FB_PAGE_NAME'",
	],
	async run({ args: [word, [command, ...args]] }, context) {
		const { env, stdin, stdout, stderr, signal, now } = context;
		const found = await findPage(word, 'fb-token-tui exec PAGE', context);
		const { page, profile } = found;
		assertUsable(found, now());
		noteUnverified(page, profile, context);
		const token = await openToken(found, context);
		if (signal.aborted) throw new ProblemError(problem('cancelled'));
		const { runForeground } = await import('../system/run-foreground.ts');
		const ending = await runForeground(command, args, {
			env: {
				...environmentForChildren(env),
				FB_PAGE_ID: page.id,
				FB_PAGE_NAME: page.name.replaceAll('\0', ''),
				FB_PAGE_ACCESS_TOKEN: token.reveal(),
			},
			inTerminal: [stdin, stdout, stderr].some(({ isTTY }) => isTTY),
		});
		if ('exitCode' in ending) return ending.exitCode;
		const { error } = ending;
		const isMissing = error === 'ENOENT' || error === 'ENOTDIR';
		stderr.write(`${cleanText(command)}: ${isMissing ? 'command not found' : `it cannot be run (${error})`}\n`);
		return isMissing ? NOT_FOUND : NOT_EXECUTABLE;
	},
};
