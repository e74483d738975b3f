import { type Problem, problem } from './problem.ts';
import { Secret } from './secret.ts';
import { readTokenlessAddress, stateInAddress, type TokenlessAddress } from './sign-in/address.ts';
import { problemOfFacebookPage, withApp } from './sign-in/facebook-page.ts';
import type { TokenMethod } from './sign-in/methods.ts';

/**
 * What a pasted text turned out to hold, by its shape alone. Only `token` goes on, to be inspected by Meta. The addresses are
 * those that a login dialog leads to without a token; `refusal` is what such an address says of a failure, or that it is the
 * answer to another dialog.
 */
export type Paste =
	| { kind: 'token'; token: Secret }
	| { kind: 'refusal'; problem: Problem }
	| { kind: `${Exclude<TokenlessAddress['kind'], 'refusal'>}-address` }
	| { kind: 'app-token'; token: Secret }
	| { kind: 'app-secret'; secret: Secret }
	| {
			kind: 'instagram-token' | 'limited-login' | 'number' | 'empty' | 'text' | 'web-page' | 'two-tokens' | 'too-long';
	  };

/** The most characters that a paste or piped input may have. A token has about 200. */
export const LONGEST_PASTE = 64 * 1024;

const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]/g;
const BRACKETS = /\p{Cc}?\[20[01]~/gu;
const PARAMETER =
	/(?:\b|%[0-9A-F]{2})(?:access_token|fb_exchange_token|input_token|long_lived_token)(?:\\?["']?\s*[:=]\s*\\?["']?\s*|%3D)([^&#\s"'<>,;\\})]+)/gi;
