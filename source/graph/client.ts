import * as v from 'valibot';
import { diagnose } from '../domain/diagnosis.ts';
import type { Page } from '../domain/page.ts';
import { type Problem, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { isRetryable } from '../domain/problem-text.ts';
import type { PORTFOLIO_EDGES } from '../domain/problems/connect.ts';
import type { Endpoint } from '../domain/problems/graph-error.ts';
import type { Secret } from '../domain/secret.ts';
import { AppClient, parseReply } from './app-client.ts';
import { getInBatch } from './batch.ts';
import { fetchMe } from './fetch-me.ts';
import { EdgeLimit, readEdge } from './paging.ts';
import { appSecretProof } from './proof.ts';
import { CreatedNode, Done, NamedNode, PermissionItem, pageSchema } from './schemas.ts';

/** A person, an app or a business as Graph names it. */
export type Named = { id: string; name: string | null };

/** An edge of a business that lists Pages. */
export type BusinessEdge = (typeof PORTFOLIO_EDGES)[number];

const FIELDS_WITHOUT_TASKS = 'id,name,access_token,category';
const PAGE_FIELDS = `${FIELDS_WITHOUT_TASKS},tasks`;

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
		const request = {
			endpoint: 'permissions',
			path: 'me/permissions',
			query: this.proof(userToken),
			token: userToken,
		} as const;
		for await (const items of readEdge(this.transport, request, { signal })) {
			const answers = items.flatMap((item) => parsed(PermissionItem, item));
			declined.push(...answers.flatMap(({ permission, status }) => (status === 'declined' ? [permission] : [])));
		}
		return declined;
	}

	/**
	 * The Pages of the person behind the token, as they come, page of the list by page.
	 * @throws {ProblemError} at the end where one of them cannot be read; so do the two lists below.
	 */
	accounts(userToken: Secret, signal?: AbortSignal): AsyncGenerator<Page[], void, undefined> {
		return this.#pages('accounts', 'me/accounts', 'accounts', userToken, signal);
	}

	/** The businesses of the person behind the token, as they come. */
	businesses(userToken: Secret, signal?: AbortSignal): AsyncGenerator<Named[], void, undefined> {
		return this.#items(
			NamedNode,
			{ endpoint: 'businesses', path: 'me/businesses', fields: 'id,name' },
			userToken,
			signal,
		);
	}

	/** The Pages that a business owns or was given access to. */
	businessPages(
		business: string,
		edge: BusinessEdge,
		userToken: Secret,
		signal?: AbortSignal,
	): AsyncGenerator<Page[], void, undefined> {
		// `tasks` is a field of the account's own list alone.
		return this.#pages('businesses', `${business}/${edge}`, 'business', userToken, signal, FIELDS_WITHOUT_TASKS);
	}

	/**
	 * A Page by its id or user name, with its token where the person may have it. Whether a Page by itself tells the person's
	 * tasks is not documented: they are asked for until Meta refuses the field.
	 */
	async page(id: string, foundBy: Page['foundBy'], userToken: Secret, signal?: AbortSignal): Promise<Page> {
		const fields = this.#fieldsOf(foundBy);
		let body: unknown;
		try {
			({ body } = await this.#get('page', encodeURIComponent(id), userToken, { fields }, signal));
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
		const query = new URLSearchParams({ fields: this.#fieldsOf(foundBy), ...this.proof(userToken) });
		const addresses = ids.map((id) => `${encodeURIComponent(id)}?${query}`);
		const access = { token: userToken, proof: appSecretProof(this.app.secret, userToken) };
		const answers = await getInBatch(this.transport, access, addresses, signal);
		return answers.map((answer) => {
			if (!answer) return null;
			try {
				if (answer.failure) throw new ProblemError(diagnose('page', answer.failure));
				return this.#pageIn(answer.body, foundBy);
			} catch (error) {
				const problem = problemOrRethrow(error);
				return isRetryable(problem) || isUnknownField(problem) ? null : problem;
			}
		});
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
		const form = { message, published: 'false', ...this.proof(pageToken) };
		const request = { endpoint: 'post', method: 'POST', path, form, token: pageToken } as const;
		return (await this.send(CreatedNode, request, 'feed')).id;
	}

	/** Deletes a post of the Page itself; once, and not to be cancelled. */
	async deletePost(id: string, pageToken: Secret): Promise<void> {
		const path = encodeURIComponent(id);
		const query = this.proof(pageToken);
		await this.send(Done, { endpoint: 'post', method: 'DELETE', path, query, token: pageToken }, 'post');
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
			'personId' in by ? { token: this.appToken } : { token: by.userToken, query: this.proof(by.userToken) };
		await this.send(Done, { endpoint: 'permissions', method: 'DELETE', path, ...caller }, 'permissions');
	}

	#pages(
		endpoint: Endpoint,
		path: string,
		foundBy: Page['foundBy'],
		token: Secret,
		signal: AbortSignal | undefined,
		fields = PAGE_FIELDS,
	): AsyncGenerator<Page[], void, undefined> {
		return this.#items(pageSchema(foundBy), { endpoint, path, fields }, token, signal);
	}

	async *#items<const S extends v.GenericSchema>(
		schema: S,
		{ endpoint, path, fields }: { endpoint: Endpoint; path: string; fields: string },
		token: Secret,
		signal: AbortSignal | undefined,
	): AsyncGenerator<v.InferOutput<S>[], void, undefined> {
		const query = { fields, ...this.proof(token) };
		let isWhole = true;
		for await (const items of readEdge(
			this.transport,
			{ endpoint, path, query, token },
			{ signal, limit: this.#limit },
		)) {
			const read = items.flatMap((item) => parsed(schema, item));
			if (read.length < items.length) isWhole = false;
			yield read;
		}
		if (!isWhole) throw new ProblemError(problem('bad-reply', { kind: 'answer', of: path, fault: 'incomplete' }));
	}

	#get(
		endpoint: Endpoint,
		path: string,
		token: Secret,
		query: Record<string, string>,
		signal: AbortSignal | undefined,
	) {
		return this.transport.send({ endpoint, path, query: { ...query, ...this.proof(token) }, token }, signal);
	}
}

function isUnknownField({ graph }: Problem): boolean {
	return graph?.code === 100 && /nonexisting field/i.test(graph.message ?? '');
}

function parsed<const S extends v.GenericSchema>(schema: S, item: unknown): v.InferOutput<S>[] {
	const result = v.safeParse(schema, item);
	return result.success ? [result.output] : [];
}
