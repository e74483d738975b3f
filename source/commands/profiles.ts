import { verb as list } from './profiles/list.ts';
import { verb as protect } from './profiles/protect.ts';
import { verb as remove } from './profiles/remove.ts';
import { verb as rename } from './profiles/rename.ts';
import { verb as use } from './profiles/use.ts';
import type { VerbGroup } from './shared/verb.ts';

/** The verbs for profiles as a whole. */
export const verb: VerbGroup = {
	examples: ['fb-token-tui profiles list', 'fb-token-tui profiles rename my-app my-bakery'],
	verbs: {
		list: { summary: 'one line for each profile', verb: list },
		use: { summary: 'makes a profile the default one', verb: use },
		rename: { summary: 'gives a profile another name', verb: rename },
		remove: { summary: 'removes a profile from this machine; at Meta its tokens stay valid', verb: remove },
		protect: { summary: 'seals a profile in another way, or with another passphrase', verb: protect },
	},
};
