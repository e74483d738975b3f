/** What the headers of an answer say of Meta's rate limits. */
export type Usage = {
	/** How much of the limit that is nearest is used up, in percent; null where it is not said. */
	percent: number | null;
	/** Seconds until calls are answered again; null where none are refused. */
	regainSeconds: number | null;
};

/** The headers of an answer. */
type Headers = { get(name: string): string | null };

/**
 * Reads `X-App-Usage`, `X-Page-Usage`, `X-Business-Use-Case-Usage` (which alone tells a time, in minutes, for each of up to 32
 * objects) and `Retry-After`. The worst of them counts; what cannot be read says nothing. graph-api.md, section 9.
 */
export function readUsage(headers: Headers): Usage {
	const entries = USAGE_HEADERS.flatMap((name) => objectsIn(parse(headers.get(name)), DEPTH));
	const shut = entries.map((entry) => numberIn(entry.estimated_time_to_regain_access) * 60);
	const used = entries.flatMap(({ call_count, total_time, total_cputime }) => [call_count, total_time, total_cputime]);
	const seconds = greatest([...shut, secondsToRetry(headers)].filter((time) => time <= MOST_SECONDS));
	return { percent: greatest(used.map(numberIn)), regainSeconds: seconds === 0 ? null : seconds };
}

const USAGE_HEADERS = ['x-app-usage', 'x-page-usage', 'x-business-use-case-usage'];
/** The usage of business use cases stands in a list within an object. */
const DEPTH = 3;
/** No limit of Meta's looks back further than a day; what is said to take longer than a week is no time. */
const MOST_SECONDS = 7 * 86_400;

function parse(text: string | null): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return null;
	}
}

function objectsIn(value: unknown, depth: number): Record<string, unknown>[] {
	if (typeof value !== 'object' || value === null || depth === 0) return [];
	const inner = Object.values(value).flatMap((item) => objectsIn(item, depth - 1));
	return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

/** The number, rounded up; NaN for what is none, or below nothing. */
function numberIn(value: unknown): number {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && number >= 0 && Number.isFinite(number) ? Math.ceil(number) : Number.NaN;
}

function greatest(values: readonly number[]): number | null {
	const numbers = values.filter((value) => !Number.isNaN(value));
	return numbers.length === 0 ? null : Math.max(...numbers);
}

/** `Retry-After` is a number of seconds, or a date, which counts from the answer's own. */
function secondsToRetry(headers: Headers): number {
	const text = headers.get('retry-after')?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text);
	return numberIn((Date.parse(text) - Date.parse(headers.get('date') ?? '')) / 1000);
}
