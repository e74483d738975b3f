import { Argument, type Command, Option } from 'commander';
import type { CheckArguments } from './commands/check.ts';
import type { ConnectArguments } from './commands/connect/draft.ts';
import type { ExportArguments } from './commands/export.ts';
import type { InspectArguments } from './commands/inspect.ts';
import type { PublishTestArguments } from './commands/publish-test.ts';
import type { RefreshArguments } from './commands/refresh.ts';
import type { RevokeArguments } from './commands/revoke.ts';
import type { SandboxArguments } from './commands/sandbox.ts';
import type { Context } from './commands/shared/context.ts';
import { appended, count, permission, port } from './commands/shared/option-parsers.ts';
import { SHELLS, type Shell } from './completion/shells.ts';
import { EXPORT_FORMATS } from './domain/export-format.ts';
import type { ProtectionKind } from './domain/protection.ts';
import { WAYS } from './domain/sign-in/ways.ts';

/** The exit codes as every help tells them. */
export const EXIT_CODES = `
Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 a token is invalid, 4 sign-in, unlocking or the
            choice of a profile is needed, 5 valid but not permanent (or ending within
            --warn-days), 6 no Pages, 130 cancelled`;

/** How verbs are run. */
export type Runner = {
	/** Runs a verb without screens. */
	verb(work: (context: Context) => Promise<number>): Promise<void>;
	/** Runs the demonstration in the terminal program; false where it cannot be shown. */
	demo(pages: number | undefined): Promise<boolean>;
};

/** Adds all verbs. What a verb needs is loaded only when it is run. */
export function addVerbs(program: Command, runner: Runner): void {
	addJourneys(program, runner);
	addVerbsOfProfiles(program, runner);
	addVerbsOfTokens(program, runner);
	addWrites(program, runner);
	addProfiles(program, runner);
	addDiagnosis(program, runner);
	program
		.command('sandbox')
		.description('serves the built-in Graph API on loopback')
		.addOption(new Option('--port <n>', 'port of the Graph API (default: any free one)').argParser(port))
		.addOption(new Option('--pages <n>', 'Pages in the sandbox').argParser(count))
		.addOption(new Option('--latency <ms>', 'milliseconds before each answer').argParser(count))
		.addHelpText('after', examples('fb-token-tui sandbox', 'fb-token-tui sandbox --json --pages 1000 --latency 50'))
		.action(({ port, pages, latency }: Partial<SandboxArguments>) =>
			runner.verb(async (given) => (await import('./commands/sandboxed.ts')).sandbox({ port, pages, latency }, given)),
		);
	program
		.command('completion')
		.description('prints what a shell needs to complete commands, options, profiles and Pages')
		.addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
		.addHelpText(
			'after',
			`
Nothing in it is ever out of date: it asks this program with every Tab, and that reads no more
than the names in the store. It wants fb-token-tui on the PATH, as after npm install --global.
${examples(
	'eval "$(fb-token-tui completion bash)"           # in ~/.bashrc, or for zsh in ~/.zshrc',
	'fb-token-tui completion fish | source            # in ~/.config/fish/config.fish',
	'fb-token-tui completion powershell | Out-String | Invoke-Expression  # in $PROFILE',
)}`,
		)
		.action((shell: Shell) =>
			runner.verb(async (given) => (await import('./commands/offline.ts')).completion(shell, given)),
		);
}

