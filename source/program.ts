import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ConnectArguments } from './commands/connect.ts';
import type { CommonOptions, Context } from './commands/context.ts';
import { openDebugLog } from './commands/debug-log.ts';
import { EXIT, exitCodeOfProblem } from './commands/exit-code.ts';
import type { SandboxArguments } from './commands/sandbox.ts';
import { UsageError } from './commands/usage-error.ts';
import { writeProblem } from './commands/write.ts';
import { ProblemError, problem } from './domain/problem.ts';
import { redact } from './domain/redact.ts';
import { type Hosts, readHosts } from './graph/hosts.ts';
import { isVersion } from './graph/version.ts';
import { terminalFacts } from './host/terminal.ts';
import { PACKAGE_VERSION } from './version.ts';

type GlobalOptions = {
	json?: boolean;
	reveal?: boolean;
	graphVersion?: string;
	timeout?: number;
	debug?: string;
	browser: boolean;
	color: boolean;
};

const EXIT_CODES = `
Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 a token is invalid, 4 sign-in needed,
            5 valid but not permanent, 6 no Pages, 130 cancelled`;

const ENVIRONMENT = `
Environment: FB_APP_ID, FB_APP_SECRET, FB_TOKEN_TUI_CONFIG_DIR, FB_TOKEN_TUI_BROWSER (a command, or none),
             HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, NO_COLOR

No option takes a secret or a token: the command line is public.`;

/**
 * Reads the command line, runs what it asks for and gives the exit code. The terminal program, Ink and React with it, is
 * loaded only when it is asked for; so is each verb.
 */
export async function run(argv: readonly string[]): Promise<number> {
	const { env, stdin, stdout, stderr } = process;
	const interrupt = new AbortController();
	const asJson = argv.includes('--json');
	let exitCode: number = EXIT.fine;
	for (const output of [stdout, stderr]) output.on('error', leaveUnlessUnread);

	const program = new Command('fb-token-tui')
		.description(
			'Makes Facebook Page access tokens that never expire, and proves that they do not.\nWithout a command: the terminal program.',
		)
		.version(PACKAGE_VERSION, '--version', 'print the version')
		.helpOption('-h, --help', 'show this help')
		.helpCommand(false)
		.configureHelp({ showGlobalOptions: true })
		.showHelpAfterError('(--help shows what there is)')
		.addHelpText('after', ENVIRONMENT + EXIT_CODES)
		.exitOverride()
		.option('--json', 'print JSON; a failure is one JSON object on standard error')
		.option('--reveal', 'put the tokens themselves into the output')
		.addOption(
			new Option('--graph-version <vN.N>', 'Graph API version (default: the newest that answers)').argParser(
				graphVersion,
			),
		)
		.addOption(new Option('--timeout <seconds>', 'time for one call').argParser(positive).default(30))
		.option('--debug <file>', 'log every call to Graph there, without secrets')
		.option('--no-browser', 'never open a browser, show links instead')
		.option('--no-color', 'no colours');

	const context = (options: GlobalOptions): Context => ({
		options: commonOptions(options),
		env,
		stdin,
		stdout,
		stderr,
		now: () => Math.floor(Date.now() / 1000),
		signal: interrupt.signal,
		hosts: hostsFrom(env),
		unicode: terminalFacts(env, process.platform).unicode,
		...(options.debug ? { onCall: openDebugLog(options.debug) } : {}),
	});
	/** Runs a verb with Ctrl+C as its cancellation. */
	const verb = async (work: (context: Context) => Promise<number>) => {
		const stop = () => interrupt.abort();
		process.once('SIGINT', stop).once('SIGTERM', stop);
		process.once('uncaughtException', (error) => process.exit(explain(error, asJson)));
		exitCode = await work(context(program.opts()));
	};
	const terminal = async (options: { demo: boolean; pages?: number | undefined }) => {
		const { browser, color } = program.opts<GlobalOptions>();
		// Two copies of chalk are in the program and neither knows NO_COLOR.
		if (!terminalFacts(env, process.platform, color).colour) env.FORCE_COLOR = '0';
		const { startInteractive } = await import('./interactive.ts');
		exitCode = await startInteractive(context(program.opts()), { ...options, wantBrowser: browser });
	};

	program
		.command('connect')
		.description('the journey without screens: user token on standard input, secret in FB_APP_SECRET')
		.option('--app-id <id>', 'the app id (default: FB_APP_ID)')
		.option('--permissions <list>', 'purposes or permissions, separated by commas (default: publish)')
		.option('--no-save', 'do not save a profile')
		.addHelpText(
			'after',
			examples(
				'fb-token-tui connect --app-id 123456789012345 --no-save < token.txt',
				'pbpaste | fb-token-tui connect --no-save --json',
			),
		)
		.action((options: ConnectArguments) =>
			verb(async (given) => (await import('./commands/connect.ts')).connect(options, given)),
		);
	program
		.command('demo')
		.description('the whole journey against the built-in sandbox; nothing is saved')
		.addOption(new Option('--pages <n>', 'Pages in the sandbox').argParser(count))
		.addHelpText('after', examples('fb-token-tui demo', 'fb-token-tui demo --pages 1000'))
		.action(({ pages }: { pages?: number }) =>
			stdin.isTTY && stdout.isTTY && !program.opts<GlobalOptions>().json
				? terminal({ demo: true, pages })
				: verb(async (given) => (await import('./commands/demo.ts')).demo({ pages }, given)),
		);
	program
		.command('sandbox')
		.description('serves the built-in Graph API on loopback')
		.addOption(new Option('--port <n>', 'port of the Graph API (default: any free one)').argParser(port))
		.addOption(new Option('--pages <n>', 'Pages in the sandbox').argParser(count))
		.addOption(new Option('--latency <ms>', 'milliseconds before each answer').argParser(count))
		.addHelpText('after', examples('fb-token-tui sandbox', 'fb-token-tui sandbox --json --pages 1000 --latency 50'))
		.action(({ port, pages, latency }: Partial<SandboxArguments>) =>
			verb(async (given) => (await import('./commands/sandbox.ts')).sandbox({ port, pages, latency }, given)),
		);

	try {
		const { operands, unknown } = program.parseOptions([...argv]);
		const isVerbless = operands.length === 0 && unknown.length === 0;
		if (isVerbless && stdin.isTTY && stdout.isTTY) await terminal({ demo: false });
		else await program.parseAsync(argv, { from: 'user' });
		return exitCode;
	} catch (error) {
		return explain(error, asJson);
	}
}

