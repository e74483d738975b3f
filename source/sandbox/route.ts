import type { Call, Endpoint } from './call.ts';
import { accounts } from './endpoints/accounts.ts';
import { assignedPages, businesses, businessNode, businessPages } from './endpoints/businesses.ts';
import { debugToken } from './endpoints/debug-token.ts';
import { deviceLogin, deviceLoginStatus } from './endpoints/device.ts';
import {
	deletePost,
	editPost,
	publish,
	readFeed,
	readPhotos,
	readPost,
	readVisitors,
	VISITOR_EDGES,
} from './endpoints/feed.ts';
import { appNode, pageNode, userNode } from './endpoints/nodes.ts';
import { oauthAccessToken } from './endpoints/oauth.ts';
import { pictureOf } from './endpoints/page-fields.ts';
import { deletePermission, deletePermissions, permissions } from './endpoints/permissions.ts';
import type { App, Business, Page, Person, Post } from './entities.ts';
import { graphError, unsupported } from './graph-error.ts';
import type { GraphRequest } from './graph-request.ts';

const EDGES = [
	'accounts',
	'assigned_pages',
	'permissions',
	'businesses',
	'owned_pages',
	'client_pages',
	'feed',
	'posts',
	'published_posts',
	'photos',
	'picture',
] as const;

/** What a fault or a test calls an endpoint; `unknown`: Graph has no such path. */
export type EndpointName =
	| 'app-token'
	| 'exchange'
	| 'code'
	| 'device-login'
	| 'device-status'
	| 'debug_token'
	| 'batch'
	| 'me'
	| 'node'
	| (typeof EDGES)[number]
	| 'unknown';

/** The name of the endpoint that a request is for, by its path alone. */
export function endpointName({ method, path, params }: GraphRequest): EndpointName {
	const [first, second, third] = path;
	if (first === undefined) {
		return method === 'POST' ? 'batch' : 'unknown';
	}
	if (first === 'oauth' && second === 'access_token') {
		const grant = params.get('grant_type');
		return grant === 'client_credentials' ? 'app-token' : grant === 'fb_exchange_token' ? 'exchange' : 'code';
	}
	if (first === 'device') {
		return second === 'login' ? 'device-login' : second === 'login_status' ? 'device-status' : 'unknown';
	}
	if (second === undefined) {
		return first === 'debug_token' || first === 'me' ? first : 'node';
	}
	const edge = EDGES.find((name) => name === second);
	return edge && (third === undefined || edge === 'permissions') ? edge : 'unknown';
}

/** The endpoint for a request, all but batch. Throws Graph's error for a path that leads nowhere. */
export function route(call: Call): Endpoint {
	const [first, ...rest] = call.request.path;
	if (first === undefined) {
		throw graphError('noNode');
	}
	if (first === 'oauth' && rest[0] === 'access_token') {
		return oauthAccessToken;
	}
	if (first === 'debug_token' && rest.length === 0) {
		return debugToken;
	}
	const device = rest.length === 1 ? deviceEndpoints[`${first}/${rest[0]}`] : undefined;
	if (device) {
		if (call.request.method !== 'POST') {
			throw unsupported(call.request.method, first);
		}
		return device;
	}
	return nodeEndpoint(call, findNode(call, first, rest), rest);
}

const deviceEndpoints: Readonly<Record<string, Endpoint>> = {
	'device/login': deviceLogin,
	'device/login_status': deviceLoginStatus,
};

/** The objects that a path can begin with, by the name that Graph has for their type. */
interface Nodes {
	readonly User: Person;
	readonly Page: Page;
	readonly Application: App;
	readonly Business: Business;
	readonly PagePost: Post;
}

type NodeType = keyof Nodes;
/** `last`: the segment after the edge. */
type NodeEndpoint<Value> = (call: Call, node: Value, last: string) => unknown;

