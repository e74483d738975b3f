import { redact } from '../domain/redact.ts';
import type { GraphCall } from './transport.ts';

/** A text without the ids of people, Pages, businesses and apps; Meta's error numbers are shorter, or not in texts. */
export function withoutIds(text: string): string {
	return text.replace(/\d{8,}/g, '{id}');
}

/**
 * A call in one line that can be shown to anyone: `accounts GET /v27.0/me/accounts attempt 1: ok, 84 ms`. No query, no
 * body, no header, and no id in the path.
 */
export function describeCall({ endpoint, method, path, attempt, outcome, status, milliseconds }: GraphCall): string {
	const answer = status === null ? outcome : `${outcome} (HTTP ${status})`;
	const line = `${endpoint} ${method} ${withoutIds(path)} attempt ${attempt}: ${answer}`;
	return redact(`${line}, ${Math.round(milliseconds)} ms`);
}