/** Says on standard error what went wrong, without a secret in it, and gives the exit code. */
function explain(error: unknown, json: boolean): number {
	// Commander has said it already.
	if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
	if (error instanceof ProblemError) {
		writeProblem(process.stderr, error.problem, { json });
		return exitCodeOfProblem(error.problem.code);
	}
	if (error instanceof UsageError) {
		process.stderr.write(`${error.message}\n`);
		return EXIT.usage;
	}
	const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
	process.stderr.write(`A fault of fb-token-tui; please report it:\n${redact(told)}\n`);
	return EXIT.failed;
}

/** A reader that has gone, as in `| head -1`, misses what follows and changes nothing else. */
function leaveUnlessUnread({ code }: NodeJS.ErrnoException): void {
	if (code === 'EPIPE') return;
	writeProblem(process.stderr, problem('disk', { cause: `The output could not be written (${code}).` }));
	process.exit(EXIT.failed);
}

function hostsFrom(env: NodeJS.ProcessEnv): Hosts {
	try {
		return readHosts(env);
	} catch (error) {
		throw error instanceof RangeError ? new UsageError(error.message) : error;
	}
}

function commonOptions({
	json = false,
	reveal = false,
	graphVersion = undefined,
	timeout = 30,
}: GlobalOptions): CommonOptions {
	return { json, reveal, graphVersion: graphVersion ?? null, timeoutMs: timeout * 1000 };
}

function examples(...lines: string[]): string {
	return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n${EXIT_CODES}`;
}

function graphVersion(text: string): string {
	const version = text.startsWith('v') ? text : `v${text}`;
	if (!isVersion(version)) throw new InvalidArgumentError('A version looks like v27.0.');
	return version;
}

function positive(text: string): number {
	const value = Number(text);
	if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('A number of seconds is needed.');
	return value;
}

function port(text: string): number {
	if (count(text) > 65_535) throw new InvalidArgumentError('The highest port is 65535.');
	return Number(text);
}

function count(text: string): number {
	if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
	return Number(text);
}
