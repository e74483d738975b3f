import type { Random } from './random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const APP_ID_LENGTH = 11;

/** The first 14 characters of every user, Page and system-user token of an app: `EAA` and the app id in base 62. */
export function tokenPrefix(appId: string): string {
	let rest = BigInt(appId);
	let text = '';
	while (rest > 0n) {
		text = ALPHABET[Number(rest % 62n)] + text;
		rest /= 62n;
	}
	return `EAA${text.padStart(APP_ID_LENGTH, 'A')}`;
}

/** A new token of the app: 190 to 220 characters of `[0-9A-Za-z]`. */
export function newTokenText(appId: string, random: Random): string {
	const prefix = tokenPrefix(appId);
	return `${prefix}${random.text(random.integer(190, 220) - prefix.length - 2, ALPHABET)}ZD`;
}

/** The generated half of `APP_ID|…`, the app token that `grant_type=client_credentials` gives: 27 characters. */
export function newAppTokenText(appId: string, random: Random): string {
	return `${appId}|${random.text(27, `${ALPHABET}-_`)}`;
}

/** A code of the login dialog. */
export function newCodeText(random: Random): string {
	return `AQ${random.text(180, `${ALPHABET}-_`)}`;
}

/** What a device asks for its token with: 32 hex digits. */
export function newDeviceCode(random: Random): string {
	return random.bytes(16).toString('hex');
}

/** What a person enters for a device: eight characters, none of which looks like another. */
export function newUserCode(random: Random): string {
	return random.text(8, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789');
}
