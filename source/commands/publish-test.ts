import { Argument, Option } from 'commander';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, ProblemError } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { clientOf } from '../operations/profiles.ts';
import { type PublishTest, publishTest as testPublishing } from '../operations/publish-test.ts';
import { reportOfProblem } from '../operations/report.ts';
import { glyphsFor } from '../terminal/glyphs.ts';
import type { StoredProfile } from '../vault/profile.ts';
import type { OpenProfile } from '../vault/vault.ts';
import type { Context } from './shared/context.ts';
import { EXIT } from './shared/exit-code.ts';
import { findPage, PAGE_HELP, pageOf } from './shared/find-page.ts';
import { openProfile } from './shared/open-profile.ts';
import { tokenOf } from './shared/page-token.ts';
import { COMMAND_LINE, isSolvedByReconnecting, reconnect } from './shared/problem-ui.ts';
import { Questions } from './shared/questions.ts';
import { transportFor } from './shared/transport-for.ts';
import { follow } from './shared/unattended.ts';
import { UsageError } from './shared/usage-error.ts';
import type { Verb } from './shared/verb.ts';
import { writeJson } from './shared/write.ts';

type PublishTestOptions = { yes?: boolean };

const VISIBILITY =
	'While the app is in Development mode, only people with a role on the app see its posts. Once it is Live, everybody does.\n';

/**
 * Makes an unpublished post on a Page and deletes it, once the person has said yes. With `--json` what came of it is one
 * object on standard output, also when it failed.
 * @throws {UsageError} where there is nobody to ask, and `yes` was not said.
 * @throws {ProblemError} what went wrong.
 */
export const verb: Verb<PublishTestOptions, [page: string]> = {
	arguments: [new Argument('<page>', PAGE_HELP)],
	options: [new Option('--yes', 'do not ask')],
	help: `\
Meta is asked for the post once, and it is deleted also after Ctrl+C. Where it could not be
deleted, or may have been made without an answer, you are told how to find it.
--json prints {"version": 1, "publishTest": {"page", "postId", "deleted", "problem"}}, also when
it failed; page has id and name.`,
	examples: ["fb-token-tui publish-test 'My Bakery'", 'fb-token-tui publish-test 104829375610284 --yes --json'],
	async run({ args: [word], options: { yes = false } }, context) {
		const agreed = await agree(word, yes, context);
		if (!agreed) {
			context.stderr.write('Nothing was posted.\n');
			return EXIT.cancelled;
		}
		const { open, page } = agreed;
		const result = await run(open, page, context);
		const problem = result.problem && withRemedy(result.problem, result, open.profile);
		tell({ ...result, problem: problem }, page, context);
		if (problem) throw new ProblemError(problem);
		return EXIT.fine;
	},
};

type WithToken = PageRecord & { token: Secret };

/** The Page that is meant, once the person has said yes; null for a no. From then on Ctrl+C is a signal again. */
async function agree(
	text: string,
	yes: boolean,
	context: Context,
): Promise<{ open: OpenProfile; page: WithToken } | null> {
	using questions = new Questions(context);
	if (!yes && !questions.canAsk) throw new UsageError('Nobody can be asked here: add --yes to make the test post.');
	const { vault, profile, page: found } = await findPage(text, 'fb-token-tui publish-test PAGE', context);
	const open = await openProfile(vault, profile, context, { questions, graph: context.hosts.graph });
	const page = pageWithToken(open, found.id);
	const question = `This creates an unpublished post on ${page.name} and deletes it at once. Go on?`;
	return yes || (await questions.confirm(question)) ? { open, page } : null;
}

/** The Page in what was opened, which may be newer than what it was chosen from. */
function pageWithToken({ profile, secrets }: OpenProfile, id: string): WithToken {
	const page = pageOf(profile, id);
	return { ...page, token: tokenOf(page, secrets) };
}

async function run(open: OpenProfile, page: WithToken, context: Context): Promise<PublishTest> {
	const { stderr, signal, options } = context;
	const transport = transportFor(context, { version: open.profile.graphVersion });
	const stopping = () => {
		if (!options.json) stderr.write('Stopping once the post is deleted; Ctrl+C once more would leave it there\n');
	};
	signal.addEventListener('abort', stopping, { once: true });
	try {
		const client = clientOf(transport, open);
		return await follow(testPublishing(client, page, context), ({ postId }) => {
			if (!options.json) stderr.write(`Posted ${postId}, unpublished; deleting it\n`);
		});
	} finally {
		signal.removeEventListener('abort', stopping);
		await transport.close();
	}
}

/** A dead token is stored: the way to a new one is to connect again. */
function withRemedy(problem: Problem, { postId }: PublishTest, profile: StoredProfile): Problem {
	return postId === null && isSolvedByReconnecting(problem) ? { ...problem, next: reconnect(profile) } : problem;
}

function tell(
	{ postId, deleted, problem }: PublishTest,
	{ id, name }: PageRecord,
	{ options, stdout, stderr, unicode }: Context,
): void {
	if (options.json) {
		writeJson(stdout, {
			version: 1,
			publishTest: { page: { id, name }, postId, deleted, problem: problem && reportOfProblem(problem, COMMAND_LINE) },
		});
	} else if (!problem) {
		stdout.write(`${glyphsFor(unicode).good} ${name} (${id}): posted unpublished, and deleted again\n`);
		stderr.write(VISIBILITY);
	}
}
