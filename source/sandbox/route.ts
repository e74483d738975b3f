import type { Call, Endpoint } from './call.ts';
import { accounts } from './endpoints/accounts.ts';
import { businesses, businessNode, businessPages } from './endpoints/businesses.ts';
import { debugToken } from './endpoints/debug-token.ts';
import { deviceLogin, deviceLoginStatus } from './endpoints/device.ts';
import { deletePost, publish, readFeed, readPost } from './endpoints/feed.ts';
import { appNode, pageNode, userNode } from './endpoints/nodes.ts';
import { oauthAccessToken } from './endpoints/oauth.ts';
import { deletePermission, deletePermissions, permissions } from './endpoints/permissions.ts';
import type { App, Business, Page, Person, Post } from './entities.ts';
import { graphError, unsupported } from './graph-error.ts';
import type { GraphRequest } from './graph-request.ts';

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
	| 'accounts'
	| 'permissions'
	| 'businesses'
	| 'owned_pages'
	| 'client_pages'
	| 'feed'
	| 'unknown';

const EDGES = ['accounts', 'permissions', 'businesses', 'owned_pages', 'client_pages', 'feed'] as const;

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

type GraphNode =
	| { readonly type: 'User'; readonly value: Person }
	| { readonly type: 'Page'; readonly value: Page }
	| { readonly type: 'Application'; readonly value: App }
	| { readonly type: 'Business'; readonly value: Business }
	| { readonly type: 'PagePost'; readonly value: Post };

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
	const [person, page, app] = [world.people.get(id), world.pages.get(id), world.apps.get(id)];
	const [business, post] = [world.businesses.get(id), world.posts.get(id)];
	const isVisible = caller.userId === id || (caller.kind === 'app' && world.grant(caller.appId, id));
	if (person && isVisible) {
		return { type: 'User', value: person };
	}
	if (page) {
		return { type: 'Page', value: page };
	}
	if (app && caller.appId === app.id) {
		return { type: 'Application', value: app };
	}
	if (business) {
		return { type: 'Business', value: business };
	}
	if (post) {
		return { type: 'PagePost', value: post };
	}
	throw unsupported(request.method, name);
}

function ownNode({ world, caller }: Call): GraphNode {
	const page = world.pages.get(caller?.pageId ?? '');
	const person = world.people.get(caller?.userId ?? '');
	if (page) {
		return { type: 'Page', value: page };
	}
	if (person) {
		return { type: 'User', value: person };
	}
	throw graphError('noActiveToken');
}

function nodeEndpoint(call: Call, node: GraphNode, rest: readonly string[]): Endpoint {
	const [edge, ...deeper] = rest;
	const table: Readonly<Record<string, Endpoint>> = endpointsOf(node, deeper[0]);
	const key = [edge ?? '', ...deeper.map(() => '*')].join('/');
	const endpoint = table[`${call.request.method} ${key}`];
	if (endpoint) {
		return endpoint;
	}
	if (edge === undefined || Object.keys(table).some((name) => name.endsWith(` ${key}`))) {
		throw unsupported(call.request.method, node.value.id);
	}
	const isEdgeElsewhere = deeper.length === 0 && EDGES.some((name) => name === edge);
	throw isEdgeElsewhere
		? graphError('unknownField', { field: edge, type: node.type })
		: graphError('unknownPath', { path: `/${rest.join('/')}` });
}

function endpointsOf(node: GraphNode, last = ''): Record<string, Endpoint> {
	switch (node.type) {
		case 'User':
			return {
				'GET ': (call) => userNode(call, node.value),
				'GET accounts': (call) => accounts(call, node.value),
				'GET businesses': (call) => businesses(call, node.value),
				'GET permissions': (call) => permissions(call, node.value),
				'DELETE permissions': (call) => deletePermissions(call, node.value),
				'DELETE permissions/*': (call) => deletePermission(call, node.value, last),
			};
		case 'Page':
			return {
				'GET ': (call) => pageNode(call, node.value),
				'GET feed': (call) => readFeed(call, node.value),
				'POST feed': (call) => publish(call, node.value),
			};
		case 'Application':
			return { 'GET ': (call) => appNode(call, node.value) };
		case 'Business':
			return {
				'GET ': (call) => businessNode(call, node.value),
				'GET owned_pages': (call) => businessPages(call, node.value, 'owned_pages'),
				'GET client_pages': (call) => businessPages(call, node.value, 'client_pages'),
			};
		case 'PagePost':
			return {
				'GET ': (call) => readPost(call, node.value),
				'DELETE ': (call) => deletePost(call, node.value),
			};
	}
}
