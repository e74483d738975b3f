import { type OwnApp, problemOfPaste, recognisePaste } from '../../domain/paste.ts';
import { ProblemError } from '../../domain/problem.ts';
import type { Secret } from '../../domain/secret.ts';
import { type DialogWish, desktopRedirect, dialogUrl } from '../../domain/sign-in/dialog.ts';
import { ANOTHER_DIALOG } from '../../domain/sign-in/problems.ts';
import type { GraphClient } from '../../graph/client.ts';
import type { SignInEvent } from './events.ts';
import { isSameText, oneTimeText } from './one-time.ts';

/** A dialog that ends on Meta's own page, and the state that stands in the address of it. */
export type AddressDialog = { url: string; state: string };

/** Makes an {@link AddressDialog}; `facebook` is the origin of Facebook's pages. */
export function addressDialog(client: GraphClient, wish: DialogWish, facebook: string): AddressDialog {
	const state = oneTimeText();
	const { app, transport } = client;
	const redirectUri = desktopRedirect(facebook);
	const answer = { type: 'token' } as const;
	return {
		url: dialogUrl({ ...wish, facebook, version: transport.version, appId: app.id, redirectUri, state, answer }),
		state,
	};
}

/**
 * The token in a paste; `state` is that of the dialog which was opened, null for none.
 * @throws {ProblemError} for a paste without a token, and for an address that another dialog has led to.
 */
export function tokenInPaste(text: string, own: OwnApp, state: string | null = null): Secret {
	const paste = recognisePaste(text);
	if (paste.kind !== 'token') throw new ProblemError(problemOfPaste(paste, own));
	if (state !== null && paste.state !== undefined && !isSameText(paste.state, state)) {
		throw new ProblemError(ANOTHER_DIALOG);
	}
	return paste.token;
}

/**
 * Signs in through Facebook's dialog, whose answer the person copies out of the address bar. Gives the user token. A paste
 * that is no address of any dialog is taken as well.
 * @throws {ProblemError} as {@link tokenInPaste} does, and whatever `readPaste` throws.
 */
export async function* signInByAddress(
	client: GraphClient,
	{ wish, facebook, readPaste }: { wish: DialogWish; facebook: string; readPaste: () => Promise<string> },
): AsyncGenerator<SignInEvent, Secret, undefined> {
	const { url, state } = addressDialog(client, wish, facebook);
	yield { type: 'dialog', way: 'address', url };
	return tokenInPaste(await readPaste(), client.app, state);
}
