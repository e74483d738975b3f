import { once } from 'node:events';
import { Option } from 'commander';
import { ProblemError, problem } from '../domain/problem.ts';
import type { Outputs } from '../operations/output-schema.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/server.ts';
import { EXIT } from './shared/exit-code.ts';
import { count, port } from './shared/option-parsers.ts';
import type { Verb } from './shared/verb.ts';

/** `latency` is in milliseconds. */
type SandboxFlags = { port?: number; pages?: number; latency?: number };

/**
 * Serves the built-in Graph API on loopback until it is stopped. Its secrets are made up and printed on purpose: nothing
 * but the sandbox knows them.
 */
export const verb: Verb<SandboxFlags> = {
	options: [
		new Option('--port <n>', 'port of the Graph API (default: any free one)').argParser(port),
		new Option('--pages <n>', 'Pages in the sandbox').argParser(count),
		new Option('--latency <ms>', 'milliseconds before each answer').argParser(count),
	],
	examples: ['fb-token-tui sandbox', 'fb-token-tui sandbox --json --pages 1000 --latency 50'],
	async run({ options: { latency, ...given } }, context) {
		const { stdout, options, signal } = context;
		await using server = await start({
			...given,
			...(latency === undefined ? {} : { latencyMs: latency }),
		});
		const { graphUrl, facebookUrl, developersUrl, appId, appSecret, clientToken, userToken } = server;
		if (options.json) {
			const app = { appId, appSecret, clientToken };
			const line: Outputs['sandbox'] = { graphUrl, facebookUrl, developersUrl, ...app, userToken };
			stdout.write(`${JSON.stringify(line)}\n`);
		} else {
			stdout.write(
				[
					'The sandbox answers until Ctrl+C. Everything in it is made up. In another terminal:',
					'',
					`export FB_TOKEN_TUI_GRAPH_URL=${graphUrl}`,
					`export FB_TOKEN_TUI_FACEBOOK_URL=${facebookUrl}`,
					`export FB_TOKEN_TUI_DEVELOPERS_URL=${developersUrl}`,
					`export FB_APP_ID=${appId}`,
					`export FB_APP_SECRET=${appSecret}`,
					`printf %s ${userToken} | npx fb-token-tui connect --no-save`,
					'',
				].join('\n'),
			);
		}
		if (!signal.aborted) await once(signal, 'abort');
		return EXIT.cancelled;
	},
};

async function start(options: SandboxOptions): Promise<Sandbox> {
	try {
		return await startSandbox(options);
	} catch (error) {
		const { code = '', port = options.port ?? 0 } = error as { code?: string; port?: number };
		if (!['EADDRINUSE', 'EACCES'].includes(code)) throw error;
		throw new ProblemError(problem('network', { kind: 'port', port, reason: code }));
	}
}