const HEADER = /\b(?:Bearer|OAuth)\s+([^\s"',;\\]+)/gi;
const TOKEN = /(?:EA[A-Z]|CA[A-Z])[0-9A-Za-z]{17,}/g;
// A terminal wraps a token by putting newlines into it. The next line goes on with it when its first word could.
const WRAP = /(?<=[0-9A-Za-z_%-])[ \t]*[\r\n]+[ \t]*(?=["']|[0-9A-Za-z_%-]+(?:["'&#\s}\\]|$))/g;
/** Limited Login gives a JSON Web Token, whose first part begins with `{"`. */
const JWT = /^eyJ[\w-]{8,}\.[\w-]+\.[\w-]+$/;
const MARKUP = /<!doctype|<html|<\/[a-z]+>/i;

/**
 * Recognises what a person pasted: a token bare, quoted, wrapped over lines, in `Bearer …`, in a URL's query or fragment,
 * in JSON or in a command; hidden characters are dropped. What is no token is told apart by its shape. Where a login dialog was
 * opened, an address must hold its `state`, if it holds any.
 */
export function parsePaste(text: string, state: string | null = null): Paste {
	if (text.length > LONGEST_PASTE) return { kind: 'too-long' };
	const visible = text.replace(BRACKETS, '').replace(INVISIBLE, '').trim();
	if (visible === '') return { kind: 'empty' };
	const isPage = MARKUP.test(visible);
	const unwrapped = isPage ? visible : visible.replace(WRAP, '');
	const named = isPage ? null : (namedIn(unwrapped) ?? namedIn(onOneLine(visible)));
	const whole = isPage ? '' : withoutQuotes(visible.replace(/\s+/g, ''));
	if (named)
		return isOfAnother(whole, state)
			? { kind: 'refusal', problem: problem('unreadable-token', { kind: 'another-dialog' }) }
			: named;
	const address = readTokenlessAddress(whole);
	if (address) return address.kind === 'refusal' ? address : { kind: `${address.kind}-address` };
	const bare = withoutQuotes(unwrapped);
	const [single, second] = isPage ? [] : tokensOnLines(visible);
	if (single && second) return { kind: 'two-tokens' };
	if (single) return classify(single);
	if (/^[0-9A-Za-z_|%-]+$/.test(bare) || JWT.test(bare)) return classify(decode(bare));
	const inProse = new Set(visible.match(TOKEN) ?? []);
	const [only] = inProse;
	if (only && inProse.size === 1) return classify(only);
	if (only && !isPage) return { kind: 'two-tokens' };
	const refusal = problemOfFacebookPage(visible);
	if (refusal) return { kind: 'refusal', problem: refusal };
	return { kind: isPage || visible.length > 1000 ? 'web-page' : 'text' };
}

function isOfAnother(address: string, state: string | null): boolean {
	const held = state === null ? null : stateInAddress(address);
	return held !== null && held !== state;
}

/** What stands behind the name of a parameter or a header; a token before anything else. */
function namedIn(text: string): Paste | null {
	const pastes = [PARAMETER, HEADER]
		.flatMap((pattern) => [...text.matchAll(pattern)])
		.map(([, value = '']) => classify(decode(withoutQuotes(value)).replace(/[&#].*/s, '')))
		.filter(({ kind }) => kind !== 'text');
	return pastes.find(({ kind }) => kind === 'token') ?? pastes[0] ?? null;
}

/**
 * The tokens, each once, of a text with more than one start of a token at the start of a line; they may be wrapped. No
 * tokens for any other text: a start within a line may be a part of a token.
 */
function tokensOnLines(text: string): string[] {
	const words = text.split(/\s+/).map(withoutQuotes).filter(Boolean);
	const starts = words.flatMap((word, index) => (/^EAA[0-9A-Za-z]*$/.test(word) ? [index] : []));
	if (starts.length < 2 || starts[0] !== 0 || !words.every((word) => /^[0-9A-Za-z]+$/.test(word))) return [];
	const tokens = starts.map((start, index) => words.slice(start, starts[index + 1]).join(''));
	return tokens.every((token) => token.length >= SHORTEST_OF_TWO) ? [...new Set(tokens)] : [];
}

/** Less than that is the end of a wrapped token that by chance begins like one. */
const SHORTEST_OF_TWO = 40;

/** Where the name itself was wrapped. */
function onOneLine(text: string): string {
	return text
		.split(/[\r\n]+/)
		.map((line) => line.trim())
		.join('');
}

const BEFORE = new Set('"\'`“”‘’<(');
const BEHIND = new Set('"\'`“”‘’>),.;');

function withoutQuotes(text: string): string {
	let from = 0;
	let to = text.length;
	while (from < to && BEFORE.has(text.charAt(from))) from++;
	while (to > from && BEHIND.has(text.charAt(to - 1))) to--;
	return text.slice(from, to);
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function classify(text: string): Paste {
	if (/^\d{5,20}\|/.test(text)) return { kind: 'app-token', token: new Secret(text) };
	if (/^IG/.test(text) && text.length >= 20) return { kind: 'instagram-token' };
	if (JWT.test(text)) return { kind: 'limited-login' };
	if (/^[0-9a-f]{32}$/i.test(text)) return { kind: 'app-secret', secret: new Secret(text) };
	if (/^\d+$/.test(text)) return { kind: 'number' };
	// Tokens are opaque and may change their shape: only what cannot be one is kept back.
	if (/^[0-9A-Za-z_-]{20,}$/.test(text)) return { kind: 'token', token: new Secret(text) };
	return { kind: 'text' };
}

/** The app that the person works with, to tell its own secret and tokens from those of others. */
export type OwnApp = { id: string; secret: Secret };

/** The problem of a paste that is no user token by its shape alone. `method` is the sign-in method by which one was to come. */
export function problemOfPaste(
	paste: Exclude<Paste, { kind: 'token' }>,
	own: OwnApp | null = null,
	method: TokenMethod | null = null,
): Problem {
	switch (paste.kind) {
		case 'refusal':
			return own ? withApp(paste.problem, own.id) : paste.problem;
		case 'app-token': {
			const [appId = ''] = paste.token.reveal().split('|');
			return problem('not-a-user-token', { kind: 'pasted-app-token', appId, isOwn: own && appId === own.id });
		}
		case 'app-secret': {
			// App secrets and client tokens look the same; the secret that Meta has accepted tells them apart.
			const is = own === null ? 'secret' : own.secret.equals(paste.secret) ? 'own-secret' : 'other-secret';
			return problem('unreadable-token', { kind: 'paste', is, method });
		}
		case 'instagram-token':
		case 'limited-login':
			return problem('not-a-user-token', { kind: 'paste', is: paste.kind, method });
		default:
			return problem('unreadable-token', { kind: 'paste', is: paste.kind, method });
	}
}
