import { once } from 'node:events';
import { ProblemError, problem } from '../domain/problem.ts';
import type { Outputs } from '../operations/output-schema.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/server.ts';
import type { Context } from './shared/context.ts';
import { EXIT } from './shared/exit-code.ts';

/** The verb's own options; `latency` is in milliseconds. */
export type SandboxArguments = { port: number | undefined; pages: number | undefined; latency: number | undefined };

/**
 * Serves the built-in Graph API on loopback until it is stopped. Its secrets are made up and printed on purpose: nothing
 * but the sandbox knows them.
 */
export async function sandbox({ port, pages, latency }: SandboxArguments, context: Context): Promise<number> {
	const { stdout, options, signal } = context;
	await using server = await start({
		...(port === undefined ? {} : { port }),
		...(pages === undefined ? {} : { pages }),
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
}

async function start(options: SandboxOptions): Promise<Sandbox> {
	try {
		return await startSandbox(options);
	} catch (error) {
		const { code = '', port = options.port ?? 0 } = error as { code?: string; port?: number };
		if (!['EADDRINUSE', 'EACCES'].includes(code)) throw error;
		throw new ProblemError(problem('network', { kind: 'port', port, reason: code }));
	}
}
