import { ANOTHER_WAY } from './sign-in.ts';
import type { TextsOf } from './text.ts';

/** How a first profile comes about, for those who have none. */
export const HOW_TO_BEGIN = 'Run fb-token-tui in a terminal, or give a user token to: fb-token-tui connect';

/** What was to be read from standard input. */
const INPUTS = {
	'user-token': { cause: 'There was no user token on standard input.' },
	'piped-user-token': { cause: 'The user token is read from standard input, and that is a terminal.' },
	address: { cause: 'There was no address on standard input.', remedy: ANOTHER_WAY },
	inspected: {
		title: 'There is no token to inspect',
		cause: 'There was nothing on standard input.',
		remedy: 'Pipe a token in: pbpaste | fb-token-tui inspect, or: fb-token-tui inspect < token.txt',
	},
	'piped-inspected': {
		title: 'There is no token to inspect',
		cause: 'The token is read from standard input, and that is a terminal.',
		remedy: 'Pipe a token in: pbpaste | fb-token-tui inspect, or: fb-token-tui inspect < token.txt',
	},
} as const;

/** The facts of a command line. Commands are as they are typed. */
export type CommandFacts = {
	'no-input': { of: keyof typeof INPUTS };
	'long-input': object;
	'no-profiles': { folder: string };
	/** `all` is the command for all of them; null where the verb takes one. */
	'several-profiles': { names: string; example: string; all: string | null };
	'no-page': { profile: string; word: string; list: string };
	/** Meta gave no token for this Page. */
	'no-page-token': { page: string };
	/** The stored user token has expired. */
	'user-token-expired': object;
	/** Canceled at a question. */
	'nothing-changed': object;
	unfinished: object;
	'output-failed': { reason: string };
	'debug-file': { file: string; reason: string };
};

/** The text of each. */
export const COMMAND_TEXTS: TextsOf<CommandFacts> = {
	'no-input': ({ of }) => INPUTS[of],
	'long-input': () => ({
		title: 'The input is too long',
		cause: 'Standard input holds more than 64 KiB, and a token has about 200 characters.',
		remedy: 'Pipe in only the token.',
	}),
	'no-profiles': ({ folder }) => ({
		title: 'There is no profile yet',
		cause: `Nothing was saved in ${folder}.`,
		remedy: `${HOW_TO_BEGIN}.`,
	}),
	'several-profiles': ({ names, example, all }) => ({
		title: 'There are several profiles, and none was chosen',
		cause: `Saved are: ${names}.`,
		remedy: `Say which with --profile NAME, as in: ${example}${all === null ? '' : `; or take all: ${all}`}`,
	}),
	'no-page': ({ profile, word, list }) => ({
		title: `No Page of "${profile}" has the id or the name "${word}"`,
		cause: 'Neither is there one with this as a part of its id or name.',
		remedy: `See the Pages with: ${list}`,
	}),
	'no-page-token': ({ page }) => ({ title: `Meta gave no token for ${page}` }),
	'user-token-expired': () => ({
		title: 'The stored user token has expired',
		cause: 'Page tokens that never expire go on without it.',
	}),
	'nothing-changed': () => ({ remedy: 'Nothing was changed.' }),
	unfinished: () => ({
		title: 'Command did not finish',
		cause: 'fb-token-tui ended before the command was complete.',
		remedy: 'Run the same command again.',
		next: null,
	}),
	'output-failed': ({ reason }) => ({ cause: `The output could not be written (${reason}).` }),
	'debug-file': ({ file, reason }) => ({ cause: `--debug: ${file} cannot be written (${reason}).` }),
};
