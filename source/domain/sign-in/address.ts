import { type Problem, problem } from '../problem.ts';
import { DESKTOP_PATH } from './dialog.ts';
import { problemOfRefusal, refusalIn } from './problems.ts';

/**
 * What a pasted address is that a dialog has led to, and in which no token stands. `code`: the answer to a program, in the place
 * of a token. `bare`: Meta's page without its fragment. `dialog`: the dialog itself, or the log-in before it.
 */
export type TokenlessAddress = { kind: 'refusal'; problem: Problem } | { kind: 'code' | 'bare' | 'dialog' };

/** Recognises an address of a sign-in; null for any other text. The address may lack its scheme, as browsers show it. */
export function readTokenlessAddress(text: string): TokenlessAddress | null {
	const url = urlIn(text);
	if (!url) return null;
	const parameters = parametersOf(url);
	const refusal = refusalIn(parameters);
	if (refusal) return { kind: 'refusal', problem: problemOfRefusal(refusal) };
	// Facebook Login for Business ends here, on an empty page, where it lacks a configuration.
	if (/\/dialog\/oauth\/business\/cancel\/?$/.test(url.pathname))
		return {
			kind: 'refusal',
			problem: problem('sign-in-needed', { kind: 'facebook-page', page: 'not-linked', permissions: [] }),
		};
	if (parameters.has('code') && (parameters.has('state') || url.pathname === DESKTOP_PATH)) return { kind: 'code' };
	if (url.pathname === DESKTOP_PATH || url.pathname === LEFT_FOR) return { kind: 'bare' };
	if (/\/dialog\/oauth\/?$/.test(url.pathname) || /^\/(login|privacy\/consent)/.test(url.pathname))
		return { kind: 'dialog' };
	return null;
}

/** The state in an address that a dialog has led to; null for an address without one, and for any other text. */
export function stateInAddress(text: string): string | null {
	const url = urlIn(text);
	return url && parametersOf(url).get('state');
}

/** Where Meta's page goes by itself after some moments. */
const LEFT_FOR = '/connect/blank.html';

function urlIn(text: string): URL | null {
	if (!/^(?:https?:\/\/)?(?:[\w-]+\.)*[\w-]+(?::\d+)?\/\S*$/i.test(text)) return null;
	const whole = /^https?:/i.test(text) ? text : `https://${text}`;
	return URL.canParse(whole) ? new URL(whole) : null;
}

/** Those of the fragment and those of the query. */
function parametersOf({ hash, search }: URL): URLSearchParams {
	return new URLSearchParams([...new URLSearchParams(hash.slice(1)), ...new URLSearchParams(search)]);
}