function addJourneys(program: Command, { verb, demo }: Runner): void {
	program
		.command('demo')
		.description('the whole journey against the built-in sandbox; nothing is saved')
		.addOption(new Option('--pages <n>', 'Pages in the sandbox').argParser(count))
		.addHelpText('after', examples('fb-token-tui demo', 'fb-token-tui demo --pages 1000'))
		.action(async ({ pages }: { pages?: number }) => {
			if (await demo(pages)) return;
			await verb(async (given) => (await import('./commands/sandboxed.ts')).demo({ pages }, given));
		});
	program
		.command('connect')
		.description('makes Page tokens, asking for what is missing')
		.addOption(
			new Option(
				'--via <method>',
				'how to sign in (default: asked for; in a pipe explorer, from standard input)',
			).choices(WAYS),
		)
		.option('--app-id <id>', 'the app id (default: FB_APP_ID, or that of the profile)')
		.option('--permissions <list>', 'purposes or permissions, separated by commas (default: publish)')
		.option('--page <id>', 'a Page that Meta lists nowhere, by id or address (repeatable)', appended, [])
		.option('--config-id <id>', 'a configuration of Facebook Login for Business, in the place of permissions')
		.addOption(
			new Option('--port <n>', 'the port on which --via browser waits (default: any free one)').argParser(port),
		)
		.option('--no-save', 'do not save a profile')
		.option('--insecure-storage', 'where there is no keychain: keep the key in a file beside the tokens')
		.addHelpText(
			'after',
			`
In a terminal it asks for what is missing of App ID, App Secret, permissions, sign-in method,
token, and where to save. ? explains a question, Ctrl+D goes back, Ctrl+C quits.
In a pipe the App Secret comes from FB_APP_SECRET, and the user token from standard input.

--via browser opens Facebook's dialog and waits for its answer on this machine, which Facebook
gives to apps in development mode; --via address shows the dialog and takes the address of the
page that follows from standard input, or from you, hidden; --via device shows a code for a
phone or another computer, and needs the app's client token in FB_CLIENT_TOKEN. The browser is
waited for five minutes, the code as long as it is good. What you have to do is told on standard
error, also with --json.
${examples(
	'fb-token-tui connect --via browser --app-id 123456789012345 --profile my-bakery',
	'fb-token-tui connect --app-id 123456789012345 --profile my-bakery < token.txt',
	'pbpaste | fb-token-tui connect --no-save --json',
)}`,
		)
		.action((options: ConnectArguments) =>
			verb(async (given) => (await import('./commands/online.ts')).connect(options, given)),
		);
}

function addVerbsOfProfiles(program: Command, { verb }: Runner): void {
	program
		.command('list')
		.description('profiles and Pages from the store, offline')
		.addHelpText('after', examples('fb-token-tui list', 'fb-token-tui list --profile my-bakery --json'))
		.action(() => verb(async (given) => (await import('./commands/offline.ts')).list({}, given)));
	program
		.command('check')
		.description('verifies the stored tokens now')
		.option('--all', 'all profiles (default: the only one)')
		.addOption(new Option('--warn-days <n>', 'exit 5 when something ends within so many days').argParser(count))
		.addOption(new Option('--max-age <hours>', 'leave out what was verified within so many hours').argParser(count))
		.option('--quiet', 'print nothing, not even JSON, when all is well (exit code 0)')
		.addHelpText(
			'after',
			`
Where Meta allows fewer calls an hour than there are tokens, it waits in between, and tells how
long that takes. What was verified is stored every ten seconds: after Ctrl+C, or a kill,
--max-age goes on where it ended.
${examples('fb-token-tui check', 'fb-token-tui check --all --warn-days 14 --quiet', 'fb-token-tui check --all --max-age 12')}`,
		)
		.action((options: CheckArguments) =>
			verb(async (given) => (await import('./commands/online.ts')).check(options, given)),
		);
	program
		.command('refresh')
		.description('Pages and their tokens anew from the stored user token')
		.option('--all', 'all profiles (default: the only one)')
		.addHelpText(
			'after',
			`
Where Meta allows fewer calls an hour than there are tokens, it waits in between, and tells how
long that takes.
${examples('fb-token-tui refresh', 'fb-token-tui refresh --profile my-bakery --json')}`,
		)
		.action((options: RefreshArguments) =>
			verb(async (given) => (await import('./commands/online.ts')).refresh(options, given)),
		);
}

const PAGE = 'id or name of the Page, or a part that no other has';

