import { abilitiesOf, allowPublishing } from '../domain/abilities.ts';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { toIso } from '../domain/time.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Hosts } from '../graph/hosts.ts';
import { postUrl } from '../graph/links.ts';
import { mayHaveBeenDone } from '../graph/network.ts';
import type { WorkOptions } from './verify.ts';

/** What happens in a test: the post was made, and will be deleted now. */
export type PublishTestEvent = { type: 'posted'; postId: string };

/** What came of a test. */
export type PublishTest = {
	/** Null where Meta gave none: it refused, or its answer did not arrive. */
	postId: string | null;
	/** Was the post made, and is it gone again? */
	deleted: boolean;
	/** Null where the token can publish and nothing was left behind. */
	problem: Problem | null;
};

const REPEAT_AFTER_MS = 500;

/**
 * Proves that a Page's token can publish: makes a post that is not published, and deletes it. Meta is asked for the post once,
 * whatever comes of it. Where the signal is aborted after that, the post is deleted all the same, and `cancelled` is the problem.
 * @throws {ProblemError} `cancelled` where nothing was asked yet.
 */
export async function* publishTest(
	client: GraphClient,
	page: PageRecord & { token: Secret },
	{ now, signal, hosts }: WorkOptions & { hosts: Hosts },
): AsyncGenerator<PublishTestEvent, PublishTest, undefined> {
	if (signal.aborted) throw new ProblemError(problem('cancelled'));
	const message = `A test by fb-token-tui, ${toIso(now())}. It is deleted at once.`;
	let postId: string;
	try {
		postId = await client.postUnpublished(page.id, message, page.token);
	} catch (error) {
		if (!(error instanceof ProblemError)) throw error;
		const failure = error.problem;
		// No answer, or half of one: Meta is not asked again, since that could make a second post.
		const result: Problem = mayHaveBeenDone(error)
			? { ...failure, facts: { kind: 'maybe-posted', failure, page: page.name, message } }
			: refused(failure, page);
		return { postId: null, deleted: false, problem: result };
	}
	let left: Problem | null = null;
	try {
		yield { type: 'posted', postId };
	} finally {
		left = await remove(client, postId, page.token);
	}
	if (left) {
		const facts = { kind: 'post-left', failure: left, url: postUrl(hosts, postId) } as const;
		return { postId, deleted: false, problem: { ...left, facts } };
	}
	const cancelled = problem('cancelled', { kind: 'post-deleted' });
	return { postId, deleted: true, problem: signal.aborted ? cancelled : null };
}

/** Deletes the post, at the second attempt where the first may have failed on its way. Null: it is gone. */
async function remove(client: GraphClient, postId: string, token: Secret): Promise<Problem | null> {
	for (let attempt = 1; ; attempt++) {
		try {
			await client.deletePost(postId, token);
			return null;
		} catch (error) {
			if (!(error instanceof ProblemError)) throw error;
			// The first attempt got through. At first, the same answer says that this token does not see the post.
			if (attempt > 1 && error.problem.code === 'not-found') return null;
			if (attempt > 1 || !mayHaveBeenDone(error)) return error.problem;
			await client.transport.retryPolicy.clock.delay(REPEAT_AFTER_MS);
		}
	}
}

/** A refusal, with what is known of this Page where that explains it. */
function refused(failure: Problem, page: PageRecord): Problem {
	// With code 3 the app lacks a capability, whatever the token may do.
	if (failure.code !== 'missing-permission' || failure.graph?.code === 3) return failure;
	const isOfTasks = failure.graph?.code === 1 || (page.tasks !== null && !allowPublishing(page.tasks));
	if (isOfTasks) return { ...failure, facts: { kind: 'tasks-lack', page: page.name, tasks: page.tasks ?? [] } };
	const publishing = abilitiesOf(page).find(({ ability }) => ability === 'publish');
	return publishing?.is === 'refused' ? { ...failure, facts: { kind: 'token-lacks', lack: publishing.lack } } : failure;
}
