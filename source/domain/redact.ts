import type { Secret } from './secret.ts';

// The lengths keep ordinary words apart from secrets: "error_code=190", "Bearer authentication".
const PARAMETER =
	/((?:access_token|input_token|fb_exchange_token|client_secret|appsecret_proof|client_token|code_verifier)(?:\\?["']?\s*[:=]\s*\\?["']?|%3D))[^&\s"'<>,}\\]{12,}/gi;
const CODE = /(\bcode(?:\\?["']?\s*[:=]\s*\\?["']?|%3D))[^&\s"'<>,}\\]{20,}/gi;
const HEADER = /\b(Bearer|OAuth)(\s+|%20)(?!")[^\s"',]{20,}/g;
// Meta repeats what it cannot read, whatever its shape: "Malformed access token …".
const ECHO = /(\baccess token[:\s]+["']?)[^\s"'<>]{16,}/gi;
// A token within such a run: its start, and at least a lower-case letter somewhere behind it.
const TOKEN_RUN = /[0-9A-Za-z_-]{15,}/g;
const TOKEN_START = /EA[A-Z]|CA[A-Z]|IGA|IGQ/;
const AFTER_START = 3;
const SHORTEST_REST = 12;
const APP_TOKEN = /\b\d{5,20}(?:\||%7C)[0-9A-Za-z_-]{8,}/gi;
// The digits of a URL-encoded character before it are not its own.
const HEX_SECRET = /(?:(?<![0-9A-Fa-f])|(?<=%[0-9A-Fa-f]{2}))(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{32})(?![0-9A-Fa-f])/g;

const MASK = '[redacted]';

/**
 * A text with everything that is or looks like a secret masked: the given secrets of at least 8 characters (also
 * URL-encoded and JSON-escaped), tokens by their shape, app secrets, proofs, and the values of parameters that hold
 * them. Meta's own messages may echo a whole token.
 */
export function redact(text: string, secrets: readonly Secret[] = []): string {
	let result = text;
	const texts = secrets.map((secret) => secret.reveal()).filter((raw) => raw.length >= 8);
	// The longest first: of two secrets one may begin with the other.
	for (const form of texts.flatMap(formsOf).sort((a, b) => b.length - a.length)) {
		result = result.replaceAll(form, MASK);
	}
	return result
		.replace(PARAMETER, `$1${MASK}`)
		.replace(CODE, `$1${MASK}`)
		.replace(ECHO, `$1${MASK}`)
		.replace(HEADER, `$1$2${MASK}`)
		.replace(APP_TOKEN, MASK)
		.replace(TOKEN_RUN, withoutToken)
		.replace(HEX_SECRET, MASK);
}

/** One pattern for all of this would read the run again from each start in it. */
function withoutToken(run: string): string {
	const start = run.search(TOKEN_START);
	const rest = start === -1 ? '' : run.slice(start + AFTER_START);
	return rest.length >= SHORTEST_REST && /[a-z]/.test(rest) ? run.slice(0, start) + MASK : run;
}

/** More of a message is of no use to anyone. */
const MOST_OF_MESSAGE = 4096;

/** {@link redact} for a message from outside, which may be of any length: at most `most` characters of it. */
export function redactMessage(text: string, most: number): string {
	if (text.length <= MOST_OF_MESSAGE) return redact(text).slice(0, most);
	const beginning = text.slice(0, MOST_OF_MESSAGE);
	// A secret that was cut in two would not be known any more: the last word is left out.
	const last = beginning.split(/\s/).at(-1) ?? '';
	return redact(beginning.slice(0, beginning.length - last.length)).slice(0, most);
}

const LETTERS_AND_DIGITS = /[0-9A-Za-z]{20,}/g;

/** May a text that is being typed hold a secret, or what is left of one? Then it is better not shown. */
export function looksSecret(text: string): boolean {
	const runs = text.match(LETTERS_AND_DIGITS) ?? [];
	return redact(text) !== text || runs.some((run) => /\d/.test(run) && /[A-Za-z]/.test(run));
}

/** The ways in which a secret may stand in a text. */
function formsOf(raw: string): string[] {
	const escaped = JSON.stringify(raw).slice(1, -1);
	const query = new URLSearchParams({ '': raw }).toString().slice(1);
	return [raw, encodeURIComponent(raw.replace(/\p{Cs}/gu, '\uFFFD')), query, escaped, escaped.replaceAll('/', '\\/')];
}
