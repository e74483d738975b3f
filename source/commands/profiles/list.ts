import { list } from '../list.ts';
import type { Verb } from '../shared/verb.ts';

/** One line for each profile. */
export const verb: Verb = {
	examples: ['fb-token-tui profiles list', 'fb-token-tui profiles list --json'],
	run: (_, context) => list(context, { isShort: true }),
};
