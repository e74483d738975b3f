import { ProblemError, problem } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import type { Secret } from '../domain/secret.ts';
import { aboutVerifiedProfile } from '../domain/sign-in/grant.ts';
import { finish } from '../operations/channel.ts';
import { checkApp as checkAppAtMeta } from '../operations/check-app.ts';
import { connect as connectPages } from '../operations/connect.ts';
import { inspectUserToken } from '../operations/inspect-user-token.ts';
import { publishTest } from '../operations/publish-test.ts';
import {
	type GrantHolder,
	grantOwner,
	holdersOfGrant,
	problemOfLeftOut,
	verifyHolders,
} from '../operations/shared-grant.ts';
import { findPage, verifyPages as verifyAtMeta } from '../operations/verify.ts';
import { accessOf, type Context, callerOf, type Effect } from './context.ts';
import type { SessionEvent } from './events.ts';
import { problemBehind } from './problem-behind.ts';
import { summaryOf } from './profile-summary.ts';
import { addToProfile, keepVerdicts } from './profile-work.ts';

/** Asks Meta whether App ID and App Secret belong together. */
export async function checkApp({ run, id, secret }: Effect<'check-app'>, context: Context): Promise<SessionEvent> {
	const { transport, forcedVersion } = context.options;
	const checked = await checkAppAtMeta(transport, { id, secret }, { forcedVersion, signal: context.signal });
	context.kept.access = { ...checked, inspected: null, signedIn: null };
	return { type: 'app-checked', run, app: checked.app, version: checked.version };
}

/** Asks Meta what a user token is. */
export async function inspectToken(effect: Effect<'inspect-token'>, context: Context): Promise<SessionEvent> {
	const { run, token, wanted } = effect;
	const access = accessOf(context);
	const options = { appName: access.app.name, now: context.options.now, signal: context.signal };
	const inspected = await inspectUserToken(access.client, token, wanted, options);
	context.kept.access = { ...access, inspected };
	const { info, user, missing, declined } = inspected;
	return { type: 'token-inspected', run, inspected: { info, userName: user?.name ?? null, missing, declined } };
}

/**
 * Exchanges the reviewed token, lists the Pages and verifies their tokens. Then it names the saved Pages that the sign-in has left
 * out of the grant, and verifies the other profiles of the same app and person again.
 */
export async function connect({ run, profile }: Effect<'connect'>, context: Context): Promise<SessionEvent> {
	const access = accessOf(context);
	const { options, signal, dispatch, kept } = context;
	const { inspected } = access;
	if (!inspected) throw new Error('The token was not reviewed yet.');
	const { vault, transport, now } = options;
	let holders: GrantHolder[] = [];
	try {
		if (vault) holders = await holdersOfGrant(vault, { appId: access.app.id, graphUrl: transport.graph.origin });
	} catch (error) {
		dispatch({ type: 'problem', run, problem: problemBehind(error) });
	}
	const connecting = connectPages(access.client, inspected, { now, signal });
	let step = await connecting.next();
	for (; !step.done; step = await connecting.next()) {
		const event = step.value;
		if (event.type === 'exchanged') {
			const { userToken, info, isExchanged } = event;
			kept.access = { ...access, signedIn: { userToken, info, user: inspected.user } };
			dispatch({ type: 'exchanged', run, isExchanged });
		} else if (event.type === 'problem') dispatch({ type: 'problem', run, problem: event.problem });
		else dispatch({ ...event, run });
	}
	const found = { ...step.value, user: inspected.user, pages: [...step.value.pages.values()] };
	const lost = problemOfLeftOut(holders, found);
	if (lost) dispatch({ type: 'problem', run, problem: lost });
	await verifyOthers({ run, userId: grantOwner(found), holders, except: profile }, context);
	return { type: 'connection-ended', run, problem: null };
}

async function verifyOthers(
	{
		run,
		userId,
		holders,
		except,
	}: { run: number; userId: string | null; holders: GrantHolder[]; except: string | null },
	context: Context,
): Promise<void> {
	const { options, signal, dispatch } = context;
	const { vault, transport, now } = options;
	if (!vault) return;
	const notes: string[] = [];
	for await (const { name, problem } of verifyHolders({ vault, transport }, holders, { userId, except, now, signal })) {
		notes.push(aboutVerifiedProfile(name, problem && problemText(problem).title));
	}
	if (notes.length === 0) return;
	const profiles = (await vault.list()).map(summaryOf);
	dispatch({ type: 'profiles-changed', run, profiles, note: notes.join(' ') });
}

/** Verifies some tokens again, and keeps the verdicts in the opened profile. */
export async function verifyPages(effect: Effect<'verify-pages'>, context: Context): Promise<SessionEvent> {
	const { run, pages, profile } = effect;
	const access = accessOf(context);
	const options = { now: context.options.now, signal: context.signal };
	for await (const some of verifyAtMeta(access.client, callerOf(access), pages, options)) {
		context.dispatch({ type: 'pages-verified', run, pages: some });
		const missing = profile === null ? null : await keepVerdicts(profile, some, context);
		if (missing && profile !== null) return { type: 'profile-gone', run, name: profile, problem: missing };
	}
	return { type: 'verified-again', run, problem: null };
}

/** Finds a Page that no list has. */
export async function addPage({ run, address, profile }: Effect<'add-page'>, context: Context): Promise<SessionEvent> {
	const access = accessOf(context);
	const options = { now: context.options.now, signal: context.signal };
	const info = access.signedIn?.info ?? null;
	const find = (userToken: Secret) => findPage(access.client, callerOf(access), { userToken, info }, address, options);
	if (profile !== null) return { type: 'page-added', run, page: await addToProfile(profile, find, context) };
	if (!access.signedIn) throw new ProblemError(problem('sign-in-needed'));
	return { type: 'page-added', run, page: await find(access.signedIn.userToken) };
}

/** Tests a token by a post that is deleted again. */
export async function testPublishing(effect: Effect<'test-publishing'>, context: Context): Promise<SessionEvent> {
	const { run, page } = effect;
	const { token } = page;
	if (!token) throw new ProblemError(problem('page-without-token'));
	const { now, hosts } = context.options;
	const test = publishTest(accessOf(context).client, { ...page, token }, { now, signal: context.signal, hosts });
	return { type: 'publishing-tested', run, problem: (await finish(test)).problem };
}
