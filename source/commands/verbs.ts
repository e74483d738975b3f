import type { Verb, VerbGroup } from './shared/verb.ts';

/** What the help of the whole program shows of a verb, and how the verb is loaded. */
type Listed = { usage: string; summary: string; load: () => Promise<{ verb: Verb | VerbGroup }> };

/** All verbs, in the order of the help. Only those that a command line names are loaded. */
export const VERBS = {
	demo: {
		usage: '[options]',
		summary: 'the whole journey against the built-in sandbox; nothing is saved',
		load: () => import('./demo.ts'),
	},
	connect: {
		usage: '[options]',
		summary: 'makes Page tokens, asking for what is missing',
		load: () => import('./connect.ts'),
	},
	list: {
		usage: '',
		summary: 'profiles and Pages from the store, offline',
		load: () => import('./list.ts'),
	},
	check: {
		usage: '[options]',
		summary: 'verifies the stored tokens now',
		load: () => import('./check.ts'),
	},
	refresh: {
		usage: '[options]',
		summary: 'Pages and their tokens anew from the stored user token',
		load: () => import('./refresh.ts'),
	},
	token: {
		usage: '<page>',
		summary: 'prints the token of a Page and nothing else',
		load: () => import('./token.ts'),
	},
	export: {
		usage: '[options]',
		summary: 'Pages with their tokens, as other programs read them',
		load: () => import('./export.ts'),
	},
	exec: {
		usage: '[options] <page> <command...>',
		summary: 'runs a command with a Page and its token in its environment alone',
		load: () => import('./exec.ts'),
	},
	'publish-test': {
		usage: '[options] <page>',
		summary: 'makes an unpublished post on a Page and deletes it',
		load: () => import('./publish-test.ts'),
	},
	'read-test': {
		usage: '<page>',
		summary: 'reads a post of a Page and its comments',
		load: () => import('./read-test.ts'),
	},
	revoke: {
		usage: '[options]',
		summary: 'takes back at Meta what the person has granted the app, then asks about every stored token',
		load: () => import('./revoke.ts'),
	},
	profiles: {
		usage: '',
		summary: 'list, rename, remove or protect profiles, use one by default',
		load: () => import('./profiles.ts'),
	},
	inspect: {
		usage: '[options]',
		summary: 'explains any token from standard input: kind, app, verdict, what kills it, what to do',
		load: () => import('./inspect.ts'),
	},
	doctor: {
		usage: '',
		summary: 'Node, network and proxy, Graph version, clock, store and keychain: fine, or what to do',
		load: () => import('./doctor.ts'),
	},
	sandbox: {
		usage: '[options]',
		summary: 'serves the built-in Graph API on loopback',
		load: () => import('./sandbox.ts'),
	},
	completion: {
		usage: '<shell>',
		summary: 'prints what a shell needs to complete commands, options, profiles and Pages',
		load: () => import('./completion.ts'),
	},
	help: {
		usage: '[subject...]',
		summary: 'explains a command or a topic',
		load: () => import('./help.ts'),
	},
} satisfies Readonly<Record<string, Listed>>;

/** The name of a verb. */
export type VerbName = keyof typeof VERBS;

/** Verbs that are loaded, by their names. */
export type LoadedVerbs = Partial<Record<VerbName, Verb | VerbGroup>>;

/** The names of all verbs. */
export const VERB_NAMES = Object.keys(VERBS) as VerbName[];

/** Loads the verbs among some words. */
export async function loadVerbs(words: readonly string[]): Promise<LoadedVerbs> {
	const names = VERB_NAMES.filter((name) => words.includes(name));
	return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await VERBS[name].load()).verb])));
}
