import type { Context } from '../../source/commands/shared/context.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import type { Store } from './store.ts';

/** The options of a verb that was given none; waits end after five seconds. */
export const NO_OPTIONS: Context['options'] = Object.freeze({
	profile: null,
	json: false,
	reveal: false,
	graphVersion: null,
	timeoutMs: 5000,
	wantBrowser: false,
	plain: false,
});

/** What a verb may touch, in this process and on the sandbox's clock; what it writes on standard error is kept. */
export function contextOf(store: Store, given: Partial<Context> = {}): { context: Context; stderr: string[] } {
	const stderr: string[] = [];
	const context = {
		options: NO_OPTIONS,
		env: store.env,
		stdin: process.stdin,
		stdout: { write: () => true },
		stderr: { write: (text: string) => stderr.push(text) },
		now: store.sandbox.world.now,
		signal: new AbortController().signal,
		hosts: readHosts(store.env),
		unicode: true,
		colour: false,
		origin: { version: '0', nodeVersion: '20', platform: 'linux', arch: 'x64', host: '', graphVersion: null },
		...given,
	} as const;
	return { context, stderr };
}
