import { Option } from 'commander';
import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import {
	EXPORT_FORMAT_NAMES,
	EXPORT_FORMATS,
	type ExportFormat,
	exportText,
	variablesText,
} from '../operations/export-formats.ts';
import { checkSecretFile, describeWritten, type SecretFile, writeSecretFile } from '../operations/secret-file.ts';
import type { StoredPage, StoredProfile } from '../vault/profile.ts';
import { chooseProfile } from './shared/choose-profiles.ts';
import { EXIT } from './shared/exit-code.ts';
import { findPages, PAGE_HELP } from './shared/find-page.ts';
import { openSecrets } from './shared/open-profile.ts';
import { openVault } from './shared/open-vault.ts';
import { appended } from './shared/option-parsers.ts';
import { ENV_HELP, type PageVariable, pageVariable, valuesOf } from './shared/page-fields.ts';
import { assertUsable, noteUnverified, problemOfPageToken, refuseTerminal, tokenOf } from './shared/page-token.ts';
import { COMMAND_LINE } from './shared/problem-ui.ts';
import { UsageError } from './shared/usage-error.ts';
import type { Verb } from './shared/verb.ts';

const FORMATS_HELP = EXPORT_FORMAT_NAMES.flatMap((name) => {
	const { help } = EXPORT_FORMATS[name];
	return help === null ? [] : `${name} ${help}`;
}).join(', ');

type ExportOptions = {
	format?: ExportFormat;
	page?: string[];
	env?: PageVariable[];
	output?: string;
	force?: boolean;
};

/**
 * Hands out Pages with their tokens to other programs, on standard output or in a file of mode 0600: those that are named, or
 * all that have a living token. What is left out is said on standard error. A `.env` file that is there is merged; any other is
 * replaced only with `force`.
 * @throws {UsageError} into a terminal; for a file that is there, or that git tracks or would add; where a Page is not told clearly.
 * @throws {ProblemError} where a named Page has no living token, or none has; as opening a profile does.
 */
export const verb: Verb<ExportOptions> = {
	options: [
		new Option('--format <format>', 'how (default: dotenv, with --json: json)').choices(EXPORT_FORMAT_NAMES),
		new Option('--page <page>', `${PAGE_HELP}; repeatable (default: all with a living token)`).argParser(appended),
		new Option('--env <name=field>', `${ENV_HELP}; only these, of one Page`).argParser(pageVariable),
		new Option('--output <file>', 'write there, mode 0600; not where git tracks or would add it'),
		new Option('--force', 'replace the file that --output names, whatever is in it'),
	],
	help: `\
Into a terminal only with --reveal. All formats have the tokens in them: ${FORMATS_HELP}. \
The variables are FB_PAGE_MY_BAKERY_ID, …_NAME and …_TOKEN; a second Page of a name has \
its id behind it. In a .env file a $ in a name becomes a full-width one, and an apostrophe next \
to a backtick, backslash or double quote a typographic one: no reader runs or expands them.

An existing .env file keeps all its other lines and comments, also variables of Pages that you
no longer export: remove them yourself. Any other file is replaced only with --force.`,
	examples: ['fb-token-tui export --output .env', "fb-token-tui export --page 'My Bakery' --format shell"],
	async run({ options: { format, page: words = [], env: variables, output, force = false } }, context) {
		const { env, options, stdout, stderr, now } = context;
		if (output === undefined) refuseTerminal(context, 'Pipe it on, write to a file with --output');
		const form = format ?? (options.json ? 'json' : 'dotenv');
		if (variables && !EXPORT_FORMATS[form].line) throw new UsageError(`--env: ${form} has no variables.`);
		const target = output === undefined ? null : { file: output, format: form, isOption: true };
		if (target) await assertWritable(target, force, env);
		const vault = openVault(context);
		const [first, ...rest] = words;
		const { profile, usable, leftOut } =
			first === undefined
				? withLivingToken(await chooseProfile(vault, context, 'fb-token-tui export'), now())
				: asNamed(await findPages(vault, [first, ...rest], 'fb-token-tui export --page PAGE', context), now());
		if (variables && usable.length > 1) throw new UsageError('--env is for one Page: name it with --page.');
		const secrets = await openSecrets(vault, profile, context);
		const pages = usable.map((page) => ({ ...page, token: tokenOf(page, secrets) }));
		const report = async () => ({ ...profile, pages });
		const text = variables
			? variablesText(
					form,
					usable.flatMap((page) => valuesOf(variables, { page, profile }, secrets)),
				)
			: await exportText(form, pages, { among: profile.pages, report, ui: COMMAND_LINE });
		if (target) {
			const written = await writeSecretFile(target, text, { mayReplace: force });
			stderr.write(`${describeWritten(target, pages.length, written)}\n`);
		} else {
			stdout.write(text);
		}
		for (const problem of leftOut) stderr.write(`Left out: ${problemText(problem).title}.\n`);
		for (const page of usable) noteUnverified(page, profile, context);
		return EXIT.fine;
	},
};

async function assertWritable(target: SecretFile, force: boolean, env: NodeJS.ProcessEnv): Promise<void> {
	const check = await checkSecretFile(target, env);
	if (check.state === 'refused') throw new UsageError(`--output: ${check.reason}`);
	if (check.state !== 'occupied' || force) return;
	throw new UsageError(`--output: ${check.reason} Replace it with --force, or name another file with --output.`);
}

/** The Pages to be exported, and why others are not. */
type Choice = { profile: StoredProfile; usable: StoredPage[]; leftOut: Problem[] };

function asNamed({ profile, pages }: { profile: StoredProfile; pages: readonly StoredPage[] }, now: number): Choice {
	const named = new Set(pages);
	for (const page of named) assertUsable({ page, profile }, now);
	return { profile, usable: [...named], leftOut: [] };
}

function withLivingToken(profile: StoredProfile, now: number): Choice {
	const usable: StoredPage[] = [];
	const leftOut: Problem[] = [];
	for (const page of profile.pages) {
		const problem = problemOfPageToken(page, profile, now);
		if (problem) leftOut.push(problem);
		else usable.push(page);
	}
	if (usable.length === 0) throw new ProblemError(nothingToExport(leftOut));
	return { profile, usable, leftOut };
}

/** A dead token says more than one that never was. */
function nothingToExport(leftOut: readonly Problem[]): Problem {
	const told = leftOut.find(({ code }) => code !== 'page-without-token') ?? leftOut[0] ?? problem('no-pages');
	if (leftOut.length < 2) return told;
	return { ...told, facts: { kind: 'none-usable', count: leftOut.length, failure: told } };
}
