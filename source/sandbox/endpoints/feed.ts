import { allowPublishing } from '../../domain/abilities.ts';
import type { Call } from '../call.ts';
import type { Page, Post } from '../entities.ts';
import { EdgeField, type FieldValues, selectFields } from '../fields.ts';
import { type GraphError, graphError, unsupported } from '../graph-error.ts';
import { pageOf } from '../paging.ts';
import { covers } from '../tokens.ts';

const DEFAULT_FIELDS = ['created_time', 'message', 'id'];

/** `GET /{page-id}/feed`, and `posts` and `published_posts`, which differ at Meta only on Pages with posts by visitors. */
export function readFeed(call: Call, page: Page): unknown {
	return readPosts(call, page, 'feed');
}

/** `GET /{page-id}/photos`: the posts with a photo. */
export function readPhotos(call: Call, page: Page): unknown {
	return readPosts(call, page, 'photos');
}

/** The published posts, newest first. */
function readPosts(call: Call, page: Page, edge: 'feed' | 'photos'): unknown {
	const { world, caller } = call;
	if (!caller || !covers(world, caller, 'pages_read_engagement', page.id)) {
		throw refusal(call, 'feedNotPublic');
	}
	const posts = [...world.posts.values()]
		.filter((post) => post.pageId === page.id && post.published && (edge === 'feed' || post.photo !== undefined))
		.reverse();
	return pageOf(call, `${page.id}/${call.request.path[1] ?? edge}`, posts, (post) =>
		selectFields(call.request.params.get('fields'), postFields(post), 'PagePost', DEFAULT_FIELDS),
	);
}

/** The error for what may not be read; the world knows in which of Meta's words. */
function refusal({ world }: Call, named: 'feedNotPublic' | 'userContentRequired'): GraphError {
	const names = { named, unnamed: 'readRefused', 'unnamed-100': 'readRefusedBy100' } as const;
	return graphError(names[world.readRefusal]);
}

/** How a form says no: `published=false`, `0`, `False`. */
const NO = /^(?:false|0|no|off)$/i;
/** Within so many seconds the same text is refused. */
const DUPLICATE_WITHIN = 60;

/** `POST /{page-id}/feed`: a post, published unless `published` says no. Gives its id. */
export function publish(call: Call, page: Page): unknown {
	const { world, request } = call;
	const { params } = request;
	const photo = request.path[1] === 'photos' ? params.get('url') || params.get('source') : undefined;
	const published = !NO.test(params.get('published')?.trim() ?? '');
	requirePublishing(call, page.id, published);
	const message = (params.get('message') ?? params.get('caption') ?? '').trim();
	if (message === '' && !params.get('link') && !photo) {
		throw graphError('postEmpty');
	}
	const isRepeated = [...world.posts.values()].some(
		(post) => post.pageId === page.id && post.message === message && post.createdAt > world.now() - DUPLICATE_WITHIN,
	);
	if (message !== '' && isRepeated) {
		throw graphError('postRepeated');
	}
	const number = 122_100_000_000_000_000n + BigInt(world.random.integer(1, 2_000_000_000));
	const post: Post = {
		id: `${page.id}_${number}`,
		pageId: page.id,
		message,
		...(photo ? { photo } : {}),
		published,
		createdAt: world.now(),
	};
	world.posts.set(post.id, post);
	return photo ? { id: String(number), post_id: post.id } : { id: post.id };
}

/** `GET /{post-id}`, with a Page token of its Page. */
export function readPost(call: Call, post: Post): unknown {
	requireOwnPage(call, post);
	const visitors = VISITOR_EDGES.map((edge) => [edge, () => new EdgeField(() => readVisitors(call, post))] as const);
	const values = { ...postFields(post), ...Object.fromEntries(visitors) };
	return selectFields(call.request.params.get('fields'), values, 'PagePost', DEFAULT_FIELDS);
}

/** What visitors leave at a post. */
export const VISITOR_EDGES = ['comments', 'likes', 'reactions'] as const;

/** `GET /{post-id}/comments`, `likes` and `reactions`, of which there are none. A user token sees none either, and no error. */
export function readVisitors(call: Call, post: Post): unknown {
	const { world, caller } = call;
	if (caller?.kind === 'page' && !covers(world, caller, 'pages_read_user_content', post.pageId)) {
		throw refusal(call, 'userContentRequired');
	}
	return { data: [] };
}

/** `POST /{post-id}`: another text. */
export function editPost(call: Call, post: Post): unknown {
	requireOwnPage(call, post);
	requirePublishing(call, post.pageId, true);
	const message = call.request.params.get('message')?.trim();
	if (!message) {
		throw graphError('postEmpty');
	}
	call.world.posts.set(post.id, { ...post, message });
	return { success: true };
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
		permalink_url: () => `https://www.facebook.com/${post.pageId}/posts/${post.id.split('_')[1]}`,
		full_picture: () => post.photo,
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
