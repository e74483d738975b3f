import { type Ability, abilitiesOf } from '../domain/abilities.ts';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, problemUnlessCancelled } from '../domain/problem.ts';
import { isRetryable } from '../domain/problem-text.ts';
import type { Secret } from '../domain/secret.ts';
import type { GraphClient } from '../graph/client.ts';

/**
 * What a read has shown: `proven` where Meta gave what only a reader gets; `unproven` where there was nothing to read, which
 * proves nothing; `refused` with Meta's reason.
 */
export type ReadOutcome =
	| { ability: Extract<Ability, 'read' | 'comments'>; is: 'proven' | 'unproven'; problem: null }
	| { ability: Extract<Ability, 'read' | 'comments'>; is: 'refused'; problem: Problem };

/** What came of a test; `postId` is the post that was read, null where the Page has none. */
export type ReadTest = { postId: string | null; outcomes: readonly [posts: ReadOutcome, comments: ReadOutcome] };

/**
 * Reads with a Page's token the id of its latest post, else the number of its followers, since an empty list proves nothing; and
 * the comments of that post. Nothing is written at Meta.
 * @throws {ProblemError} `cancelled`, and what may succeed another time.
 */
export async function readTest(
	client: GraphClient,
	page: PageRecord & { token: Secret },
	signal: AbortSignal,
): Promise<ReadTest> {
	const { id, token } = page;
	let postId: string | null = null;
	const posts = await outcomeOf('read', page, async () => {
		postId = await client.latestPost(id, token, signal);
		return postId !== null || (await client.followers(id, token, signal)) !== null;
	});
	const comments = await outcomeOf('comments', page, async () => {
		if (postId !== null) await client.readComments(postId, token, signal);
		return postId !== null;
	});
	return { postId, outcomes: [posts, comments] };
}

/** `read` tells whether Meta gave anything. */
async function outcomeOf(
	ability: ReadOutcome['ability'],
	page: PageRecord,
	read: () => Promise<boolean>,
): Promise<ReadOutcome> {
	try {
		return { ability, is: (await read()) ? 'proven' : 'unproven', problem: null };
	} catch (error) {
		const failure = problemUnlessCancelled(error);
		// What may succeed another time is no refusal.
		if (isRetryable(failure)) throw error;
		return { ability, is: 'refused', problem: refused(failure, ability, page) };
	}
}

/** A refusal, with what is known of this token where that explains it. */
function refused(failure: Problem, ability: ReadOutcome['ability'], page: PageRecord): Problem {
	if (failure.code !== 'missing-permission') return failure;
	const reading = abilitiesOf(page).find((one) => one.ability === ability);
	return reading?.is === 'refused' ? { ...failure, facts: { kind: 'token-lacks', lack: reading.lack } } : failure;
}
