import { namedProfile } from './commands/shared/choose-profiles.ts';
import { configIdFrom } from './commands/shared/config-id.ts';
import type { Context } from './commands/shared/context.ts';
import { EXIT } from './commands/shared/exit-code.ts';
import { timeoutFrom } from './commands/shared/open-vault.ts';
import { transportFor } from './commands/shared/transport-for.ts';
import { problemOrRethrow } from './domain/problem.ts';
import { Secret } from './domain/secret.ts';
import { describeCall } from './graph/describe-call.ts';
import type { Hosts } from './graph/hosts.ts';
import type { GraphCall } from './graph/transport.ts';
import type { Sandbox } from './sandbox/server.ts';
import { lastLine } from './session/last-line.ts';
import type { SessionOptions } from './session/options.ts';
import { isListIncomplete } from './session/pages.ts';
import { summaryOf } from './session/profile-summary.ts';
import { type Prefill, withMemory } from './session/start.ts';
import { type Browser, findBrowser } from './system/browser.ts';
import { findClipboard } from './system/clipboard.ts';
import { removeOldPrivatePages } from './system/private-page.ts';
import { KEYCHAIN_TIMEOUT } from './vault/keychain.ts';
import { openPreferences } from './vault/preferences.ts';
import { Vault } from './vault/vault.ts';

type Start = { hosts: Hosts; prefill: Prefill; vault: Vault | null; remember: SessionOptions['remember'] | null };

/** How the terminal program is wanted: `pages` is how many the demonstration has. */
type Interaction = {
	demo: boolean;
	pages?: number | undefined;
	wantBrowser: boolean;
	/** Aborted, with what was thrown, by a fault that nobody has caught. */
	fault: AbortSignal;
};

/** Runs the terminal program, with Meta or with a sandbox of its own, and leaves one line behind it. */
export async function startInteractive(
	context: Context,
	{ demo, pages, wantBrowser, fault }: Interaction,
): Promise<number> {
	const { env, stdin, stdout, options, now, unicode, colour, origin } = context;
	await using sandbox = demo
		? await (await import('./sandbox/server.ts')).startSandbox(pages === undefined ? {} : { pages })
		: null;
	const browser = findBrowser(env, process.platform, wantBrowser);
	const { hosts, prefill, vault, remember } = sandbox
		? startOfDemo(sandbox, browser)
		: await startForReal(context, browser);
	// What an earlier run could not remove because it was killed.
	void removeOldPrivatePages();
	const calls = new RecentCalls(context.onCall);
	// The screens clean what they show themselves, and their own sequences must pass.
	const terminal = process.stdout;
	const { runTui } = await import('./tui/run.tsx');
	const profile = sandbox ? options.profile : namedProfile(context);
	const outcome = await runTui({
		env,
		hosts,
		transport: transportFor({ ...context, onCall: calls.add }, { graph: hosts.graph, isShown: true }),
		origin: { ...origin, host: hosts.graph.host },
		recentCalls: calls.lines,
		forcedVersion: options.graphVersion !== null,
		prefill,
		browser,
		clipboard: findClipboard(env, process.platform, terminal),
		now,
		unicode,
		colour,
		demoPerson: sandbox?.world.people.get(sandbox.world.signedInPersonId)?.name ?? null,
		vault,
		stdin,
		stdout: terminal,
		fault,
		...(remember ? { remember } : {}),
		...(profile === null ? {} : { profile }),
	});
	const line = lastLine(outcome.session, vault?.folder ?? null);
	if (line !== '') stdout.write(`${line}\n`);
	return outcome.exitCode === EXIT.fine && isListIncomplete(outcome.session) ? EXIT.failed : outcome.exitCode;
}

const MOST_CALLS = 50;

/** The latest calls as lines, for a report. */
class RecentCalls {
	readonly #pass: Context['onCall'];
	#lines: string[] = [];

	constructor(pass: Context['onCall']) {
		this.#pass = pass;
	}

	readonly add = (call: GraphCall): void => {
		this.#lines = [...this.#lines.slice(1 - MOST_CALLS), describeCall(call)];
		this.#pass?.(call);
	};

	readonly lines = (): readonly string[] => this.#lines;
}

function startOfDemo(sandbox: Sandbox, { elsewhere }: Browser): Start {
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
			signIn: { facts: { elsewhere, last: null }, clientToken: new Secret(sandbox.clientToken) },
		},
		vault: null,
		remember: null,
	};
}

async function startForReal({ env, hosts, now }: Context, { elsewhere }: Browser): Promise<Start> {
	const patience = { timeoutMs: timeoutFrom(env, KEYCHAIN_TIMEOUT.person) };
	const vault = new Vault({ env, now, patience });
	const preferences = openPreferences(env);
	const known = preferences.read();
	const appId = env.FB_APP_ID?.trim() || known.appId;
	const appSecret = env.FB_APP_SECRET?.trim();
	const start = {
		facts: { elsewhere, last: null },
		clientToken: new Secret(env.FB_CLIENT_TOKEN?.trim() ?? ''),
		configId: configIdFrom(env),
		isRerequest: false,
	};
	return {
		hosts,
		prefill: {
			...(appId ? { appId } : {}),
			...(appSecret ? { appSecret: new Secret(appSecret) } : {}),
			...(known.purpose ? { purpose: known.purpose } : {}),
			signIn: withMemory(start, known.appId === appId ? (known.signIn ?? null) : null),
			...(await profilesIn(vault)),
		},
		vault,
		// What is tried out elsewhere is no habit.
		remember: hosts.overridden ? null : preferences.write,
	};
}

async function profilesIn(vault: Vault): Promise<Prefill> {
	try {
		return { profiles: (await vault.list()).map(summaryOf) };
	} catch (error) {
		return { profilesProblem: problemOrRethrow(error) };
	}
}
