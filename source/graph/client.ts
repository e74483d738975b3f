import type * as v from 'valibot';
import { diagnose } from '../domain/diagnosis.ts';
import type { Instagram } from '../domain/instagram.ts';
import type { Page } from '../domain/page.ts';
import { type Problem, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { isRetryable } from '../domain/problem-text.ts';
import type { PORTFOLIO_EDGES } from '../domain/problems/connect.ts';
import type { Endpoint } from '../domain/problems/graph-error-rows.ts';
import type { Secret } from '../domain/secret.ts';
import { AppClient, parseReply } from './app-client.ts';
import { getInBatch } from './batch.ts';
import { EdgeLimit, readEdge } from './paging.ts';
import { proofQuery } from './proof.ts';
import {
	CreatedNode,
	Done,
	EdgeReply,
	FollowersReply,
	InstagramReply,
	NamedNode,
	PermissionItem,
	pageSchema,
	validItems,
} from './schemas.ts';
import type { Transport } from './transport.ts';

/** A person, an app or a business as Graph names it. */
export type Named = { id: string; name: string | null };

/** An edge of a business that lists Pages. */
export type BusinessEdge = (typeof PORTFOLIO_EDGES)[number];

const FIELDS_WITHOUT_TASKS = 'id,name,access_token,category';
const PAGE_FIELDS = `${FIELDS_WITHOUT_TASKS},tasks`;

/**
 * Whom a token speaks for, `GET /me`: the person, the system user, or the Page of a Page token. `appSecret` makes the
 * proof; null sends none, for the token of an app whose secret is not at hand.
 * @throws {ProblemError}
 */
export async function fetchMe(
	transport: Transport,
	token: Secret,
	appSecret: Secret | null,
	signal?: AbortSignal,
): Promise<Named> {
	const query = { fields: 'id,name', ...proofQuery(appSecret, token) };
	return parseReply(NamedNode, (await transport.send({ endpoint: 'me', path: 'me', query, token }, signal)).body, 'me');
}

/**
 * The typed calls of the journey, on behalf of one app. User and Page calls carry `appsecret_proof`, which apps may demand
 * and which is harmless otherwise. Every method throws a {@link ProblemError} for every failure.
 */
export class GraphClient extends AppClient {
	readonly #limit = new EdgeLimit();
	#tellsTasks = true;

	/** The person behind a user token. */
	me(userToken: Secret, signal?: AbortSignal): Promise<Named> {
		return fetchMe(this.transport, userToken, this.app.secret, signal);
	}

	/**
	 * The permissions that the person behind the token has declined. Not those that were never asked for: Meta lists only what
	 * the person has answered to.
	 */
	async declinedPermissions(userToken: Secret, signal?: AbortSignal): Promise<string[]> {
		const declined: string[] = [];
		const query = this.#proof(userToken);
		const request = { endpoint: 'permissions', path: 'me/permissions', query, token: userToken } as const;
		for await (const items of readEdge(this.transport, request, { signal })) {
			for (const { permission, status } of validItems(PermissionItem, items)) {
				if (status === 'declined') declined.push(permission);
			}
		}
		return declined;
	}

	/**
	 * The Pages of the person behind the token, as they come, page of the list by page.
	 * @throws {ProblemError} at the end where one of them cannot be read; so do the two lists below.
	 */
	accounts(userToken: Secret, signal?: AbortSignal): AsyncGenerator<Page[], void, undefined> {
		const edge = { endpoint: 'accounts', path: 'me/accounts', fields: PAGE_FIELDS } as const;
		return this.#items(pageSchema('accounts'), edge, userToken, signal);
	}

	/** The businesses of the person behind the token, as they come. */
	businesses(userToken: Secret, signal?: AbortSignal): AsyncGenerator<Named[], void, undefined> {
		const edge = { endpoint: 'businesses', path: 'me/businesses', fields: 'id,name' } as const;
		return this.#items(NamedNode, edge, userToken, signal);
	}

	/** The Pages that a business owns or was given access to. */
	businessPages(
		business: string,
		edge: BusinessEdge,
		userToken: Secret,
		signal?: AbortSignal,
	): AsyncGenerator<Page[], void, undefined> {
		// Only the account's own list has `tasks`.
		const request = { endpoint: 'businesses', path: `${business}/${edge}`, fields: FIELDS_WITHOUT_TASKS } as const;
		return this.#items(pageSchema('business'), request, userToken, signal);
	}

	/** The Pages that a business has assigned to the person. Meta may refuse this list to anyone. */
	assignedPages(userToken: Secret, signal?: AbortSignal): AsyncGenerator<Page[], void, undefined> {
		const request = { endpoint: 'businesses', path: 'me/assigned_pages', fields: PAGE_FIELDS } as const;
		return this.#items(pageSchema('business'), request, userToken, signal);
	}

	/**
	 * A Page by its id or user name, with its token where the person may have it. Whether a Page by itself tells the person's
	 * tasks is not documented: they are asked for until Meta refuses the field.
	 */
	async page(id: string, foundBy: Page['foundBy'], userToken: Secret, signal?: AbortSignal): Promise<Page> {
		const fields = this.#fieldsOf(foundBy);
		const query = { fields, ...this.#proof(userToken) };
		const request = { endpoint: 'page', path: encodeURIComponent(id), query, token: userToken } as const;
		let body: unknown;
		try {
			({ body } = await this.transport.send(request, signal));
		} catch (error) {
			if (fields !== PAGE_FIELDS || !isUnknownField(problemOrRethrow(error))) throw error;
			this.#tellsTasks = false;
			return this.page(id, foundBy, userToken, signal);
		}
		return this.#pageIn(body, foundBy);
	}

	/**
	 * Up to fifty Pages by their ids or user names in one call, in their order: each of them, or why Meta does not show it. Null for
	 * one that is better asked for by itself.
	 * @throws {ProblemError} when all of it failed.
	 */
	async pagesAtOnce(
		ids: readonly string[],
		foundBy: Page['foundBy'],
		userToken: Secret,
		signal?: AbortSignal,
	): Promise<(Page | Problem | null)[]> {
		const fields = this.#fieldsOf(foundBy);
		const query = new URLSearchParams({ fields, ...this.#proof(userToken) });
		const addresses = ids.map((id) => `${encodeURIComponent(id)}?${query}`);
		const access = { access_token: userToken.reveal(), ...this.#proof(userToken) };
		const answers = await getInBatch(this.transport, access, addresses, signal);
		const pages = answers.map((answer) => {
			if (!answer) return null;
			try {
				if (answer.failure) throw new ProblemError(diagnose('page', answer.failure));
				return this.#pageIn(answer.body, foundBy);
			} catch (error) {
				const problem = problemOrRethrow(error);
				return isRetryable(problem) ? null : problem;
			}
		});
		if (fields !== PAGE_FIELDS || !pages.some((page) => page && 'code' in page && isUnknownField(page))) return pages;
		this.#tellsTasks = false;
		return this.pagesAtOnce(ids, foundBy, userToken, signal);
	}

	/**
	 * The Instagram accounts that are linked to up to fifty Pages, asked for with their own tokens, in their order. Null: Meta names
	 * none; undefined: it did not answer for this Page.
	 * @throws {ProblemError} when all of it failed.
	 */
	async instagramAccounts(
		pages: readonly { id: string; token: Secret }[],
		signal?: AbortSignal,
	): Promise<(Instagram['account'] | undefined)[]> {
		const access = ({ token }: { token: Secret }) => ({ access_token: token.reveal(), ...this.#proof(token) });
		const [first] = pages;
		if (!first) return [];
		const addresses = pages.map((page) => {
			const query = new URLSearchParams({ fields: 'instagram_business_account{id,username}', ...access(page) });
			return `${encodeURIComponent(page.id)}?${query}`;
		});
		const answers = await getInBatch(this.transport, access(first), addresses, signal);
		return answers.map((answer) => {
			const [reply] = answer && !answer.failure ? validItems(InstagramReply, [answer.body]) : [];
			return reply && (reply.instagram_business_account ?? null);
		});
	}

	/** The id of the latest post of a Page, read with the Page's own token; null where the list is empty. */
	async latestPost(pageId: string, pageToken: Secret, signal?: AbortSignal): Promise<string | null> {
		const path = `${encodeURIComponent(pageId)}/published_posts`;
		const query = { fields: 'id', limit: '1', ...this.#proof(pageToken) };
		const { data } = await this.send(EdgeReply, { endpoint: 'posts', path, query, token: pageToken }, signal, path);
		return validItems(CreatedNode, data)[0]?.id ?? null;
	}

	/** How many people follow a Page, read with the Page's own token; null where Meta does not tell. */
	async followers(pageId: string, pageToken: Secret, signal?: AbortSignal): Promise<number | null> {
		const path = encodeURIComponent(pageId);
		const query = { fields: 'followers_count', ...this.#proof(pageToken) };
		const request = { endpoint: 'posts', path, query, token: pageToken } as const;
		return (await this.send(FollowersReply, request, signal, 'page')).followers_count ?? null;
	}

	/** Reads the comments of a post with the token of its Page, and keeps none. */
	async readComments(postId: string, pageToken: Secret, signal?: AbortSignal): Promise<void> {
		const path = `${encodeURIComponent(postId)}/comments`;
		const query = { fields: 'id', limit: '1', ...this.#proof(pageToken) };
		await this.send(EdgeReply, { endpoint: 'posts', path, query, token: pageToken }, signal, path);
	}

	/** The account's list has told the tasks already. */
	#fieldsOf(foundBy: Page['foundBy']): string {
		return this.#tellsTasks && foundBy !== 'accounts' ? PAGE_FIELDS : FIELDS_WITHOUT_TASKS;
	}

	#pageIn(body: unknown, foundBy: Page['foundBy']): Page {
		// Graph's answer for an object that does not exist, or that this token may not see, is at times no error.
		if (body === false) throw new ProblemError(problem('not-found'));
		return parseReply(pageSchema(foundBy), body, 'page');
	}

	/**
	 * Makes a post of the Page itself that is not published, and gives its id. It is sent once and cannot be cancelled: where no
	 * answer comes, it is not known whether the post was made.
	 */
	async postUnpublished(pageId: string, message: string, pageToken: Secret): Promise<string> {
		const path = `${encodeURIComponent(pageId)}/feed`;
		const form = { message, published: 'false', ...this.#proof(pageToken) };
		const request = { endpoint: 'post', method: 'POST', path, form, token: pageToken } as const;
		return (await this.send(CreatedNode, request, undefined, 'feed')).id;
	}

	/** Deletes a post of the Page itself; once, and not to be cancelled. */
	async deletePost(id: string, pageToken: Secret): Promise<void> {
		const path = encodeURIComponent(id);
		const query = this.#proof(pageToken);
		await this.send(Done, { endpoint: 'post', method: 'DELETE', path, query, token: pageToken }, undefined, 'post');
	}

	/**
	 * Takes one permission back that the person has granted the app; null: all of them, and with them the app's connection to
	 * the person. The user token asks for its own person (`me`); the app asks for a person by id, where that token is dead.
	 * It is sent once and cannot be cancelled.
	 */
	async revoke(by: { userToken: Secret } | { personId: string }, permission: string | null): Promise<void> {
		const person = 'personId' in by ? by.personId : 'me';
		const path = [person, 'permissions', ...(permission === null ? [] : [permission])]
			.map(encodeURIComponent)
			.join('/');
		const caller =
			'personId' in by ? { token: this.appToken } : { token: by.userToken, query: this.#proof(by.userToken) };
		const request = { endpoint: 'permissions', method: 'DELETE', path, ...caller } as const;
		await this.send(Done, request, undefined, 'permissions');
	}

	async *#items<const S extends v.GenericSchema>(
		schema: S,
		{ endpoint, path, fields }: { endpoint: Endpoint; path: string; fields: string },
		token: Secret,
		signal: AbortSignal | undefined,
	): AsyncGenerator<v.InferOutput<S>[], void, undefined> {
		const request = { endpoint, path, query: { fields, ...this.#proof(token) }, token };
		let isWhole = true;
		for await (const items of readEdge(this.transport, request, { signal, limit: this.#limit })) {
			const valid = validItems(schema, items);
			if (valid.length < items.length) isWhole = false;
			yield valid;
		}
		if (!isWhole) throw new ProblemError(problem('bad-reply', { kind: 'answer', of: path, fault: 'incomplete' }));
	}

	/** What proves to Meta that a call with this token comes from the app. */
	#proof(token: Secret) {
		return proofQuery(this.app.secret, token);
	}
}

function isUnknownField({ graph }: Problem): boolean {
	return graph?.code === 100 && /nonexisting field/i.test(graph.message ?? '');
}
