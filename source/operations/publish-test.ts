import { abilitiesOf, allowPublishing } from '../domain/abilities.ts';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, ProblemError, problem, retold } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import { entryOf } from '../domain/problems/codes.ts';
import type { Secret } from '../domain/secret.ts';
import { toIso } from '../domain/time.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Hosts } from '../graph/hosts.ts';
import { postUrl } from '../graph/links.ts';
import { mayHaveBeenDone } from '../graph/network.ts';
import type { Surroundings } from './connect.ts';

/** What a test tells as it goes: the post is there, and will be deleted now. */
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
	{ now, signal, hosts }: Surroundings & { hosts: Hosts },
): AsyncGenerator<PublishTestEvent, PublishTest, undefined> {
	if (signal.aborted) throw new ProblemError(problem('cancelled'));
	const message = `A test by fb-token-tui, ${toIso(now())}. It is deleted at once.`;
	let postId: string;
	try {
		postId = await client.postUnpublished(page.id, message, page.token);
	} catch (error) {
		if (!(error instanceof ProblemError)) throw error;
		const trouble = mayHaveBeenDone(error) ? uncertain(error.problem, page, message) : refused(error.problem, page);
		return { postId: null, deleted: false, problem: trouble };
	}
	let trouble: Problem | null = null;
	try {
		yield { type: 'posted', postId };
	} finally {
		trouble = await remove(client, postId, page.token);
	}
	if (trouble) return { postId, deleted: false, problem: leftBehind(trouble, postUrl(hosts, postId)) };
	const cancelled = problem('cancelled', { cause: 'You stopped it. The post was deleted again.' });
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
			await client.transport.patience.clock.delay(REPEAT_AFTER_MS);
		}
	}
}

/** No answer, or half of one: Meta is not asked again, since that could make a second post. */
function uncertain(trouble: Problem, { name }: PageRecord, message: string): Problem {
	return retold(trouble, {
		cause: `${problemText(trouble).cause} The unpublished post may have been made all the same, and then it is still there.`,
		remedy: `Look for it among the posts of ${name} in Meta Business Suite (business.facebook.com), and delete it: "${message}"`,
		retryable: false,
	});
}

function leftBehind(trouble: Problem, url: string): Problem {
	const { title, cause } = problemText(trouble);
	return retold(trouble, {
		title: 'The test post could not be deleted',
		cause: `The token can publish: the unpublished post was made. Deleting it failed: ${title}. ${cause}`,
		remedy: `Delete it by hand: ${url}`,
		retryable: false,
	});
}

/** A refusal, told by what is known of this Page where that explains it. */
function refused(trouble: Problem, page: PageRecord): Problem {
	if (trouble.code !== 'missing-permission') return trouble;
	const because = (cause: string) =>
		retold(trouble, { cause: problemText(trouble).cause.replace(entryOf('missing-permission').cause, cause) });
	const isTaskRefused = trouble.graph?.code === 1;
	if (isTaskRefused || (page.tasks && !allowPublishing(page.tasks))) {
		return retold(because(`The tasks of this person on ${page.name} are: ${page.tasks?.join(', ') || 'none'}.`), {
			title: 'The role on the Page does not allow to publish',
			remedy:
				'Ask an admin of the Page for the task to create content, or for full access; then fb-token-tui publish-test.',
		});
	}
	const publishing = abilitiesOf(page).find(({ ability }) => ability === 'publish');
	return publishing?.is === 'refused' ? because(`What is known of this token: ${publishing.why}.`) : trouble;
}
