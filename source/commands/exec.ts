import { Argument, Option } from 'commander';
import { cleanText } from '../domain/clean-text.ts';
import { environmentForChildren } from '../domain/environment.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { findPage, PAGE_HELP } from './shared/find-page.ts';
import { openSecrets } from './shared/open-profile.ts';
import { ENV_HELP, type PageVariable, pageVariable, valuesOf } from './shared/page-fields.ts';
import { assertUsable, noteUnverified } from './shared/page-token.ts';
import type { Verb } from './shared/verb.ts';

/** The exit codes of a shell. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** What is set without `--env`. */
const VARIABLES: readonly PageVariable[] = [
	{ name: 'FB_PAGE_ID', field: 'id' },
	{ name: 'FB_PAGE_NAME', field: 'name' },
	{ name: 'FB_PAGE_ACCESS_TOKEN', field: 'token' },
];

/**
 * Runs a command with a Page, its token included, in its environment, and without the secrets of this program. Gives the exit
 * code of the command; 128 and the number of the signal that has ended it; 127 or 126 where it could not be run.
 * @throws {UsageError} where the Page is not told clearly.
 * @throws {ProblemError} where there is no such Page, no token of it, or none that lives; as opening a profile does.
 */
export const verb: Verb<{ env?: PageVariable[] }, [page: string, command: [string, ...string[]]]> = {
	arguments: [new Argument('<page>', PAGE_HELP), new Argument('<command...>', 'what to run, and its arguments')],
	options: [new Option('--env <name=field>', `${ENV_HELP} (default: see below)`).argParser(pageVariable)],
	usage: '[options] <page> [--] <command> [arguments]',
	help: `\
The command has ${VARIABLES.map(({ name }) => name).join(', ')}, or only the variables of --env, in \
its environment. It has standard input and output, and the signals that are sent to fb-token-tui. It \
has no secret of FB_APP_SECRET and the passphrases: the app secret only if --env asks for it.

Everything from the command on is for the command, with or without --. Its exit code is that of \
fb-token-tui: 128+n where signal n has ended it, 127 where there is no such command, 126 where it \
cannot be run.`,
	examples: [
		"fb-token-tui exec 'My Bakery' node post.js",
		"fb-token-tui exec 104829375610284 --env META_PAGE_ACCESS_TOKEN=token -- sh -c 'echo $PATH'",
	],
	async run({ args: [word, [command, ...args]], options: { env: variables = VARIABLES } }, context) {
		const { env, stdin, stdout, stderr, signal, now } = context;
		const found = await findPage(word, 'fb-token-tui exec PAGE', context);
		const { page, profile } = found;
		assertUsable(found, now());
		noteUnverified(page, profile, context);
		const values = valuesOf(variables, found, await openSecrets(found.vault, profile, context));
		if (signal.aborted) throw new ProblemError(problem('cancelled'));
		const { runForeground } = await import('../system/run-foreground.ts');
		const ending = await runForeground(command, args, {
			env: { ...environmentForChildren(env), ...Object.fromEntries(values) },
			inTerminal: [stdin, stdout, stderr].some(({ isTTY }) => isTTY),
		});
		if ('exitCode' in ending) return ending.exitCode;
		const { error } = ending;
		const isMissing = error === 'ENOENT' || error === 'ENOTDIR';
		stderr.write(`${cleanText(command)}: ${isMissing ? 'command not found' : `it cannot be run (${error})`}\n`);
		return isMissing ? NOT_FOUND : NOT_EXECUTABLE;
	},
};
