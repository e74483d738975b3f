import type { Command } from 'commander';
import { quotedForPowerShell } from '../domain/quoting.ts';
import { peekProfiles } from '../vault/peek.ts';
import { type BashLine, bashReply, readBashLine } from './bash-line.ts';
import { type Completion, type Completions, completionsAt } from './completions.ts';

/** What the script of a shell asks with, what it says of the command line, and how it is answered. */
type Dialect = (
	given: readonly string[],
	completionsFor: (words: readonly string[], current: string) => Promise<Completions>,
) => Promise<string>;

const DIALECTS: Readonly<Record<string, Dialect>> = {
	/** The line up to the cursor and COMP_WORDBREAKS; lines for COMPREPLY. */
	async bash([text = '', breaks = ''], completionsFor) {
		const line = readBashLine(text, breaks);
		if (line === null || line.isRedirection) return lines({ completions: [], areFiles: true }, () => '');
		const { completions, areFiles } = await completionsFor(line.words.slice(1), line.current);
		return lines({ completions: beginningAs(line, completions), areFiles }, ({ value }) => bashReply(value, line));
	},
	/** The words before the cursor, then the one at it. Zsh chooses by itself among what is answered, and quotes it. */
	zsh: async (words, completionsFor) =>
		lines(await completionsFor(words.slice(0, -1), words.at(-1) ?? ''), withDescription),
	/** The same. */
	fish: async (words, completionsFor) =>
		lines(await completionsFor(words.slice(0, -1), words.at(-1) ?? ''), withDescription),
	/** The same as JSON in base64, since other text is changed on its way; JSON in ASCII. */
	async powershell([given = ''], completionsFor) {
		const words: string[] = JSON.parse(Buffer.from(given, 'base64').toString());
		const current = words.at(-1) ?? '';
		const { completions, areFiles } = await completionsFor(words.slice(0, -1), current);
		const told = beginningAs({ current, kept: 0 }, completions).map(({ value, description }) => ({
			text: quotedForPowerShell(value),
			shown: value,
			about: description || value,
		}));
		const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
		return JSON.stringify({ areFiles, candidates: told }).replace(/[^\x20-\x7E]/g, escaped);
	},
};

/**
 * Answers the script of a shell, which says what stands on the command line. Never fails: what cannot be answered is answered
 * with nothing. Reads no more than the names in the store, and writes nowhere. `programFor` gives the command line with what
 * some of its words need.
 */
export async function complete(
	programFor: (words: readonly string[]) => Promise<Command>,
	[shell = '', ...given]: readonly string[],
	env: NodeJS.ProcessEnv,
): Promise<string> {
	try {
		const dialect = Object.hasOwn(DIALECTS, shell) ? DIALECTS[shell] : undefined;
		if (!dialect) return '';
		return await dialect(given, async (words, current) =>
			completionsAt(await programFor(words), words, current, () => peekProfiles(env)),
		);
	} catch {
		return '';
	}
}

function lines({ completions, areFiles }: Completions, line: (completion: Completion) => string): string {
	return `${[areFiles ? 'files' : 'these', ...completions.map(line)].join('\n')}\n`;
}

function withDescription({ value, description }: Completion): string {
	return `${value}\t${description}`;
}

/** Those that go on as was begun; where there are none, those that do so but for upper and lower case. */
function beginningAs(
	{ current, kept }: Pick<BashLine, 'current' | 'kept'>,
	completions: readonly Completion[],
): Completion[] {
	const exact = completions.filter(({ value }) => value.startsWith(current));
	if (exact.length > 0) return exact;
	const typed = current.toLowerCase();
	const begin = current.slice(0, kept);
	return completions.filter(
		({ value }) => value.startsWith(begin) && value.slice(0, current.length).toLowerCase() === typed,
	);
}
