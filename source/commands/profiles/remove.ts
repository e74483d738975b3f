import { Argument, Option } from 'commander';
import type { ListedProfile } from '../../vault/profile.ts';
import { EXIT } from '../shared/exit-code.ts';
import { openVault } from '../shared/open-vault.ts';
import { Questions } from '../shared/questions.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { Verb } from '../shared/verb.ts';

/**
 * Removes a profile from this machine, once the person has said yes.
 * @throws {UsageError} where there is nobody to ask, and `yes` was not said.
 */
export const verb: Verb<{ yes?: boolean }, [name: string]> = {
	arguments: [new Argument('<name>')],
	options: [new Option('--yes', 'do not ask')],
	examples: ['fb-token-tui profiles remove my-bakery', 'fb-token-tui profiles remove my-bakery --yes'],
	async run({ args: [name], options: { yes = false } }, context) {
		const { stderr } = context;
		using questions = new Questions(context);
		if (!yes && !questions.canAsk) throw new UsageError('Nobody can be asked here: add --yes to remove the profile.');
		const vault = openVault(context);
		const profile = await vault.find(name);
		const question = `Remove "${profile.name}" with ${tokensOf(profile)} from this machine? At Meta they stay valid.`;
		if (!yes && !(await questions.confirm(question))) {
			stderr.write('Nothing was removed.\n');
			return EXIT.cancelled;
		}
		const { isKeyLeft } = await vault.remove(name);
		stderr.write(`"${profile.name}" was removed.\n`);
		if ((await vault.defaultName()) === profile.name) {
			stderr.write('It was the default profile. Choose another: fb-token-tui profiles use NAME\n');
		}
		if (isKeyLeft) {
			stderr.write(
				'Its key is still in the keychain, out of reach for now. It opens nothing, and goes with a later change.\n',
			);
		}
		return EXIT.fine;
	},
};

function tokensOf({ pages: { tokens } }: ListedProfile): string {
	return tokens === 1 ? 'its Page token' : `its ${tokens} Page tokens`;
}
