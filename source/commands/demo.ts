import { Option } from 'commander';
import { DEFAULT_PURPOSE, permissionsFor } from '../domain/permissions.ts';
import { Secret } from '../domain/secret.ts';
import { unsaved } from '../operations/report.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { connect } from './connect.ts';
import type { Context } from './shared/context.ts';
import { EXIT } from './shared/exit-code.ts';
import { count } from './shared/option-parsers.ts';
import { transportFor } from './shared/transport-for.ts';
import { followJourney, StepWriter } from './shared/unattended.ts';
import type { Verb } from './shared/verb.ts';
import { writeReport } from './shared/write.ts';
import { writePages } from './shared/write-pages.ts';

/**
 * The whole journey against the built-in sandbox without a terminal: every step and every Page is printed, and the exit
 * code is 0 whatever the verdicts, since the sandbox has some bad ones on purpose; 1 where the list is not complete.
 */
export const verb: Verb<{ pages?: number }> = {
	options: [new Option('--pages <n>', 'Pages in the sandbox').argParser(count)],
	examples: ['fb-token-tui demo', 'fb-token-tui demo --pages 1000'],
	screens: ({ pages }) => ({ demo: true, pages }),
	async run({ options: sandboxOptions }, context) {
		const { stdout, options, now } = context;
		await using sandbox = await startSandbox(sandboxOptions);
		if (options.plain && stdout.isTTY && !options.json) return await askInSandbox(sandbox, context);
		const transport = transportFor(context, { graph: new URL(sandbox.graphUrl) });
		const steps = new StepWriter((line) => options.json || stdout.write(`${line}\n`), now);
		const wanted = permissionsFor(DEFAULT_PURPOSE);
		try {
			const result = await followJourney(
				{
					transport,
					forcedVersion: options.graphVersion !== null,
					credentials: { id: sandbox.appId, secret: new Secret(sandbox.appSecret) },
					token: sandbox.userToken,
					wanted,
				},
				context,
				steps,
			);
			if (options.json) writeReport(stdout, unsaved(result, wanted), options);
			else {
				stdout.write('\n');
				writePages(stdout, result.pages, now());
			}
			return result.isComplete ? EXIT.fine : EXIT.failed;
		} finally {
			await transport.close();
		}
	},
};

/** The questions of `connect`, with every answer as its default. */
async function askInSandbox(sandbox: Sandbox, context: Context): Promise<number> {
	const { graphUrl, facebookUrl, developersUrl, appId, appSecret, userToken } = sandbox;
	const [graph, facebook, developers] = [graphUrl, facebookUrl, developersUrl].map((url) => new URL(url)) as [
		URL,
		URL,
		URL,
	];
	const hosts = { graph, facebook, developers, overridden: true };
	const defaults = { appId, appSecret: new Secret(appSecret), userToken: new Secret(userToken) };
	const exitCode = await connect(
		{ page: [], save: false },
		{ ...context, env: {}, hosts },
		{ defaults, steps: () => [] },
	);
	return exitCode === EXIT.failed ? exitCode : EXIT.fine;
}
