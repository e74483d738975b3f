import { Argument } from 'commander';
import { ABILITY_WORDS } from '../domain/abilities.ts';
import { ProblemError } from '../domain/problem.ts';
import { clientOf } from '../operations/profiles.ts';
import { type ReadOutcome, readTest } from '../operations/read-test.ts';
import { reportOfProblem } from '../operations/report.ts';
import { type Glyphs, glyphsFor } from '../terminal/glyphs.ts';
import { EXIT } from './shared/exit-code.ts';
import { findPage, PAGE_HELP, pageOf } from './shared/find-page.ts';
import { openProfile } from './shared/open-profile.ts';
import { tokenOf } from './shared/page-token.ts';
import { COMMAND_LINE, isSolvedByReconnecting, reconnect } from './shared/problem-ui.ts';
import { transportFor } from './shared/transport-for.ts';
import type { Verb } from './shared/verb.ts';
import { writeJson, writeProblem } from './shared/write.ts';

/**
 * Reads a Page's latest post and its comments with the Page token, and writes nothing at Meta. With `--json` what came of it is
 * one object on standard output, also when it failed.
 * @throws {ProblemError} why posts cannot be read.
 */
export const verb: Verb<object, [page: string]> = {
	arguments: [new Argument('<page>', PAGE_HELP)],
	help: `\
One post is read, else the number of followers, since an empty list proves nothing.
--json prints {"version": 1, "readTest": {"page", "postId", "reads"}}, also when it failed; each
read has ability (read or comments), is (proven, unproven or refused) and problem.`,
	examples: ["fb-token-tui read-test 'My Bakery'", 'fb-token-tui read-test 104829375610284 --json'],
	async run({ args: [word] }, context) {
		const { stdout, stderr, options, unicode, signal, hosts } = context;
		const { vault, profile, page: found } = await findPage(word, 'fb-token-tui read-test PAGE', context);
		const open = await openProfile(vault, profile, context, { graph: hosts.graph });
		const page = pageOf(open.profile, found.id);
		const { id, name } = page;
		const transport = transportFor(context, { version: open.profile.graphVersion });
		const { postId, outcomes } = await readTest(
			clientOf(transport, open),
			{ ...page, token: tokenOf(page, open.secrets) },
			signal,
		).finally(() => transport.close());
		if (options.json) {
			const reads = outcomes.map(({ ability, is, problem }) => ({
				...{ ability, is },
				problem: problem && reportOfProblem(problem, COMMAND_LINE),
			}));
			writeJson(stdout, { version: 1, readTest: { page: { id, name }, postId, reads } });
		} else {
			for (const outcome of outcomes) stdout.write(`${describe(outcome, glyphsFor(unicode))}: ${name} (${id})\n`);
		}
		const [posts, comments] = outcomes;
		if (comments.problem && !posts.problem && !options.json) writeProblem(stderr, comments.problem);
		const { problem } = posts;
		if (problem) {
			throw new ProblemError(isSolvedByReconnecting(problem) ? { ...problem, next: reconnect(open.profile) } : problem);
		}
		return comments.problem ? EXIT.failed : EXIT.fine;
	},
};

const IS: Readonly<Record<ReadOutcome['is'], { sign: (glyphs: Glyphs) => string; word: string }>> = {
	proven: { sign: ({ good }) => good, word: 'proven' },
	unproven: { sign: ({ warn }) => warn, word: 'not proven, there is nothing to read' },
	refused: { sign: ({ bad }) => bad, word: 'refused' },
};

function describe({ ability, is }: ReadOutcome, glyphs: Glyphs): string {
	const { sign, word } = IS[is];
	return `${sign(glyphs)} ${ABILITY_WORDS[ability]} ${word}`;
}
