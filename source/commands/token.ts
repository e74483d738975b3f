import { Argument } from 'commander';
import { reportOfPage } from '../operations/report.ts';
import { EXIT } from './shared/exit-code.ts';
import { findPage, PAGE_HELP } from './shared/find-page.ts';
import { assertUsable, noteUnverified, openToken, refuseTerminal } from './shared/page-token.ts';
import { COMMAND_LINE } from './shared/problem-ui.ts';
import type { Verb } from './shared/verb.ts';
import { writeJson } from './shared/write.ts';

/**
 * Prints the token of a Page and a newline, nothing else; or with `--json` the Page as it stands in the output of `list`, the
 * token in it with `--reveal` alone. A token that is known to be dead is not printed.
 * @throws {UsageError} into a terminal, and where the Page is not told clearly.
 * @throws {ProblemError} where there is no such Page, no token of it, or none that lives; as opening a profile does.
 */
export const verb: Verb<object, [page: string]> = {
	arguments: [new Argument('<page>', PAGE_HELP)],
	help: `\
Into a terminal only with --reveal. With --json it prints {"version": 1, "token": {…}}, one of
the pages of list; as everywhere in JSON, the token itself is there only with --reveal.`,
	examples: [
		"fb-token-tui token 'My Bakery' | gh secret set FB_PAGE_TOKEN",
		'fb-token-tui token 104829375610284 --json',
	],
	async run({ args: [word] }, context) {
		const { options, stdout, now } = context;
		if (!options.json) refuseTerminal(context, 'Pipe it on');
		const found = await findPage(word, 'fb-token-tui token PAGE', context);
		const { page, profile } = found;
		assertUsable(found, now());
		noteUnverified(page, profile, context);
		if (options.json) {
			const token = options.reveal ? await openToken(found, context) : null;
			const record = { ...page, token };
			writeJson(stdout, { version: 1, token: reportOfPage(record, profile.wanted, { ...options, ui: COMMAND_LINE }) });
		} else {
			stdout.write(`${(await openToken(found, context)).reveal()}\n`);
		}
		return EXIT.fine;
	},
};