/** The endpoints of each type of object, by method and edge; `*` stands for one more segment. */
const NODE_ENDPOINTS: { readonly [Type in NodeType]: Readonly<Record<string, NodeEndpoint<Nodes[Type]>>> } = {
	User: {
		'GET ': userNode,
		'GET accounts': accounts,
		'GET assigned_pages': assignedPages,
		'GET businesses': businesses,
		'GET permissions': permissions,
		'GET picture': (_, { id }) => pictureOf(id),
		'DELETE permissions': deletePermissions,
		'DELETE permissions/*': deletePermission,
	},
	Page: {
		'GET ': pageNode,
		'GET feed': readFeed,
		'GET posts': readFeed,
		'GET published_posts': readFeed,
		'GET photos': readPhotos,
		'GET picture': (_, { id }) => pictureOf(id),
		'POST feed': publish,
		'POST photos': publish,
	},
	Application: { 'GET ': appNode },
	Business: {
		'GET ': businessNode,
		'GET owned_pages': (call, business) => businessPages(call, business, 'owned_pages'),
		'GET client_pages': (call, business) => businessPages(call, business, 'client_pages'),
	},
	PagePost: {
		'GET ': readPost,
		...Object.fromEntries(VISITOR_EDGES.map((edge) => [`GET ${edge}`, readVisitors])),
		'POST ': editPost,
		'DELETE ': deletePost,
	},
};

const NODE_TYPES = Object.keys(NODE_ENDPOINTS) as NodeType[];

interface GraphNode {
	readonly type: NodeType;
	readonly value: Nodes[NodeType];
}

function findNode(call: Call, name: string, rest: readonly string[]): GraphNode {
	const { world, caller, request } = call;
	if (name === 'me') {
		return ownNode(call);
	}
	const named = caller && world.pageNamed(name);
	if (named) {
		return { type: 'Page', value: named };
	}
	if (!/^\d+(_\d+)?$/.test(name) && name !== 'app') {
		if (rest.length > 0) {
			throw graphError('unknownPath', { path: `/${rest.join('/')}` });
		}
		throw caller ? graphError('unknownAlias', { name }) : graphError('tokenRequired');
	}
	if (!caller) {
		throw graphError('tokenRequired');
	}
	const id = name === 'app' ? caller.appId : name;
	const seesPerson = caller.userId === id || (caller.kind === 'app' && world.grant(caller.appId, id));
	const found: Readonly<Record<NodeType, Nodes[NodeType] | false | undefined>> = {
		User: seesPerson ? world.people.get(id) : undefined,
		Page: world.pages.get(id),
		Application: caller.appId === id && world.apps.get(id),
		Business: world.businesses.get(id),
		PagePost: world.posts.get(id),
	};
	const type = NODE_TYPES.find((candidate) => found[candidate]);
	const value = type && found[type];
	if (!value) {
		throw unsupported(request.method, name);
	}
	return { type, value };
}

function ownNode({ world, caller }: Call): GraphNode {
	const page = world.pages.get(caller?.pageId ?? '');
	const value = page ?? world.people.get(caller?.userId ?? '');
	if (!value) {
		throw graphError('noActiveToken');
	}
	return { type: page ? 'Page' : 'User', value };
}

function nodeEndpoint(call: Call, { type, value }: GraphNode, rest: readonly string[]): Endpoint {
	const [edge, ...deeper] = rest;
	const table: Readonly<Record<string, NodeEndpoint<never>>> = NODE_ENDPOINTS[type];
	const key = [edge ?? '', ...deeper.map(() => '*')].join('/');
	const endpoint = table[`${call.request.method} ${key}`];
	if (endpoint) {
		return (own) => endpoint(own, value as never, deeper[0] ?? '');
	}
	if (edge === undefined || Object.keys(table).some((name) => name.endsWith(` ${key}`))) {
		throw unsupported(call.request.method, value.id);
	}
	const isEdgeElsewhere = deeper.length === 0 && EDGES.some((name) => name === edge);
	throw isEdgeElsewhere
		? graphError('unknownField', { field: edge, type })
		: graphError('unknownPath', { path: `/${rest.join('/')}` });
}
