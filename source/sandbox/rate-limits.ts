import { GraphError, type RateLimit } from './graph-error.ts';

const MESSAGES: Readonly<Record<RateLimit['code'], string>> = {
	4: 'Application request limit reached',
	17: 'User request limit reached',
	32: 'Page request limit reached',
	613: 'Calls to this api have exceeded the rate limit.',
	80001:
		'There have been too many calls to this Page account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
};

/** The error of a call beyond a limit. The first two are called transient; the first is also seen with HTTP 403. */
export function rateLimited(limit: RateLimit): GraphError {
	const { code } = limit;
	return new GraphError(`(#${code}) ${MESSAGES[code]}`, {
		status: code === 4 ? 403 : 400,
		code,
		...(code === 4 || code === 17 ? { isTransient: true } : {}),
		limit,
	});
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
