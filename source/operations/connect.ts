import pLimit from 'p-limit';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, problemOf } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import type { GraphClient } from '../graph/client.ts';
import { type Caller, debugToken, type Inspection, TokenInspector } from '../graph/debug-token.ts';
import { Channel } from './channel.ts';
import { listPages } from './list-pages.ts';
import type { TokenReview } from './review-token.ts';
import { unverified, verified } from './verify.ts';

/**
 * What the journey tells while it runs. `exchanged` carries what Meta says of the long-lived token, or of the token of a
 * system user, which is kept as it is. Pages come again, with their verdict, once they are verified.
 */
export type ConnectEvent =
	| { type: 'exchanged'; userToken: Secret; info: TokenInfo }
	| { type: 'pages-found'; pages: PageRecord[] }
	| { type: 'pages-verified'; pages: PageRecord[] }
	| { type: 'problem'; problem: Problem }
	| { type: 'listed' };

/** `now` gives Unix seconds. */
export type Surroundings = { now: () => number; signal: AbortSignal };

const PARALLEL_BATCHES = 4;

/**
 * From a reviewed user token to verified Page tokens: exchange, then the list, then a verdict for every token, which
 * already begins while the list still comes in. Trouble with a part is told as an event, and what was found is kept.
 * @throws {ProblemError} when the exchange fails, and for `cancelled`.
 */
export async function* connect(
	client: GraphClient,
	review: TokenReview,
	surroundings: Surroundings,
): AsyncGenerator<ConnectEvent, void, undefined> {
	const { userToken, info, trouble } = await longLived(client, review, surroundings.signal);
	yield { type: 'exchanged', userToken, info };
	if (trouble) yield { type: 'problem', problem: trouble };
	const events = new Channel<ConnectEvent>();
	const verifier = new Verifier(client, review.caller, surroundings, events);
	const work = (async () => {
		try {
			for await (const { pages, problem } of listPages(client, userToken, info, surroundings.signal)) {
				if (problem) events.send({ type: 'problem', problem });
				else if (pages.length > 0) verifier.add(pages.map(unverified));
			}
			events.send({ type: 'listed' });
		} finally {
			await verifier.finish().finally(() => events.close());
		}
	})();
	// Its failure is thrown below, once the events before it were read; until then it must not count as unhandled.
	work.catch(() => {});
	yield* events;
	await work;
}

type LongLived = { userToken: Secret; info: TokenInfo; trouble: Problem | null };

/**
 * The long-lived token and what Meta says of it. Where Meta does not answer to that, what is known of the short-lived one
 * goes on, but for its end. Meta documents no exchange for the token of a system user; it has no short life either.
 */
async function longLived(client: GraphClient, review: TokenReview, signal: AbortSignal): Promise<LongLived> {
	const { info, token, caller } = review;
	if (info.type === 'SYSTEM_USER') return { userToken: token, info, trouble: null };
	const { token: userToken } = await client.exchange(token, signal);
	try {
		return { userToken, info: await debugToken(client.transport, userToken, caller, signal), trouble: null };
	} catch (error) {
		const trouble = problemOf(error);
		if (trouble.code === 'cancelled') throw error;
		return { userToken, info: { ...info, expiresAt: null, dataAccessExpiresAt: null }, trouble };
	}
}

/** Gathers Pages into batches and verifies some batches at a time. */
class Verifier {
	readonly #inspector: TokenInspector;
	readonly #limit = pLimit(PARALLEL_BATCHES);
	readonly #running: Promise<void>[] = [];
	#waiting: PageRecord[] = [];
	readonly #client: GraphClient;
	readonly #surroundings: Surroundings;
	readonly #events: Channel<ConnectEvent>;

	constructor(client: GraphClient, caller: Caller, surroundings: Surroundings, events: Channel<ConnectEvent>) {
		this.#inspector = new TokenInspector(client.transport, caller);
		this.#client = client;
		this.#surroundings = surroundings;
		this.#events = events;
	}

	add(pages: PageRecord[]): void {
		this.#events.send({ type: 'pages-found', pages });
		this.#waiting.push(...pages.filter((page) => page.token));
		while (this.#waiting.length >= TokenInspector.batchSize) this.#verifyNext();
	}

	/** Verifies what is left and waits for all of it. */
	async finish(): Promise<void> {
		if (this.#waiting.length > 0) this.#verifyNext();
		const outcomes = await Promise.allSettled(this.#running);
		for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
	}

	#verifyNext(): void {
		const pages = this.#waiting.slice(0, TokenInspector.batchSize);
		this.#waiting = this.#waiting.slice(TokenInspector.batchSize);
		const work = this.#limit(async () => {
			const { signal, now } = this.#surroundings;
			const answers = await this.#inspector.inspect(tokensOf(pages), signal);
			const context = { appId: this.#client.app.id, now: now() };
			const done = pages.map((page, index) => verified(page, answers[index] as Inspection, context));
			this.#events.send({ type: 'pages-verified', pages: done });
		});
		work.catch(() => {});
		this.#running.push(work);
	}
}

function tokensOf(pages: readonly PageRecord[]): Secret[] {
	return pages.flatMap(({ token }) => token ?? []);
}

/**
 * Asks Meta once more about one Page's token.
 * @throws {ProblemError} for `cancelled` alone; any other trouble stands in the Page.
 */
export async function verifyAgain(
	client: GraphClient,
	caller: Caller,
	page: PageRecord,
	{ now, signal }: Surroundings,
): Promise<PageRecord> {
	const [answer] = await new TokenInspector(client.transport, caller).inspect(tokensOf([page]), signal);
	return answer ? verified(page, answer, { appId: client.app.id, now: now() }) : page;
}
