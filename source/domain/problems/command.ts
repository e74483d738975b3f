import { type NoTokenWord, WITHOUT_TOKEN } from './connect.ts';
import { ANOTHER_WAY } from './sign-in.ts';
import type { TextsByKind } from './text.ts';

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

/** The texts of problems of a command line. Commands are as they are typed. */
export const COMMAND_TEXTS = {
	'no-input': ({ of }: { of: keyof typeof INPUTS }) => INPUTS[of],
	'binary-input': () => ({
		title: 'Standard input is not text',
		cause: 'It holds binary data.',
		remedy: 'Pipe the token as text.',
		next: null,
	}),
	'long-input': () => ({
		title: 'The input is too long',
		cause: 'Standard input holds more than 64 KiB, and a token has about 200 characters.',
		remedy: 'Pipe in only the token.',
	}),
	'no-profiles': ({ folder }: { folder: string }) => ({
		title: 'There is no profile yet',
		cause: `Nothing was saved in ${folder}.`,
		remedy: `${HOW_TO_BEGIN}.`,
	}),
	/** `all` is the command for all of them; null where the verb takes one. */
	'several-profiles': ({ names, example, all }: { names: string; example: string; all: string | null }) => ({
		title: 'There are several profiles, and none was chosen',
		cause: `Saved are: ${names}.`,
		remedy: `Say which with --profile NAME, as in: ${example}${all === null ? '' : `; or take all: ${all}`}`,
	}),
	/** The default profile, by FB_TOKEN_TUI_PROFILE or by `profiles use`, is not there; `other` is one that is. */
	'no-default-profile': ({ name, isVariable, other }: { name: string; isVariable: boolean; other: string }) => ({
		title: isVariable ? `There is no profile named "${name}"` : `The default profile "${name}" is gone`,
		cause: isVariable ? 'FB_TOKEN_TUI_PROFILE names it.' : 'It was renamed or removed.',
		remedy: isVariable
			? 'Unset FB_TOKEN_TUI_PROFILE, or set it to a name in: fb-token-tui profiles list'
			: `Choose another: fb-token-tui profiles use ${other}`,
	}),
	/** `profile` is null where all were searched. */
	'no-page': ({ profile, word, list }: { profile: string | null; word: string; list: string }) => ({
		title: `No Page of ${profile === null ? 'any profile' : `"${profile}"`} has the id or the name "${word}"`,
		cause: 'Neither is there one with this as a part of its id or name.',
		remedy: `See the Pages with: ${list}`,
	}),
	/** Meta gave no token for this Page; null where the reason is not known. */
	'no-page-token': ({ page, why }: { page: string; why: NoTokenWord | null }) => ({
		...(why ? WITHOUT_TOKEN[why] : {}),
		title: why === 'not-selected' ? `${page} was not selected when you signed in` : `Meta gave no token for ${page}`,
	}),
	/** The stored user token has expired. */
	'user-token-expired': () => ({
		title: 'The stored user token has expired',
		cause: 'Page tokens that never expire go on without it.',
	}),
	/** Canceled at a question. */
	'nothing-changed': () => ({ remedy: 'Nothing was changed.' }),
	/** The test was canceled, and the post is gone. */
	'post-deleted': () => ({ cause: 'You stopped it. The post was deleted again.' }),
	unfinished: () => ({
		title: 'Command did not finish',
		cause: 'fb-token-tui ended before the command was complete.',
		remedy: 'Run the same command again.',
		next: null,
	}),
	'output-failed': ({ reason }: { reason: string }) => ({ cause: `The output could not be written (${reason}).` }),
	'debug-file': ({ file, reason }: { file: string; reason: string }) => ({
		cause: `--debug: ${file} cannot be written (${reason}).`,
	}),
} satisfies TextsByKind;
