import { COMPLETION_SCRIPTS } from '../completion/completion-scripts.ts';
import type { Shell } from '../completion/shells.ts';
import type { Context } from './shared/context.ts';
import { EXIT } from './shared/exit-code.ts';

/** Prints what a shell needs to complete the command line; all that it knows it asks this program for. */
export async function completion(shell: Shell, { stdout }: Context): Promise<number> {
	stdout.write(COMPLETION_SCRIPTS[shell]);
	return EXIT.fine;
}
