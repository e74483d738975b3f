import type { Context } from './commands/context.ts';
import { transportFor } from './commands/transport-for.ts';
import type { Prefill } from './domain/journey.ts';
import { Secret } from './domain/secret.ts';
import type { Verdict } from './domain/verdict.ts';
import type { Hosts } from './graph/hosts.ts';
import { findBrowser } from './host/browser.ts';
import { findClipboard } from './host/clipboard.ts';
import { runTui, type TuiOptions, type TuiOutcome } from './tui/run.tsx';
import { openPreferences } from './vault/preferences.ts';

type Start = { hosts: Hosts; prefill: Prefill; remember: TuiOptions['remember'] | null };

/** Runs the terminal program, with Meta or with a sandbox of its own, and leaves one line behind it. */
export async function startInteractive(
	context: Context,
	{ demo, pages, wantBrowser }: { demo: boolean; pages?: number | undefined; wantBrowser: boolean },
): Promise<number> {
	const { env, stdin, stdout, options, now, unicode } = context;
	await using sandbox = demo
		? await (await import('./sandbox/server.ts')).startSandbox(pages === undefined ? {} : { pages })
		: null;
	const { hosts, prefill, remember } = sandbox ? startOfDemo(sandbox) : await startForReal(context);
	const outcome = await runTui({
		hosts,
		transport: transportFor(context, hosts.graph),
		forcedVersion: options.graphVersion !== null,
		prefill,
		browser: findBrowser(env, process.platform, wantBrowser),
		clipboard: findClipboard(env, process.platform, stdout),
		now,
		unicode,
		isDemo: demo,
		stdin,
		stdout: stdout as NodeJS.WriteStream,
		...(remember ? { remember } : {}),
	});
	stdout.write(`${lastLine(outcome)}\n`);
	return outcome.exitCode;
}

function startOfDemo(sandbox: {
	graphUrl: string;
	facebookUrl: string;
	developersUrl: string;
	appId: string;
	appSecret: string;
	userToken: string;
}): Start {
	return {
		hosts: {
			graph: new URL(sandbox.graphUrl),
			facebook: new URL(sandbox.facebookUrl),
			developers: new URL(sandbox.developersUrl),
			overridden: true,
		},
		prefill: {
			appId: sandbox.appId,
			appSecret: new Secret(sandbox.appSecret),
			userToken: new Secret(sandbox.userToken),
		},
		remember: null,
	};
}

async function startForReal({ env, hosts }: Context): Promise<Start> {
	const preferences = await openPreferences(env);
	const known = preferences.read();
	const appId = env.FB_APP_ID ?? known.appId;
	return {
		hosts,
		prefill: {
			...(appId ? { appId } : {}),
			...(env.FB_APP_SECRET ? { appSecret: new Secret(env.FB_APP_SECRET) } : {}),
			...(known.purpose ? { purpose: known.purpose } : {}),
		},
		remember: preferences.write,
	};
}

/** What stays in the terminal: the full-screen program itself leaves no trace. */
function lastLine({ journey }: TuiOutcome): string {
	const verdicts = new Map<Verdict, number>();
	for (const { assessment } of journey.pages) {
		if (assessment) verdicts.set(assessment.verdict, (verdicts.get(assessment.verdict) ?? 0) + 1);
	}
	const counts = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
	const { length } = journey.pages;
	return length === 0 ? 'Nothing was saved.' : `${length} Pages: ${counts || 'none verified'}. Nothing was saved.`;
}
