import { parse } from 'lossless-json';
import { cleanTexts } from '../domain/clean-text.ts';
import type { GraphFailure } from '../domain/problems/graph-error-rows.ts';
import { redactMessage } from '../domain/redact.ts';

/**
 * A body of Graph as data. JSON first, with integers beyond 2^53 kept as strings of their digits; then the query string
 * that the token endpoint still sends at times. Undefined for a text that is neither, such as HTML or half an answer.
 *
 * Every text in it is cleaned here, once for all that reads it: see {@link cleanTexts}.
 */
export function parseBody(text: string): unknown {
	return cleanTexts(dataIn(text));
}

function dataIn(text: string): unknown {
	try {
		if (!LONG_NUMBER.test(text)) return JSON.parse(text);
		return parse(text, undefined, { parseNumber: numberOrDigits, onDuplicateKey: ({ newValue }) => newValue });
	} catch {
		return /^[\w.]+=[^\s<]*$/.test(text.trim()) ? Object.fromEntries(new URLSearchParams(text.trim())) : undefined;
	}
}

// Without digits that Node would round, or texts that look like them, its own parser is ten times as fast.
const LONG_NUMBER = /(?:^|[:[,])\s*-?\d{16}/;

function numberOrDigits(digits: string): number | string {
	const value = Number(digits);
	return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? digits : value;
}

/** A JSON object, as opposed to the other things that Graph may send. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The error that a body holds, whatever its status: Meta's envelope, an `error` that is a string, or the flat form
 * (`error_code`, `error_msg`; or `code`, `type`, `message`). Null for a body without one. The message is scrubbed: Meta may echo a whole token.
 */
export function failureIn(body: unknown, status: number): GraphFailure | null {
	if (!isObject(body)) return null;
	if (isObject(body.error)) {
		const { error } = body;
		return {
			code: integer(error.code) ?? codeInMessage(error.message),
			subcode: integer(error.error_subcode),
			type: text(error.type),
			message: text(error.message) ?? text(error.error_user_msg),
			...wordsForPeople(error),
			fbtraceId: text(error.fbtrace_id),
			status,
			isTransient: typeof error.is_transient === 'boolean' ? error.is_transient : null,
		};
	}
	const isError = typeof body.message === 'string' && typeof body.type === 'string' && integer(body.code) !== null;
	const flat =
		text(body.error_msg) ??
		text(body.error_message) ??
		text(body.error_description) ??
		(isError ? text(body.message) : null);
	const named = text(body.error);
	const code = integer(body.error_code) ?? (isError ? integer(body.code) : null);
	if (flat === null && named === null && code === null) return null;
	const message = flat ?? named;
	return {
		code: code ?? codeInMessage(message),
		subcode: integer(body.error_subcode),
		type: isError ? text(body.type) : null,
		message,
		...wordsForPeople(body),
		fbtraceId: text(body.fbtrace_id),
		status,
		isTransient: null,
	};
}

/** What Meta says to people, where it says something. */
function wordsForPeople(error: Record<string, unknown>): Pick<GraphFailure, 'userTitle' | 'userMessage'> {
	const [userTitle, userMessage] = [text(error.error_user_title), text(error.error_user_msg)];
	return { ...(userTitle === null ? {} : { userTitle }), ...(userMessage === null ? {} : { userMessage }) };
}

/** Old answers carry the code only in the message: `(#100) Invalid fbid.` */
function codeInMessage(message: unknown): number | null {
	const digits = typeof message === 'string' ? /^\(#(\d+)\)/.exec(message)?.[1] : undefined;
	return digits ? Number(digits) : null;
}

function text(value: unknown): string | null {
	return typeof value === 'string' ? redactMessage(value, 1000) || null : null;
}

function integer(value: unknown): number | null {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return Number.isSafeInteger(number) ? (number as number) : null;
}
