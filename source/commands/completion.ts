import type { Shell } from '../domain/shells.ts';
import { COMPLETION_SCRIPTS } from './completion-scripts.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-code.ts';

/** Prints what a shell needs to complete the command line; all that it knows it asks this program for. */
export async function completion(shell: Shell, { stdout }: Context): Promise<number> {
	stdout.write(COMPLETION_SCRIPTS[shell]);
	return EXIT.fine;
}
