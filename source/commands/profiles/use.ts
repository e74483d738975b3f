import { Argument } from 'commander';
import { EXIT } from '../shared/exit-code.ts';
import { openVault } from '../shared/open-vault.ts';
import type { Verb } from '../shared/verb.ts';

/**
 * Makes a profile the default one, which counts where neither `--profile` nor FB_TOKEN_TUI_PROFILE names another.
 * @throws {ProblemError} `not-found`
 */
export const verb: Verb<object, [name: string]> = {
	arguments: [new Argument('<name>')],
	help: `\
Commands take this profile unless --profile or FB_TOKEN_TUI_PROFILE names another. Without a default \
profile they take the only one, and PAGE may be in any profile.`,
	examples: ['fb-token-tui profiles use my-bakery', "fb-token-tui profiles use 'My Bakery'"],
	async run({ args: [name] }, context) {
		const profile = await openVault(context).use(name);
		context.stderr.write(`"${profile.name}" is now the default profile.\n`);
		if (context.env.FB_TOKEN_TUI_PROFILE?.trim()) {
			context.stderr.write('FB_TOKEN_TUI_PROFILE is set, and comes before it.\n');
		}
		return EXIT.fine;
	},
};
