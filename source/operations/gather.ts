import type { PageRecord } from '../domain/page.ts';
import type { Problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import type { ConnectEvent } from './connect.ts';
import type { TokenReview } from './review-token.ts';

/** What the events of a connection add up to. Pages by id, in the order in which they were found. */
export type Gathered = {
	userToken: Secret;
	userInfo: TokenInfo;
	pages: Map<string, PageRecord>;
	problems: Problem[];
	/** Was every part of the list of Pages read to its end? */
	isComplete: boolean;
	/** The ids and user names of Pages that Meta does not show. */
	unshown: string[];
};

/** Passes the events of a connection on, and gives in the end what they add up to. */
export async function* gather(
	events: AsyncIterable<ConnectEvent>,
	review: TokenReview,
): AsyncGenerator<ConnectEvent, Gathered, undefined> {
	const { token: userToken, info: userInfo } = review;
	const gathered: Gathered = { userToken, userInfo, pages: new Map(), problems: [], isComplete: false, unshown: [] };
	for await (const event of events) {
		if (event.type === 'exchanged') {
			gathered.userToken = event.userToken;
			gathered.userInfo = event.info;
		} else if (event.type === 'problem') {
			gathered.problems.push(event.problem);
			if (event.address !== undefined) gathered.unshown.push(event.address);
		} else if (event.type === 'listed') gathered.isComplete = event.isComplete;
		else for (const page of event.pages) gathered.pages.set(page.id, page);
		yield event;
	}
	return gathered;
}
