import { Argument } from 'commander';
import { EXIT } from '../shared/exit-code.ts';
import { openSecrets } from '../shared/open-profile.ts';
import { openVault } from '../shared/open-vault.ts';
import { Questions } from '../shared/questions.ts';
import { warnAboutExposure } from '../shared/save-target.ts';
import type { Verb } from '../shared/verb.ts';

/**
 * Gives a profile another name.
 * @throws {ProfileNameError} for a name that cannot be one or is taken.
 */
export const verb: Verb<object, [from: string, to: string]> = {
	arguments: [new Argument('<old>'), new Argument('<new>')],
	examples: ['fb-token-tui profiles rename my-app my-bakery', "fb-token-tui profiles rename my-app 'My Bakery'"],
	async run({ args: [from, to] }, context) {
		const vault = openVault(context);
		const profile = await vault.find(from);
		using questions = new Questions(context);
		if (profile.storage === 'passphrase') await openSecrets(vault, profile, context, { questions });
		const { name } = await vault.rename(from, to);
		context.stderr.write(`"${profile.name}" is now "${name}".\n`);
		warnAboutExposure(vault, context.stderr);
		return EXIT.fine;
	},
};
