import { Command, Option } from 'commander';
import { helpWidth, layOut, rowText, WITHOUT_TERMINAL, wrapped } from './commands/help/layout.ts';
import { graphVersion, seconds } from './commands/shared/option-parsers.ts';
import { UsageError } from './commands/shared/usage-error.ts';
import type { Verb, VerbGroup } from './commands/shared/verb.ts';
import { type LoadedVerbs, loadVerbs, VERB_NAMES, VERBS, type VerbName } from './commands/verbs.ts';
import { HELP_TOPICS } from './domain/help-topics.ts';
import { redact } from './domain/redact.ts';
import type { StandardOutput } from './system/printable-output.ts';
import { PACKAGE_VERSION } from './version.ts';

/** Runs a verb with what commander has read for it. */
export type RunVerb = (verb: Verb, given: { args: readonly unknown[]; options: object }) => Promise<void>;

/** The options that stand before a verb as well as behind it, as commander reads them; none where nothing was to be read. */
export type GlobalOptions = {
	profile?: string;
	json?: boolean;
	reveal?: boolean;
	graphVersion?: string;
	timeout?: number;
	debug?: string;
	browser?: boolean;
	color?: boolean;
	plain?: boolean;
};

/** What other programs call a verb, and what does it here. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
	login: ['Sign in: fb-token-tui connect'],
	auth: ['Sign in: fb-token-tui connect'],
	status: ['Verify your tokens: fb-token-tui check'],
	whoami: ['See your profiles: fb-token-tui list'],
	logout: [
		'Remove a profile from this computer: fb-token-tui profiles remove NAME',
		'Revoke its permissions at Meta: fb-token-tui revoke',
	],
};

/** Other words for `--version`. */
const VERSION_WORDS: readonly unknown[] = ['-v', 'version'];

type Streams = { stdout: StandardOutput; stderr: StandardOutput };

/** {@link createProgram} with the verbs that are named among some words. */
export async function loadProgram(words: readonly string[], run: RunVerb, streams: Streams): Promise<Command> {
	return createProgram(await loadVerbs(words), run, streams);
}

/**
 * The command line: the options of the program, and its verbs. Those that are `loaded` have all that they take; of the others
 * there is what the help of the whole program shows. What is told of it goes to `stdout` and `stderr`. It throws instead of
 * leaving the process.
 */
export function createProgram(loaded: LoadedVerbs, run: RunVerb, { stdout, stderr }: Streams): Command {
	const program = new Command('fb-token-tui')
		.description(
			'Makes Facebook Page access tokens that never expire, and proves that they do not.\nWithout a command: the terminal program.',
		)
		.version(PACKAGE_VERSION, '-V, --version', 'print the version')
		.helpOption('-h, --help', 'show this help')
		.helpCommand(false)
		.configureHelp({
			showGlobalOptions: true,
			minWidthToWrap: 1,
			boxWrap: wrapped,
			formatItem: (term, termWidth, description, { helpWidth }) =>
				rowText([term, description], termWidth, helpWidth ?? WITHOUT_TERMINAL),
		})
		.showHelpAfterError('(--help shows what there is)')
		.addHelpText('after', ({ error }) => `\n${topics(helpWidth(error ? stderr : stdout))}`)
		.exitOverride()
		.configureOutput({
			getOutHelpWidth: () => helpWidth(stdout),
			getErrHelpWidth: () => helpWidth(stderr),
			writeOut: (text) => stdout.write(text),
			writeErr: (text) => stderr.write(redact(text)),
		})
		.option('--profile <name>', 'the profile that is meant (default: FB_TOKEN_TUI_PROFILE, else that of profiles use)')
		.option('--json', 'print JSON; a problem is one JSON object on standard error, wrong usage a line')
		.option('--reveal', 'put the tokens themselves into JSON, into what inspect tells, or into a terminal')
		.addOption(
			new Option('--graph-version <vN.N>', 'Graph API version (default: the newest that answers)').argParser(
				graphVersion,
			),
		)
		.addOption(
			new Option(
				'--timeout <seconds>',
				'time for one call, and the longest pause that Meta may ask for (on a terminal at least 300)',
			)
				.argParser(seconds)
				.default(30),
		)
		.option('--debug <file>', 'log every call to Graph there: no secret, id or name, fit to be shown')
		.option('--no-browser', 'never open a browser, show links instead')
		.option('--no-color', 'no colours')
		.option('--plain', 'questions line by line instead of the screens, as a screen reader needs it');
	for (const name of VERB_NAMES) {
		const verb = loaded[name];
		const { summary, usage } = VERBS[name];
		if (verb) addVerb(program.command(name).description(summary), verb, run, { stdout, stderr });
		else program.command(`${name} ${usage}`).description(summary);
	}
	for (const [name, told] of Object.entries(ELSEWHERE)) addPointer(program, name, told);
	return program;
}

