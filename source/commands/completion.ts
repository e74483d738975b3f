import { Argument } from 'commander';
import { COMPLETION_SCRIPTS } from '../completion/completion-scripts.ts';
import { SHELLS, type Shell } from '../completion/shells.ts';
import { EXIT } from './shared/exit-code.ts';
import type { Verb } from './shared/verb.ts';

/** Prints what a shell needs to complete the command line; all that it knows it asks this program for. */
export const verb: Verb<object, [shell: Shell]> = {
	arguments: [new Argument('<shell>', 'the shell').choices(SHELLS)],
	help: `\
Nothing in it is ever out of date: it asks this program with every Tab, and that reads no more
than the names in the store. It wants fb-token-tui on the PATH, as after npm install --global.`,
	examples: [
		'eval "$(fb-token-tui completion bash)"           # in ~/.bashrc, or for zsh in ~/.zshrc',
		'fb-token-tui completion fish | source            # in ~/.config/fish/config.fish',
		'fb-token-tui completion powershell | Out-String | Invoke-Expression  # in $PROFILE',
	],
	async run({ args: [shell] }, { stdout }) {
		stdout.write(COMPLETION_SCRIPTS[shell]);
		return EXIT.fine;
	},
};
