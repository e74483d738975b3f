import { isatty } from 'node:tty';
import type { Command, CommanderError } from 'commander';
import type { GlobalOptions, RunVerb } from './command-line.ts';
import type { CommonOptions, Context, Manual } from './commands/shared/context.ts';
import { type DebugLog, openDebugLog } from './commands/shared/debug-log.ts';
import { EXIT, exitCodeOfProblem } from './commands/shared/exit-code.ts';
import { hostNotice } from './commands/shared/name-host.ts';
import { UsageError } from './commands/shared/usage-error.ts';
import type { Screens } from './commands/shared/verb.ts';
import { writeProblem, writeProblemAsJson } from './commands/shared/write.ts';
import { COMPLETE } from './completion/shells.ts';
import { SECRET_VARIABLES, tidyEnvironment } from './domain/environment.ts';
import { ProblemError, problem } from './domain/problem.ts';
import { Secret } from './domain/secret.ts';
import { type Hosts, readHosts } from './graph/hosts.ts';
import { faultReport } from './operations/fault-report.ts';
import type { ReportOrigin } from './operations/problem-report.ts';
import { printableOutput, type StandardOutput, standardOutput } from './system/printable-output.ts';
import { terminalFacts, wantsPlainText } from './system/terminal.ts';
import { glyphsFor } from './terminal/glyphs.ts';
import { homeFolder } from './vault/home-folder.ts';
import { ProfileNameError } from './vault/profile.ts';
import { PACKAGE_VERSION, REPORT_AT } from './version.ts';

/** A package that writes files sends a signal to this process once more, within this time; later it is the person again. */
const ECHO_MS = 300;

/**
 * Runs what the command line asks for and gives the exit code. The terminal program, Ink and React with it, is loaded only
 * when it is asked for; so is each verb, and what reads a command line where there is one.
 */
export async function run(given: readonly string[]): Promise<number> {
	const { env } = process;
	tidyEnvironment(env, homeFolder(env));
	/** A reader that has gone, as in `| head -1`, misses what follows and changes nothing else. */
	const leaveUnlessUnread = ({ code }: NodeJS.ErrnoException): void => {
		if (code === 'EPIPE') return;
		writeProblem(stderr, problem('disk', { kind: 'output-failed', reason: code ?? '' }));
		process.exit(EXIT.failed);
	};
	const stdout = printableOutput(standardOutput(process.stdout, leaveUnlessUnread));
	// What cannot be said is not said.
	const stderr = printableOutput(standardOutput(process.stderr, () => {}));
	const interrupt = new AbortController();
	const argv = await inOrder(given, { stdout, stderr });
	// What comes behind is another program's.
	const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
	const asJson = own.includes('--json');
	using _ = failUnlessFinished(stderr, asJson);
	let exitCode: number = EXIT.fine;

	if (argv[0] === COMPLETE) {
		const { complete } = await import('./completion/complete.ts');
		const programFor = async (words: readonly string[]) => {
			const { loadProgram } = await import('./command-line.ts');
			return loadProgram(words, async () => {}, { stdout, stderr });
		};
		stdout.write(await complete(programFor, argv.slice(1), env));
		return EXIT.fine;
	}

	const secrets = SECRET_VARIABLES.flatMap((name) => (env[name] ? [new Secret(env[name])] : []));
	let program: Command | null = null;
	const manual: Manual = {
		showCommand(words) {
			let command = program;
			for (const word of words) command = command?.commands.find((one) => one.name() === word) ?? null;
			command?.outputHelp();
			return command !== null;
		},
		keys: async (unicode) => (await import('./tui/keymap.ts')).keyTables(glyphsFor(unicode)),
	};
	let log: DebugLog | null = null;
	let hosts: Hosts | null = null;
	let origin: ReportOrigin = originOf(readHosts({}), {});
	const explained = (error: unknown) => explain(error, { json: asJson, stderr, log, hosts, origin, secrets });
	const die = (error: unknown) => process.exit(explained(error));
	const context = (options: GlobalOptions): Context => {
		hosts = hostsFrom(env);
		origin = originOf(hosts, options);
		if (options.debug) log = openDebugLog(options.debug, origin);
		return {
			options: commonOptions(options, env),
			env,
			// Node takes two milliseconds to open it, and most verbs read nothing.
			get stdin() {
				return process.stdin;
			},
			stdout,
			stderr,
			now: () => Math.floor(Date.now() / 1000),
			signal: interrupt.signal,
			hosts,
			...terminalFacts(env, process.platform, options.color ?? true),
			manual,
			origin,
			...(log ? { onCall: log.onCall } : {}),
		};
	};
	/** Runs a verb with Ctrl+C as its cancellation. */
	const verb = async (work: (context: Context) => Promise<number>, options: GlobalOptions) => {
		let stoppedAt = 0;
		const stop = () => {
			if (!interrupt.signal.aborted) stoppedAt = Date.now();
			else if (Date.now() - stoppedAt > ECHO_MS) process.exit(EXIT.cancelled);
			interrupt.abort();
		};
		process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
		process.once('uncaughtException', die);
		const given = context(options);
		const notice = hostNotice(given.hosts);
		// As JSON, a problem is all that is on standard error, and names the host itself.
		if (notice && !asJson) stderr.write(`${notice}\n`);
		exitCode = await work(given);
		if (notice && asJson) stderr.write(`${notice}\n`);
	};
	const terminal = async (kind: Screens, options: GlobalOptions) => {
		const { browser = true, color = true } = options;
		if (commonOptions(options, env).plain) {
			await verb(async (given) => (await import('./commands/connect/plain.ts')).plain(given), options);
			return;
		}
		// Chalk does not know NO_COLOR.
		if (!terminalFacts(env, process.platform, color).colour) env.FORCE_COLOR = '0';
		const { startInteractive } = await import('./interactive.ts');
		const fault = new AbortController();
		// The first fault ends the program, and others may come from it.
		const onFault = (error: unknown) => fault.abort(error);
		process.on('uncaughtException', onFault);
		const wanted = { ...kind, wantBrowser: browser, fault: fault.signal };
		try {
			exitCode = await startInteractive(context(options), wanted);
		} catch (error) {
			// What a fault has left behind may keep the process alive.
			die(error);
		}
		process.off('uncaughtException', onFault).once('uncaughtException', die);
	};

	const hasTerminal = isatty(0) && isatty(1);
	const commandLine = async () => {
		const { loadProgram } = await import('./command-line.ts');
		const runVerb: RunVerb = async ({ screens, run }, given) => {
			const options = read.opts<GlobalOptions>();
			const hasScreens = hasTerminal && !options.json && !commonOptions(options, env).plain;
			if (screens && hasScreens) await terminal(screens(given.options), options);
			else await verb((context) => run(given, context), options);
		};
		const read = await loadProgram(own, runVerb, { stdout, stderr });
		program = read;
		const { operands, unknown } = read.parseOptions([...argv]);
		if (hasTerminal && operands.length === 0 && unknown.length === 0) await terminal({ demo: false }, read.opts());
		else await read.parseAsync(argv, { from: 'user' });
	};

	try {
		if (hasTerminal && argv.length === 0) await terminal({ demo: false }, {});
		else await commandLine();
		return exitCode;
	} catch (error) {
		return explained(error);
	}
}