function addVerbsOfTokens(program: Command, { verb }: Runner): void {
	program
		.command('token')
		.description('prints the token of a Page and nothing else')
		.argument('<page>', PAGE)
		.addHelpText(
			'after',
			`
Into a terminal only with --reveal. With --json it prints {"version": 1, "token": {…}}, one of
the pages of list; as everywhere in JSON, the token itself is there only with --reveal.
${examples("fb-token-tui token 'My Bakery' | gh secret set FB_PAGE_TOKEN", 'fb-token-tui token 104829375610284 --json')}`,
		)
		.action((page: string) => verb(async (given) => (await import('./commands/offline.ts')).token(page, given)));
	program
		.command('export')
		.description('Pages with their tokens, as other programs read them')
		.addOption(new Option('--format <format>', 'how (default: dotenv, with --json: json)').choices(EXPORT_FORMATS))
		.option('--page <page>', `${PAGE}; repeatable (default: all with a living token)`, appended)
		.option('--output <file>', 'write there, mode 0600; not where git tracks or would add it')
		.option('--force', 'replace the file that --output names, whatever is in it')
		.addHelpText(
			'after',
			`
Into a terminal only with --reveal. All formats have the tokens in them: json is what
list --json --reveal prints, csv has a header and no formulas, shell is for eval in a POSIX
shell. The variables are FB_PAGE_MY_BAKERY_ID, …_NAME and …_TOKEN; a second Page of a name has
its id behind it. In a .env file a $ in a name becomes a full-width one, and an apostrophe next
to a backtick, backslash or double quote a typographic one: no reader runs or expands them.

An existing .env file keeps all its other lines and comments, also variables of Pages that you
no longer export: remove them yourself. Any other file is replaced only with --force.
${examples('fb-token-tui export --output .env', "fb-token-tui export --page 'My Bakery' --format shell")}`,
		)
		.action((options: ExportArguments) =>
			verb(async (given) => (await import('./commands/offline.ts')).exportPages(options, given)),
		);
	program
		.command('exec')
		.usage('[options] <page> -- <command> [arguments]')
		.description('runs a command with a Page and its token in its environment alone')
		.argument('<page>', PAGE)
		.argument('<command...>', 'what to run, and its arguments')
		.addHelpText(
			'after',
			`
The command has FB_PAGE_ID, FB_PAGE_NAME and FB_PAGE_ACCESS_TOKEN, the standard streams, and the
signals that are sent to fb-token-tui; it has none of the secrets in FB_APP_SECRET and the
passphrases. Its exit code is that of fb-token-tui: 128+n where signal n has ended it, 127 where
there is no such command, 126 where it cannot be run.
${examples(
	"fb-token-tui exec 'My Bakery' -- node post.js",
	"fb-token-tui exec 104829375610284 -- sh -c 'echo $FB_PAGE_NAME'",
)}`,
		)
		.action((page: string, command: [string, ...string[]]) =>
			verb(async (given) => (await import('./commands/offline.ts')).exec(page, command, given)),
		);
}

/** The verbs that change something at Meta. */
function addWrites(program: Command, { verb }: Runner): void {
	program
		.command('publish-test')
		.description('makes an unpublished post on a Page and deletes it')
		.argument('<page>', PAGE)
		.option('--yes', 'do not ask')
		.addHelpText(
			'after',
			`
Meta is asked for the post once, and it is deleted also after Ctrl+C. Where it could not be
deleted, or may have been made without an answer, you are told how to find it.
--json prints {"version": 1, "publishTest": {"page", "postId", "deleted", "problem"}}, also when
it failed; page has id and name.
${examples("fb-token-tui publish-test 'My Bakery'", 'fb-token-tui publish-test 104829375610284 --yes --json')}`,
		)
		.action((page: string, options: PublishTestArguments) =>
			verb(async (given) => (await import('./commands/online.ts')).publishTest(page, options, given)),
		);
	program
		.command('revoke')
		.description('takes back at Meta what the person has granted the app, then asks about every stored token')
		.option('--yes', 'do not ask')
		.addOption(new Option('--permission <permission>', 'only this one (default: all)').argParser(permission))
		.addHelpText(
			'after',
			`
The profile stays on this machine (see profiles remove). Exit code 0 means here that Meta calls
every stored token invalid now, or without the permission; 1 that some still are not.
${examples('fb-token-tui revoke --profile my-bakery', 'fb-token-tui revoke --profile my-bakery --yes --json')}`,
		)
		.action((options: RevokeArguments) =>
			verb(async (given) => (await import('./commands/online.ts')).revoke(options, given)),
		);
}

