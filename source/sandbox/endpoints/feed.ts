import { allowPublishing } from '../../domain/abilities.ts';
import type { Call } from '../call.ts';
import type { Page, Post } from '../entities.ts';
import { type FieldValues, selectFields } from '../fields.ts';
import { graphError, unsupported } from '../graph-error.ts';
import { pageOf } from '../paging.ts';
import { covers } from '../tokens.ts';

const DEFAULT_FIELDS = ['created_time', 'message', 'id'];

/** `GET /{page-id}/feed`: the published posts, newest first. */
export function readFeed(call: Call, page: Page): unknown {
	const { world, caller } = call;
	if (!caller || !covers(world, caller, 'pages_read_engagement', page.id)) {
		throw graphError('feedNotPublic');
	}
	const posts = [...world.posts.values()].filter((post) => post.pageId === page.id && post.published).reverse();
	return pageOf(call, `${page.id}/feed`, posts, (post) =>
		selectFields(call.request.params.get('fields'), postFields(post), 'PagePost', DEFAULT_FIELDS),
	);
}

/** `POST /{page-id}/feed`: a post, published unless `published=false`. Gives its id. */
export function publish(call: Call, page: Page): unknown {
	const { world, request } = call;
	const published = request.params.get('published') !== 'false';
	requirePublishing(call, page.id, published);
	const message = request.params.get('message');
	if (message === undefined && !request.params.has('link')) {
		throw graphError('postEmpty');
	}
	const number = 122_100_000_000_000_000n + BigInt(world.random.integer(1, 2_000_000_000));
	const post: Post = {
		id: `${page.id}_${number}`,
		pageId: page.id,
		message: message ?? '',
		published,
		createdAt: world.now(),
	};
	world.posts.set(post.id, post);
	return { id: post.id };
}

/** `GET /{post-id}`, with a Page token of its Page. */
export function readPost(call: Call, post: Post): unknown {
	requireOwnPage(call, post);
	return selectFields(call.request.params.get('fields'), postFields(post), 'PagePost', DEFAULT_FIELDS);
}

/** `DELETE /{post-id}`. */
export function deletePost(call: Call, post: Post): unknown {
	requireOwnPage(call, post);
	requirePublishing(call, post.pageId, true);
	call.world.posts.delete(post.id);
	return { success: true };
}

function postFields(post: Post): FieldValues {
	return {
		id: () => post.id,
		message: () => post.message,
		created_time: () => new Date(post.createdAt * 1000).toISOString().replace('.000Z', '+0000'),
		is_published: () => post.published,
	};
}

function requireOwnPage({ caller, request }: Call, post: Post): void {
	if (caller?.pageId !== post.pageId) {
		throw unsupported(request.method, post.id);
	}
}

function requirePublishing({ world, caller }: Call, pageId: string, published: boolean): void {
	if (!caller) {
		throw graphError('tokenRequired');
	}
	if (caller.pageId !== pageId && !published) {
		throw graphError('unpublishedNeedsPage');
	}
	const mayPublish =
		caller.pageId === pageId &&
		covers(world, caller, 'pages_manage_posts', pageId) &&
		covers(world, caller, 'pages_read_engagement', pageId) &&
		allowPublishing(world.role(caller.userId ?? '', pageId)?.tasks ?? []);
	if (!mayPublish) {
		throw graphError('publishingRefused');
	}
}