/** The command line as commander reads it. What asks for completions is no command line yet. */
async function inOrder(argv: readonly string[], streams: { stdout: StandardOutput; stderr: StandardOutput }) {
	if (argv.length === 0 || argv[0] === COMPLETE) return argv;
	return (await import('./command-line.ts')).ordered(argv, streams);
}

/**
 * Until it is disposed of, the process does not exit with 0. Node would do so when nothing is left to wait for, whether or not
 * the work was done.
 */
function failUnlessFinished(stderr: StandardOutput, json: boolean): Disposable {
	const fail = (exitCode: number) => {
		if (exitCode !== EXIT.fine) return;
		process.exitCode = EXIT.failed;
		const unfinished = problem('unexpected', { kind: 'unfinished' });
		if (json) writeProblemAsJson(stderr, unfinished, null);
		else writeProblem(stderr, unfinished);
	};
	process.once('exit', fail);
	return { [Symbol.dispose]: () => process.off('exit', fail) };
}

type WorkOptions = {
	json: boolean;
	stderr: StandardOutput;
	log: DebugLog | null;
	/** Null before they are known. */
	hosts: Hosts | null;
	origin: ReportOrigin;
	secrets: readonly Secret[];
};

/** Says on standard error what went wrong, without a secret in it, and gives the exit code. */
function explain(error: unknown, { json, stderr, log, hosts, origin, secrets }: WorkOptions): number {
	// Commander has said it already.
	if (isOfCommander(error)) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
	if (error instanceof ProblemError) {
		if (json) writeProblemAsJson(stderr, error.problem, hosts);
		else writeProblem(stderr, error.problem);
		log?.onProblem(error.problem);
		return exitCodeOfProblem(error.problem.code);
	}
	if (error instanceof UsageError || error instanceof ProfileNameError) {
		stderr.write(`${error.message}\n`);
		return EXIT.usage;
	}
	stderr.write(faultReport(error, { origin, secrets, home: homeFolder(process.env) ?? '', reportAt: REPORT_AT }));
	return EXIT.failed;
}

function isOfCommander(error: unknown): error is CommanderError {
	return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

function originOf({ graph }: Hosts, { graphVersion = null }: { graphVersion?: string | null }): ReportOrigin {
	const { platform, arch, versions } = process;
	return { version: PACKAGE_VERSION, nodeVersion: versions.node, platform, arch, host: graph.host, graphVersion };
}

function hostsFrom(env: NodeJS.ProcessEnv): Hosts {
	try {
		return readHosts(env);
	} catch (error) {
		throw error instanceof RangeError ? new UsageError(error.message) : error;
	}
}

function commonOptions(
	{
		profile,
		json = false,
		reveal = false,
		graphVersion: version,
		timeout = 30,
		browser: wantBrowser = true,
		plain,
	}: GlobalOptions,
	env: NodeJS.ProcessEnv,
): CommonOptions {
	return {
		profile: profile ?? null,
		json,
		reveal,
		graphVersion: version ?? null,
		timeoutMs: timeout * 1000,
		wantBrowser,
		plain: plain ?? wantsPlainText(env),
	};
}
