import { redact } from '../domain/redact.ts';
import type { GraphCall } from './transport.ts';

/** A text without the ids of people, Pages, businesses and apps; Meta's error numbers are shorter, or not in texts. */
export function withoutIds(text: string): string {
	return text.replace(/\d{8,}/g, '{id}');
}

/** The parts of Graph's paths that name no object. */
const WORDS = new Set([
	'access_token',
	'accounts',
	'assigned_pages',
	'businesses',
	'client_pages',
	'comments',
	'debug_token',
	'device',
	'feed',
	'login',
	'login_status',
	'me',
	'oauth',
	'owned_pages',
	'permissions',
	'published_posts',
]);

/** A path of Graph in which ids and user names, or whatever was typed for one, are left out. */
function withoutObjects(path: string): string {
	const shown = (part: string) => part === '' || WORDS.has(part) || /^v\d+\.\d+$/.test(part);
	return path
		.split('/')
		.map((part) => (shown(part) ? part : '{id}'))
		.join('/');
}

/**
 * A call in one line that can be shown to anyone: `accounts GET /v27.0/me/accounts attempt 2 after 812 ms: ok, 84 ms`. No query,
 * no body, no id or name in the path, and of the headers only how much of a limit they say is used up.
 */
export function describeCall(call: GraphCall): string {
	const { endpoint, method, path, attempt, pausedMs, outcome, status, usage, milliseconds } = call;
	const pause = pausedMs > 0 ? ` after ${Math.round(pausedMs)} ms` : '';
	const answer = status === null ? outcome : `${outcome} (HTTP ${status})`;
	const limit = usage ? `, ${usage}% of the limit used` : '';
	const line = `${endpoint} ${method} ${withoutObjects(path)} attempt ${attempt}${pause}: ${answer}`;
	return redact(`${line}, ${Math.round(milliseconds)} ms${limit}`);
}
