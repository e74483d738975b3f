import { Option } from 'commander';
import { problemOfAppId, problemOfAppSecret } from '../domain/app.ts';
import { parsePaste, problemOfPaste } from '../domain/paste.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { Secret } from '../domain/secret.ts';
import { probeVersion } from '../graph/version.ts';
import { type ExpectedApp, type InspectedToken, inspectToken } from '../operations/inspect.ts';
import { reportOfToken } from '../operations/report.ts';
import { writeInspected } from './inspect/write-inspected.ts';
import { namedProfile } from './shared/choose-profiles.ts';
import type { Context } from './shared/context.ts';
import { EXIT, exitCodeOfProblem } from './shared/exit-code.ts';
import { openSecrets } from './shared/open-profile.ts';
import { openVault } from './shared/open-vault.ts';
import { COMMAND_LINE } from './shared/problem-ui.ts';
import { readInput } from './shared/read-input.ts';
import { transportFor } from './shared/transport-for.ts';
import { UsageError } from './shared/usage-error.ts';
import type { Verb } from './shared/verb.ts';
import { writeJson } from './shared/write.ts';

type InspectOptions = { appId?: string };

/** What a token is compared with: an app, and the permissions that it should carry. */
type Expectation = { app: ExpectedApp | null; wanted: readonly string[]; graphVersion: string | null };

/**
 * Explains a token from standard input, in any form in which it can be pasted: kind, app, verdict, both clocks, permissions,
 * what ends it, what to do. Gives the exit code by what is wrong with it.
 * @throws {ProblemError} for what is no token, and where Meta cannot be asked.
 * @throws {UsageError} for options that cannot be.
 */
export const verb: Verb<InspectOptions> = {
	options: [new Option('--app-id <id>', 'the app it should be of, with FB_APP_SECRET (default: FB_APP_ID)')],
	examples: ['pbpaste | fb-token-tui inspect', 'fb-token-tui inspect --profile my-bakery --json < token.txt'],
	async run({ options: args }, context) {
		const { stdin, stdout, options, signal, unicode, now } = context;
		if (stdin.isTTY) throw new ProblemError(problem('sign-in-needed', { kind: 'no-input', of: 'piped-inspected' }));
		const { app, wanted, graphVersion } = await expectation(args, context);
		const token = await readToken(context);
		const transport = transportFor(context, { version: graphVersion ?? undefined });
		try {
			if (graphVersion === null && options.graphVersion === null) {
				transport.version = await probeVersion(transport, signal);
			}
			const inspected = await inspectToken(transport, token, app, context);
			if (options.json)
				writeJson(stdout, reportOfToken(inspected, { wanted, reveal: options.reveal, ui: COMMAND_LINE }));
			else writeInspected(stdout, inspected, { wanted, reveal: options.reveal, unicode, now: now() });
			return exitCodeOf(inspected);
		} finally {
			await transport.close();
		}
	},
};

async function readToken({ stdin, signal }: Context): Promise<Secret> {
	const paste = parsePaste(await readInput(stdin, signal));
	if (paste.kind === 'empty') throw new ProblemError(problem('sign-in-needed', { kind: 'no-input', of: 'inspected' }));
	if (paste.kind !== 'token' && paste.kind !== 'app-token') throw new ProblemError(problemOfPaste(paste));
	// Nothing else can stand in a header.
	if (!/^[\x21-\x7E]+$/.test(paste.token.reveal())) throw new ProblemError(problem('unreadable-token'));
	return paste.token;
}

/** The app of the options or the environment, with its secret where there is one; or that of the profile. */
async function expectation({ appId }: InspectOptions, context: Context): Promise<Expectation> {
	const { env, options } = context;
	if (options.profile !== null && appId !== undefined) {
		throw new UsageError('--profile and --app-id exclude each other.');
	}
	const id = (appId ?? env.FB_APP_ID ?? '').trim();
	const named = id === '' || options.profile !== null ? namedProfile(context) : null;
	if (named !== null) {
		const vault = openVault(context);
		const profile = await vault.find(named);
		const { appSecret } = await openSecrets(vault, profile, context, { graph: context.hosts.graph });
		const { app, wanted, graphVersion } = profile;
		return { app: { ...app, secret: appSecret }, wanted, graphVersion };
	}
	const secret = env.FB_APP_SECRET?.trim() ?? '';
	if (id === '') return { app: null, wanted: [], graphVersion: null };
	const wrong = problemOfAppId(id) ?? (secret === '' ? null : problemOfAppSecret(secret));
	if (wrong) throw new ProblemError(wrong);
	const app = { id, name: null, secret: secret === '' ? null : new Secret(secret) };
	return { app, wanted: [], graphVersion: null };
}

function exitCodeOf({ assessment, problem }: InspectedToken): number {
	if (assessment?.verdict === 'invalid') return EXIT.invalidToken;
	if (problem) return exitCodeOfProblem(problem.code);
	return assessment?.verdict === 'unknown' ? EXIT.failed : EXIT.fine;
}
