import { Option } from 'commander';
import { plural } from '../domain/plural.ts';
import { type Problem, ProblemError, problemOrRethrow } from '../domain/problem.ts';
import { wordForShell } from '../domain/quoting.ts';
import { withFindings } from '../operations/profiles.ts';
import { type Revocation, type RevokedToken, revoke as takeBack } from '../operations/revoke.ts';
import type { StoredProfile } from '../vault/profile.ts';
import type { OpenProfile, Vault } from '../vault/vault.ts';
import { chooseProfile } from './shared/choose-profiles.ts';
import type { Context } from './shared/context.ts';
import { EXIT, exitCodeOfProblem } from './shared/exit-code.ts';
import { openProfile } from './shared/open-profile.ts';
import { openVault } from './shared/open-vault.ts';
import { permission as parsePermission } from './shared/option-parsers.ts';
import { problemOfStored } from './shared/problem-ui.ts';
import { Questions } from './shared/questions.ts';
import { transportFor } from './shared/transport-for.ts';
import { follow } from './shared/unattended.ts';
import { UsageError } from './shared/usage-error.ts';
import type { Verb } from './shared/verb.ts';
import { writeProblem, writeReport } from './shared/write.ts';
import { writePages } from './shared/write-pages.ts';

/** Without `permission` all are taken back. */
type RevokeOptions = { yes?: boolean; permission?: string };

/** Names that a line may list; an account may have thousands of Pages. */
const MOST_NAMES = 10;

/**
 * Takes back at Meta what the person of a profile has granted the app, once the person has said yes to what ends by it. Then
 * asks about every stored token, keeps the verdicts and tells them. The exit code is 0 when nothing is left.
 * @throws {UsageError} where there is nobody to ask, and `yes` was not said.
 * @throws {ProblemError} where nothing was taken back, and where Meta cannot be asked about the tokens.
 */
export const verb: Verb<RevokeOptions> = {
	options: [
		new Option('--yes', 'do not ask'),
		new Option('--permission <permission>', 'only this one (default: all)').argParser(parsePermission),
	],
	help: `\
The profile stays on this machine (see profiles remove). Exit code 0 means here that Meta calls
every stored token invalid now, or without the permission; 1 that some still are not.`,
	examples: ['fb-token-tui revoke --profile my-bakery', 'fb-token-tui revoke --profile my-bakery --yes --json'],
	async run({ options: { yes = false, permission } }, context) {
		const { stderr } = context;
		const vault = openVault(context);
		const open = await agree(vault, { yes, permission }, context);
		if (!open) {
			stderr.write('Nothing was taken back.\n');
			return EXIT.cancelled;
		}
		const { profile } = open;
		const transport = transportFor(context, { version: profile.graphVersion });
		try {
			const revocation = await follow(takeBack(transport, open, context, permission ?? null));
			const unkept = await keep(vault, profile, revocation);
			return tell({ ...profile, graphVersion: transport.version }, revocation, { permission, unkept }, context);
		} catch (error) {
			throw new ProblemError(problemOfStored(problemOrRethrow(error), profile));
		} finally {
			await transport.close();
		}
	},
};

/** The profile that is meant, once the person has said yes; null for a no. From then on Ctrl+C is a signal again. */
async function agree(
	vault: Vault,
	{ yes, permission }: { yes: boolean; permission: string | undefined },
	context: Context,
): Promise<OpenProfile | null> {
	const { stderr, options } = context;
	using questions = new Questions(context);
	if (!yes && !questions.canAsk) throw new UsageError('Nobody can be asked here: add --yes to take it back.');
	const profile = await chooseProfile(vault, context, 'fb-token-tui revoke');
	const open = await openProfile(vault, profile, context, { questions, graph: context.hosts.graph });
	if (!yes || !options.json) stderr.write(consequences(open.profile, permission));
	return yes || (await questions.confirm('Take it back?')) ? open : null;
}

/** What is about to end, as lines. */
function consequences({ name, app, user, pages }: StoredProfile, permission: string | undefined): string {
	const withToken = pages.filter(({ summary }) => summary);
	const names = listed(withToken.map((page) => page.name));
	const who = `${user?.name ?? 'the person'} has granted ${app.name ?? 'the app'} (${app.id})`;
	const isAll = permission === undefined;
	const lines = [
		isAll
			? `All that ${who} will be taken back at Meta. What ends by it:`
			: `The permission ${permission}, which ${who}, will be taken back at Meta. What goes on without it:`,
		`  the user token of "${name}", and every other one of this person and app, on other machines too`,
		withToken.length > 0 ? `  ${isAll ? 'very likely ' : ''}${plural(withToken.length, 'Page token')}: ${names}` : null,
		`The profile stays. To remove it from this machine: fb-token-tui profiles remove ${wordForShell(name)}`,
		'',
	];
	return lines.filter((line) => line !== null).join('\n');
}

/** Keeps the verdicts; gives what is in the way of that. */
async function keep(vault: Vault, checked: StoredProfile, { profile: found }: Revocation): Promise<Problem | null> {
	try {
		await vault.amend(checked.name, (stored) => withFindings(stored, { checked, found }));
		return null;
	} catch (error) {
		return problemOrRethrow(error);
	}
}

function tell(
	checked: StoredProfile,
	revocation: Revocation,
	{ permission, unkept }: { permission: string | undefined; unkept: Problem | null },
	{ options, stdout, stderr, now }: Context,
): number {
	const { profile: found, found: pages, tokens, doubt } = revocation;
	const isDone = tokens.every(({ state }) => state === 'gone');
	const failures = [isDone ? null : doubt, unkept].filter((problem) => problem !== null);
	if (options.json) {
		const problems = [...found.problems, ...failures].map((problem) => problemOfStored(problem, checked));
		const { graphVersion } = checked;
		writeReport(stdout, { ...checked, ...found, graphVersion, pages, problems }, options);
	} else {
		writePages(stdout, pages, now());
		for (const problem of failures) writeProblem(stderr, problem);
	}
	stderr.write(outcome(revocation, permission, checked.name));
	if (failures[0]) return exitCodeOfProblem(failures[0].code);
	return isDone ? EXIT.fine : EXIT.failed;
}

/** What Meta says now, and where that is not the end of it, what to do. */
function outcome({ tokens, doubt }: Revocation, permission: string | undefined, profile: string): string {
	const named = (wanted: RevokedToken['state']) =>
		listed(tokens.filter(({ state }) => state === wanted).map(({ page }) => page?.name ?? 'the user token'));
	const [left, unknown] = [named('left'), named('unknown')];
	const subject = `${profile}: ${doubt ? 'Meta' : 'Meta says that it is done, and'}`;
	if (left + unknown === '') {
		const gone =
			permission === undefined ? 'calls every stored token invalid' : `finds ${permission} in no stored token`;
		return `${subject} ${gone} now (${tokens.length})\n`;
	}
	const still = permission === undefined ? 'calls these tokens still valid' : `finds ${permission} still in`;
	const told = [left && `${still}: ${left}`, unknown && `says nothing of: ${unknown}`].filter(Boolean).join('; ');
	return [
		`${subject} ${told}`,
		`  Ask again in a minute: fb-token-tui check --profile ${wordForShell(profile)}`,
		'  The person can also remove the app in the settings at www.facebook.com, under business integrations.',
		'',
	].join('\n');
}

function listed(names: readonly string[]): string {
	const rest = names.length - MOST_NAMES;
	return rest > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}
