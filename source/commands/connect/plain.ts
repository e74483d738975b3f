import { problemOrRethrow } from '../../domain/problem.ts';
import type { ListedProfile } from '../../vault/profile.ts';
import { connect, lastDefaults, nextCommands } from '../connect.ts';
import { list } from '../list.ts';
import type { Step } from '../shared/ask-in-turn.ts';
import type { Context } from '../shared/context.ts';
import { openVault } from '../shared/open-vault.ts';
import { UsageError } from '../shared/usage-error.ts';
import { writeProblem } from '../shared/write.ts';
import { writeProfileLine } from '../shared/write-profiles.ts';

/**
 * The program line by line: it offers the saved profiles, lists the Pages of one, or starts a new connection.
 * @throws {ProblemError} as {@link connect} and {@link list} do.
 */
export async function plain(context: Context): Promise<number> {
	const { profile } = context.options;
	if (profile !== null) return open(profile, context);
	const profiles = await savedProfiles(context);
	let opened: string | null = null;
	const choice: Step = {
		question: () =>
			profiles.length === 0
				? null
				: {
						introduction: ['Your profiles:', ...profiles.map((saved, index) => `  ${index + 1}. ${lineOf(saved)}`)],
						text: 'Open a profile by number or name, or n for a new connection',
						usual: profiles[0]?.name,
						help: ['To open a profile lists its Pages, and names the commands for their tokens.'],
					},
		async take(answer) {
			const word = answer?.trim();
			if (word === undefined || word === 'n') return undefined;
			const named = profiles.find(({ name }) => name === word) ?? profiles[Number(word) - 1];
			if (!named) throw new UsageError('There is no such profile.');
			opened = named.name;
			return 'end';
		},
	};
	const lead = { defaults: lastDefaults(context), steps: () => [choice] };
	const exitCode = await connect({ page: [], save: true }, context, lead);
	return opened === null ? exitCode : open(opened, context);
}

async function open(profile: string, context: Context): Promise<number> {
	const exitCode = await list({ ...context, options: { ...context.options, profile } }, { isShort: false });
	context.stderr.write(nextCommands(profile));
	return exitCode;
}

/** What cannot be read is told, and leaves only a new connection. */
async function savedProfiles(context: Context): Promise<readonly ListedProfile[]> {
	try {
		return await openVault(context).list();
	} catch (error) {
		writeProblem(context.stderr, problemOrRethrow(error));
		return [];
	}
}

function lineOf(profile: ListedProfile): string {
	let line = '';
	writeProfileLine({ write: (text) => (line += text) }, profile);
	return line.trimEnd();
}
