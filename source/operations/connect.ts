import pLimit from 'p-limit';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, problem, problemUnlessCancelled } from '../domain/problem.ts';
import { hidesPages } from '../domain/problems/connect.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import { endsWithinADay } from '../domain/verdict.ts';
import type { GraphClient } from '../graph/client.ts';
import { type Caller, debugToken } from '../graph/debug-token.ts';
import { Channel } from './channel.ts';
import type { InspectedUserToken } from './inspect-user-token.ts';
import { listPages } from './list-pages.ts';
import { createVerifier, VERIFIED_AT_ONCE, type WorkOptions } from './verify.ts';

/**
 * What happens on the way. `exchanged` has what Meta says of the token that the Pages are derived from; `isExchanged` is false
 * for one that is used as it is, such as that of a system user. Pages come again, with their verdict, once they are verified.
 * A problem has the `address` of the Page that Meta does not show, if it is about one.
 */
export type ConnectEvent =
	| { type: 'exchanged'; userToken: Secret; info: TokenInfo; isExchanged: boolean }
	| { type: 'pages-found'; pages: PageRecord[] }
	| { type: 'pages-verified'; pages: PageRecord[] }
	| { type: 'problem'; problem: Problem; address?: string | undefined }
	| { type: 'listed'; isComplete: boolean };

/** What the events of a connection add up to. Pages by id, in the order in which they were found. */
export type ConnectResult = {
	userToken: Secret;
	userInfo: TokenInfo;
	pages: Map<string, PageRecord>;
	problems: Problem[];
	/** Was every part of the list of Pages read to its end? */
	isComplete: boolean;
	/** The ids and user names of Pages that Meta does not show. */
	unshown: string[];
};

/** A stored user token that expires within so many seconds is exchanged for a fresh one. */
const RENEW_BELOW = 30 * 86_400;

const PARALLEL_BATCHES = 4;
/** Once Meta has answered one; of the eight connections some are left for the list. */
const MOST_BATCHES = 6;

/**
 * From an inspected user token to verified Page tokens: exchange, then the list, then a verdict for every token, which already
 * begins while the list still comes in. A problem with a part is an event, and what was found is kept.
 *
 * A pasted token is always exchanged. A stored one (`isStored`) is long-lived already: it is renewed when it expires within
 * thirty days, and used as it is where Meta refuses that. `addresses` name Pages that Meta may list nowhere.
 * @throws {ProblemError} when the exchange of a pasted token fails, and for `cancelled`.
 */
export async function* connect(
	client: GraphClient,
	inspected: InspectedUserToken,
	options: WorkOptions,
	{ isStored = false, addresses = [] }: { isStored?: boolean; addresses?: readonly string[] } = {},
): AsyncGenerator<ConnectEvent, ConnectResult, undefined> {
	const { token: userToken, info: userInfo } = inspected;
	const result: ConnectResult = { userToken, userInfo, pages: new Map(), problems: [], isComplete: false, unshown: [] };
	for await (const event of eventsOf(client, inspected, options, isStored, addresses)) {
		if (event.type === 'exchanged') {
			result.userToken = event.userToken;
			result.userInfo = event.info;
		} else if (event.type === 'problem') {
			result.problems.push(event.problem);
			if (event.address !== undefined) result.unshown.push(event.address);
		} else if (event.type === 'listed') result.isComplete = event.isComplete;
		else for (const page of event.pages) result.pages.set(page.id, page);
		yield event;
	}
	return result;
}

async function* eventsOf(
	client: GraphClient,
	inspected: InspectedUserToken,
	options: WorkOptions,
	isStored: boolean,
	addresses: readonly string[],
): AsyncGenerator<ConnectEvent, void, undefined> {
	const { userToken, isExchanged, explained } = await longLived(client, inspected, options, isStored);
	const info = explained.then((explanation) => explanation.info);
	// The list may end before anyone waits for it.
	info.catch(() => {});
	const pages = derivePages(client, inspected.caller, { userToken, info, addresses }, options);
	const { info: known, problem: refusal } = await explained.catch(async (error: unknown) => {
		// It was cancelled, and so is the list, whose end is waited for.
		for await (const _ of pages);
		throw error;
	});
	yield { type: 'exchanged', userToken, info: known, isExchanged };
	if (refusal) yield { type: 'problem', problem: refusal };
	if (isExchanged && endsWithinADay(known, options.now()))
		yield { type: 'problem', problem: problem('not-permanent', { kind: 'short-exchange' }) };
	yield* pages;
}

/**
 * Begins at once to list and to verify Pages, and gives the events of that.
 * @throws {ProblemError} only `cancelled`.
 */