function addProfiles(program: Command, { verb }: Runner): void {
	const profiles = program
		.command('profiles')
		.description('list, rename, remove or protect profiles')
		.helpCommand(false)
		.addHelpText('after', examples('fb-token-tui profiles list', 'fb-token-tui profiles rename my-app my-bakery'));
	profiles
		.command('list')
		.description('one line for each profile')
		.addHelpText('after', examples('fb-token-tui profiles list', 'fb-token-tui profiles list --json'))
		.action(() => verb(async (given) => (await import('./commands/offline.ts')).list({ short: true }, given)));
	profiles
		.command('rename <old> <new>')
		.description('gives a profile another name')
		.addHelpText(
			'after',
			examples('fb-token-tui profiles rename my-app my-bakery', "fb-token-tui profiles rename my-app 'My Bakery'"),
		)
		.action((from: string, to: string) =>
			verb(async (given) => (await import('./commands/online.ts')).renameProfile(from, to, given)),
		);
	profiles
		.command('remove <name>')
		.description('removes a profile from this machine; at Meta its tokens stay valid')
		.option('--yes', 'do not ask')
		.addHelpText(
			'after',
			examples('fb-token-tui profiles remove my-bakery', 'fb-token-tui profiles remove my-bakery --yes'),
		)
		.action((name: string, options: { yes?: boolean }) =>
			verb(async (given) => (await import('./commands/online.ts')).removeProfile(name, options, given)),
		);
	profiles
		.command('protect <name>')
		.description('seals a profile in another way, or with another passphrase')
		.addOption(
			new Option('--with <protection>', 'where the key comes from')
				.choices(['keychain', 'passphrase', 'file'])
				.makeOptionMandatory(),
		)
		.addHelpText(
			'after',
			`\nThe new passphrase is asked for, or taken from FB_TOKEN_TUI_NEW_PASSPHRASE.\n${examples(
				'fb-token-tui profiles protect my-bakery --with keychain',
				'fb-token-tui profiles protect my-bakery --with passphrase',
			)}`,
		)
		.action((name: string, options: { with: ProtectionKind }) =>
			verb(async (given) => (await import('./commands/online.ts')).protectProfile(name, options, given)),
		);
}

function addDiagnosis(program: Command, { verb }: Runner): void {
	program
		.command('inspect')
		.description('explains any token from standard input: kind, app, verdict, what kills it, what to do')
		.option('--app-id <id>', 'the app it should be of, with FB_APP_SECRET (default: FB_APP_ID)')
		.addHelpText(
			'after',
			examples('pbpaste | fb-token-tui inspect', 'fb-token-tui inspect --profile my-bakery --json < token.txt'),
		)
		.action((options: InspectArguments) =>
			verb(async (given) => (await import('./commands/online.ts')).inspect(options, given)),
		);
	program
		.command('doctor')
		.description('Node, network and proxy, Graph version, clock, store and keychain: fine, or what to do')
		.addHelpText('after', examples('fb-token-tui doctor', 'fb-token-tui doctor --json'))
		.action(() => verb(async (given) => (await import('./commands/online.ts')).doctor(given)));
}

function examples(...lines: string[]): string {
	return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n${EXIT_CODES}`;
}
