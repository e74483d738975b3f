import { problemOfAppId, problemOfAppSecret } from '../domain/app.ts';
import { DEFAULT_PURPOSE, parsePermissions } from '../domain/permissions.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { Secret } from '../domain/secret.ts';
import type { AppCredentials } from '../graph/client.ts';
import { reportOf } from '../operations/report.ts';
import type { Context } from './context.ts';
import { exitCodeOfJourney } from './exit-code.ts';
import { readInput } from './read-input.ts';
import { transportFor } from './transport-for.ts';
import { followJourney, StepWriter } from './unattended.ts';
import { UsageError } from './usage-error.ts';
import { writeJson, writePages, writeProblem } from './write.ts';

/** The verb's own options. */
export type ConnectArguments = { appId?: string; permissions?: string; save: boolean };

/**
 * The journey without screens: app id as an option, the secret from the environment, the user token from standard input.
 * Gives the exit code by the worst verdict.
 * @throws {ProblemError} where the journey cannot go on.
 * @throws {UsageError} for options that cannot be.
 */
export async function connect(args: ConnectArguments, context: Context): Promise<number> {
	const { env, stdin, stdout, stderr, options, now, signal } = context;
	if (args.save) {
		throw new UsageError('Profiles cannot be saved yet: add --no-save to get the result alone.');
	}
	const { permissions, unknown } = parsePermissions(args.permissions ?? DEFAULT_PURPOSE);
	if (unknown.length > 0 || permissions.length === 0) {
		throw new UsageError(`--permissions: neither a purpose nor a permission: ${unknown.join(', ') || 'nothing'}`);
	}
	const credentials = credentialsFrom((args.appId ?? env.FB_APP_ID ?? '').trim(), env.FB_APP_SECRET?.trim() ?? '');
	if (stdin.isTTY) {
		const cause = 'The user token is read from standard input, and that is a terminal.';
		throw new ProblemError(problem('sign-in-needed', { cause }));
	}
	const transport = transportFor(context);
	const steps = new StepWriter((line) => stderr.isTTY && stderr.write(`${line}\n`), now);
	try {
		const token = await readInput(stdin, signal);
		const input = { transport, forcedVersion: options.graphVersion !== null, credentials, token, wanted: permissions };
		const result = await followJourney(input, context, steps);
		if (options.json) writeJson(stdout, reportOf(result, permissions, options));
		else {
			writePages(stdout, result.pages, now());
			for (const trouble of result.problems) writeProblem(stderr, trouble);
		}
		return exitCodeOfJourney(result);
	} finally {
		await transport.close();
	}
}

function credentialsFrom(id: string, secret: string): AppCredentials {
	const lacking =
		id === '' || secret === '' ? problem('sign-in-needed') : (problemOfAppId(id) ?? problemOfAppSecret(secret));
	if (lacking) throw new ProblemError(lacking);
	return { id, secret: new Secret(secret) };
}