function derivePages(
	client: GraphClient,
	caller: Caller,
	{ userToken, info, addresses }: { userToken: Secret; info: Promise<TokenInfo>; addresses: readonly string[] },
	options: WorkOptions,
): AsyncGenerator<ConnectEvent, void, undefined> {
	const events = new Channel<ConnectEvent>();
	const verify = createVerifier(client, caller, options);
	const limit = pLimit(PARALLEL_BATCHES);
	const running: Promise<void>[] = [];
	let waiting: PageRecord[] = [];
	const verifyNext = () => {
		const some = waiting.slice(0, VERIFIED_AT_ONCE);
		waiting = waiting.slice(VERIFIED_AT_ONCE);
		const verifying = limit(async () => {
			const pages = await verify(some);
			if (pages[0]?.info) limit.concurrency = MOST_BATCHES;
			events.send({ type: 'pages-verified', pages });
		});
		verifying.catch(() => {});
		running.push(verifying);
	};
	const add = (pages: PageRecord[]) => {
		events.send({ type: 'pages-found', pages });
		waiting.push(...pages.filter((page) => page.token));
		while (waiting.length >= VERIFIED_AT_ONCE) verifyNext();
	};
	const finish = async () => {
		if (waiting.length > 0) verifyNext();
		for (const outcome of await Promise.allSettled(running)) if (outcome.status === 'rejected') throw outcome.reason;
	};
	const work = (async () => {
		try {
			const { signal } = options;
			let isComplete = true;
			for await (const listing of listPages(client, userToken, info, { signal, addresses })) {
				if (listing.problem) {
					if (hidesPages(listing.problem)) isComplete = false;
					events.send({ type: 'problem', problem: listing.problem, address: listing.address });
				} else if (listing.pages.length > 0) add(listing.pages);
			}
			events.send({ type: 'listed', isComplete });
		} finally {
			await finish().finally(() => events.close());
		}
	})();
	// A failure is thrown below, after the events before it; until then it must not count as unhandled.
	work.catch(() => {});
	return (async function* () {
		yield* events;
		await work;
	})();
}

type Explained = { info: TokenInfo; problem: Problem | null };
type LongLived = { userToken: Secret; isExchanged: boolean; explained: Promise<Explained> };

/**
 * The token to derive Pages from and what Meta says of it. Meta documents no exchange for the token of a system user, which
 * is not short-lived.
 */
async function longLived(
	client: GraphClient,
	inspected: InspectedUserToken,
	{ now, signal }: WorkOptions,
	isStored: boolean,
): Promise<LongLived> {
	const { info, token } = inspected;
	const unchanged = (problem: Problem | null) => ({
		userToken: token,
		isExchanged: false,
		explained: Promise.resolve({ info, problem }),
	});
	const ends = info.expiresAt !== null && info.expiresAt !== 0 && info.expiresAt < now() + RENEW_BELOW;
	if (info.type === 'SYSTEM_USER' || (isStored && !ends)) return unchanged(null);
	try {
		const { token: userToken, expiresIn } = await client.exchange(token, signal);
		const explained = explain(client, userToken, inspected, signal).then((explanation) => {
			const expiresAt = explanation.info.expiresAt ?? (expiresIn ? now() + expiresIn : null);
			return { ...explanation, info: { ...explanation.info, expiresAt } };
		});
		return { userToken, isExchanged: true, explained };
	} catch (error) {
		if (!isStored) throw error;
		return unchanged(problemUnlessCancelled(error));
	}
}

/**
 * What Meta says of an exchanged token. Where it does not answer, or leaves out what the rest depends on, what is known of
 * the token before the exchange is used, but not when that one expires.
 */
async function explain(
	client: GraphClient,
	exchanged: Secret,
	{ info: before, caller }: InspectedUserToken,
	signal: AbortSignal,
): Promise<Explained> {
	try {
		const info = await debugToken(client.transport, exchanged, caller, signal);
		const lacksScopes = info.scopes.length === 0 && before.scopes.length > 0;
		if (info.type !== null && info.isValid !== null && !lacksScopes) return { info, problem: null };
		const { scopes, granularScopes } = lacksScopes ? before : info;
		const completed = {
			...info,
			type: info.type ?? before.type,
			isValid: info.isValid ?? before.isValid,
			appId: info.appId ?? before.appId,
			appName: info.appName ?? before.appName,
			userId: info.userId ?? before.userId,
			scopes,
			granularScopes,
		};
		return { info: completed, problem: problem('bad-reply', { kind: 'vague-exchange' }) };
	} catch (error) {
		const problem = problemUnlessCancelled(error);
		return { info: { ...before, expiresAt: null, dataAccessExpiresAt: null }, problem };
	}
}
