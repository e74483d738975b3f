import type { PageRecord } from '../domain/page.ts';
import type { Problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import type { ConnectEvent } from './connect.ts';
import type { InspectedUserToken } from './inspect-user-token.ts';

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

/** Passes the events of a connection on, and gives in the end what they add up to. */
export async function* collect(
	events: AsyncIterable<ConnectEvent>,
	inspected: InspectedUserToken,
): AsyncGenerator<ConnectEvent, ConnectResult, undefined> {
	const { token: userToken, info: userInfo } = inspected;
	const result: ConnectResult = { userToken, userInfo, pages: new Map(), problems: [], isComplete: false, unshown: [] };
	for await (const event of events) {
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
