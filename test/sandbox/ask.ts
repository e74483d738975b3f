import assert from 'node:assert/strict';
import type { App } from '../../source/sandbox/entities.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';

export interface AskOptions {
	readonly method?: string;
	/** Sent as `Authorization: Bearer`. */
	readonly token?: string;
	readonly form?: Readonly<Record<string, string>>;
	readonly json?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply<Body> {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	readonly body: Body;
}

/** One call of the sandbox's Graph host, by path and query. */
export async function ask<Body = unknown>(
	sandbox: Sandbox,
	path: string,
	options: AskOptions = {},
): Promise<Reply<Body>> {
	const { token, form, json } = options;
	const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
	const response = await fetch(`${sandbox.graphUrl}${path}`, {
		method: options.method ?? (body === null ? 'GET' : 'POST'),
		headers: {
			...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
			...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
			...options.headers,
		},
		body,
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, body: parse(text) as Body };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export interface ErrorBody {
	readonly error: {
		readonly message: string;
		readonly type: string;
		readonly code?: number;
		readonly error_subcode?: number;
		readonly fbtrace_id: string;
	};
}

/** Status, code and subcode of an error in one, as Meta's tables write them: `400 190/463`. */
export function tuple({ status, body }: Reply<ErrorBody>): string {
	const { code, error_subcode: subcode } = body.error;
	return `${status} ${code ?? '-'}${subcode === undefined ? '' : `/${subcode}`}`;
}

export interface PageItem {
	readonly id: string;
	readonly name: string;
	readonly access_token?: string;
	readonly tasks?: readonly string[];
}

export interface EdgeBody {
	readonly data: readonly PageItem[];
	readonly paging?: {
		readonly cursors: { readonly before: string; readonly after: string };
		readonly next?: string;
		readonly previous?: string;
	};
	readonly summary?: { readonly total_count: number };
}

export interface TokenBody {
	readonly access_token: string;
	readonly token_type: string;
	readonly expires_in?: number;
}

export interface DebugBody {
	readonly data: {
		readonly app_id?: string;
		readonly type?: string;
		readonly is_valid: boolean;
		readonly expires_at?: number;
		readonly data_access_expires_at?: number;
		readonly issued_at?: number;
		readonly profile_id?: string;
		readonly user_id?: string;
		readonly scopes: readonly string[];
		readonly granular_scopes?: readonly { readonly scope: string; readonly target_ids?: readonly string[] }[];
		readonly error?: { readonly code: number; readonly message: string; readonly subcode?: number };
	};
}

/** The sandbox's app, to change a setting of it. */
export function appOf({ world, appId }: Sandbox): App {
	return world.apps.get(appId) ?? assert.fail('no app');
}

/** The Page token of the first Page that the account lists. */
export async function firstPageToken(sandbox: Sandbox, token = sandbox.userToken): Promise<string> {
	const { body } = await ask<EdgeBody>(sandbox, '/me/accounts?limit=1', { token });
	return body.data[0]?.access_token ?? '';
}

/** Exchanges a token with the secret of the sandbox's app. */
export function exchange(sandbox: Sandbox, token: string): Promise<Reply<TokenBody & ErrorBody>> {
	const query = new URLSearchParams({
		grant_type: 'fb_exchange_token',
		client_id: sandbox.appId,
		client_secret: sandbox.appSecret,
		fb_exchange_token: token,
	});
	return ask(sandbox, `/v27.0/oauth/access_token?${query}`);
}

/** Debugs a token with the app token. */
export function debug(sandbox: Sandbox, token: string): Promise<Reply<DebugBody & ErrorBody>> {
	const caller = `${sandbox.appId}|${sandbox.appSecret}`;
	return ask(sandbox, `/v27.0/debug_token?input_token=${encodeURIComponent(token)}`, { token: caller });
}