function topics(width: number): string {
	return layOut(
		[
			`Topics:\n${layOut([Object.entries(HELP_TOPICS)], width).trimEnd()}`,
			'Help of a command or a topic: fb-token-tui help NAME',
			'No option takes a secret or a token: the command line is public.',
		],
		width,
	).trimEnd();
}

function addPointer(program: Command, name: string, told: readonly string[]): void {
	program
		.command(name, { hidden: true })
		.allowUnknownOption()
		.argument('[words...]')
		.action((words: string[]) => {
			const other = name === 'auth' ? words.map((word) => ELSEWHERE[word]).find(Boolean) : null;
			throw new UsageError([`There is no command "${name}".`, ...(other ?? told)].join('\n'));
		});
}

/**
 * The words of a command line in the order in which commander reads them: the verb first, wherever it stands among its options,
 * and `--` before the command of `exec`, from which on no option is ours.
 */
export async function ordered(argv: readonly string[], streams: Streams): Promise<readonly string[]> {
	const [first = '', second = ''] = argv;
	if (VERSION_WORDS.includes(first)) return ['--version', ...argv.slice(1)];
	// Most command lines are in order.
	if (!argv.includes(EXEC) && ![first, second].some((word) => word.startsWith('-'))) return argv;
	const program = await loadProgram(argv, async () => {}, streams);
	let words = argv;
	for (let command = program, depth = 0; command.commands.length > 0; depth++) {
		const at = operandAt(words, depth, program.options, (word) => command.commands.some((one) => one.name() === word));
		const verb = command.commands.find((one) => one.name() === words[at]);
		if (!verb) return words;
		words = [...words.slice(0, depth), verb.name(), ...words.slice(depth, at), ...words.slice(at + 1)];
		command = verb;
		if (verb.name() === EXEC && depth === 0) return withCommandApart(words, [...program.options, ...verb.options]);
	}
	return words;
}

const EXEC = 'exec' satisfies VerbName;

function withCommandApart(words: readonly string[], options: readonly Option[]): readonly string[] {
	const page = operandAt(words, 1, options);
	const command = page === -1 ? -1 : operandAt(words, page + 1, options);
	return command === -1 ? words : [...words.slice(0, command), '--', ...words.slice(command)];
}

/**
 * Where the first word stands, from an index on, that is no option, nor the value of one of these; -1 for none before `--`. What
 * is not wanted and stands behind another option counts as the value of that.
 */
function operandAt(words: readonly string[], from: number, options: readonly Option[], isWanted = (_: string) => true) {
	for (let at = from; at < words.length && words[at] !== '--'; at++) {
		const word = words[at] ?? '';
		if (options.some(({ long, required }) => required && long === word)) at++;
		else if (isOption(word)) continue;
		else if (isWanted(word)) return at;
		else if (at === from || !isOption(words[at - 1] ?? '')) return -1;
	}
	return -1;
}

function isOption(word: string): boolean {
	return /^-./.test(word);
}

function addVerb(command: Command, verb: Verb | VerbGroup, run: RunVerb, streams: Streams): void {
	const { help = '', examples }: Pick<Verb, 'help' | 'examples'> = verb;
	command.addHelpText('after', ({ error }) => {
		const paragraphs = help.split('\n\n').map((text) => text.replaceAll('\n', ' '));
		const more = help && `${layOut(paragraphs, helpWidth(error ? streams.stderr : streams.stdout))}\n`;
		const lines = examples.map((line) => `  ${line}\n`).join('');
		return `\n${more}Examples:\n${lines}\nExit codes: fb-token-tui help exit-codes`;
	});
	if ('verbs' in verb) {
		command.helpCommand(false);
		for (const [name, below] of Object.entries(verb.verbs)) {
			addVerb(command.command(name).description(below.summary), below.verb, run, streams);
		}
		return;
	}
	for (const argument of verb.arguments ?? []) command.addArgument(argument);
	for (const option of verb.options ?? []) command.addOption(option);
	if (verb.usage) command.usage(verb.usage);
	command.action(() => run(verb, { args: command.processedArgs, options: command.opts() }));
}
