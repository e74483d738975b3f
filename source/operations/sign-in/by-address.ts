import { type OwnApp, parsePaste, problemOfPaste } from '../../domain/paste.ts';
import { ProblemError } from '../../domain/problem.ts';
import type { Secret } from '../../domain/secret.ts';
import { type DialogOptions, desktopRedirect, dialogUrl } from '../../domain/sign-in/dialog.ts';
import type { GraphClient } from '../../graph/client.ts';
import { oneTimeText } from './one-time.ts';

/**
 * Opens a dialog whose answer the person copies out of the address bar; that is all, since the paste may come in any form.
 * `facebook` is the origin of Facebook's pages.
 */
export function addressDialog(
	client: GraphClient,
	requested: DialogOptions,
	facebook: string,
): { url: string; state: string } {
	const state = oneTimeText();
	const { app, transport } = client;
	const redirectUri = desktopRedirect(facebook);
	const answer = { type: 'token' } as const;
	const request = { ...requested, facebook, version: transport.version, appId: app.id, redirectUri, state, answer };
	return { url: dialogUrl(request), state };
}

/**
 * The token in a paste; `state` is that of the dialog which was opened, null for none.
 * @throws {ProblemError} for a paste without a token, and for an address that another dialog has led to.
 */
export function tokenInPaste(text: string, own: OwnApp, state: string | null = null): Secret {
	const paste = parsePaste(text, state);
	if (paste.kind !== 'token') throw new ProblemError(problemOfPaste(paste, own, state === null ? null : 'address'));
	return paste.token;
}
