import { LIMIT_ERRORS, type RateLimit } from './error-catalogue.ts';
import { GraphError } from './graph-error.ts';

/** The error of a call beyond a limit. */
export function rateLimited(limit: RateLimit): GraphError {
	return new GraphError(LIMIT_ERRORS[limit.code], limit);
}

const USED_UP = { call_count: 100, total_cputime: 25, total_time: 25 };

/** The usage headers of that error; `id` is the object that the limit is counted for. */
export function limitHeaders({ code, minutes }: RateLimit, id: string): [name: string, value: string][] {
	const usage = JSON.stringify(USED_UP);
	const business = [{ type: 'pages', ...USED_UP, estimated_time_to_regain_access: minutes ?? 0 }];
	const headers: [name: string, value: string][] = [];
	if (code !== 80001) headers.push(['X-App-Usage', usage]);
	if (code === 32) headers.push(['X-Page-Usage', usage]);
	if (code === 80001 || minutes !== undefined) {
		headers.push(['X-Business-Use-Case-Usage', JSON.stringify({ [id]: business })]);
	}
	return headers;
}
