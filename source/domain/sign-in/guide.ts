import type { TokenMethod } from './methods.ts';
import { SYSTEM_USER_STEPS } from './system-user.ts';

/** How a face of the program names its keys. */
export type GuideKeys = {
	enter: string;
	/** Begins to sign in also where a token is filled in already. */
	signIn: string;
	openExplorer: string;
	copyLink: string;
	copyNames: string;
	nextMethod: string;
};

/** The keys of the screens, but for Enter, which is shown by a sign. */
export const GUIDE_KEYS: Omit<GuideKeys, 'enter'> = {
	signIn: '^N',
	openExplorer: '^O',
	copyLink: '^L',
	copyNames: '^Y',
	nextMethod: 'tab',
};

/** What the guide depends on. */
export type GuidedSignIn = {
	method: TokenMethod;
	/** Is there a token in the field already? */
	hasToken: boolean;
	/** Is the app's client token what comes next? */
	needsClientToken: boolean;
	wanted: readonly string[];
};

/** What errors on Facebook's own pages mean, from which it does not come back; `nextWay` is how another way is taken. */
export function aboutErrorsAtFacebook(
	{ method, configId }: { method: TokenMethod; configId: string | null },
	nextMethod: string,
): string {
	const blocked = `"URL Blocked" there? The app is published: use the Explorer (${nextMethod}).`;
	const business = '"This app isn\'t available"? It has Facebook Login for Business, and needs FB_LOGIN_CONFIG_ID.';
	return [method === 'browser' && blocked, configId === null && business].filter(Boolean).join(' ');
}

/**
 * What the person does on the chosen way, as short steps. The first one of the Explorer's ends with a colon: its address
 * follows. `appName` is short enough for a line.
 */
export function guideOf(
	{ method, hasToken, needsClientToken, wanted }: GuidedSignIn,
	{ keys, hasBrowser, appName }: { keys: GuideKeys; hasBrowser: boolean; appName: string },
): readonly string[] {
	const { openExplorer, copyLink, copyNames, nextMethod } = keys;
	const begin = hasToken ? keys.signIn : keys.enter;
	const dialog = hasBrowser
		? `${begin} opens Facebook's dialog in your browser.`
		: `${begin} gives the address of Facebook's dialog. Open it in a browser.`;
	const allow = 'Continue as yourself, allow what it asks for, and select your Pages.';
	const guides: Readonly<Record<TokenMethod, () => readonly string[]>> = {
		browser: () => [
			dialog,
			allow,
			'Facebook comes back here automatically, but only before you publish the app. Sign in first, then publish it.',
		],
		address: () => [
			dialog,
			allow,
			'The page that follows says "Success": copy its whole URL at once, and paste it here.',
			`New apps refuse this method ("This can't be a Facebook URL"): use the Explorer then (${nextMethod}).`,
		],
		device: () =>
			needsClientToken
				? [
						`${begin} opens the app's settings, Advanced. Copy the Client Token, and paste it here.`,
						'A code comes. Enter it on a phone or another computer.',
					]
				: [`${begin} gets a code.`, 'Enter it on a phone or another computer.'],
		'system-user': () => SYSTEM_USER_STEPS,
		explorer: () => [
			hasBrowser
				? `${hasToken ? openExplorer : begin} opens the Graph API Explorer in your browser:`
				: `Open the Graph API Explorer in a browser (${copyLink} copies the link):`,
			`"Meta App": ${appName}. "User or Page": Get User Access Token.`,
			`"Add a Permission": ${wanted.join(', ')} (${copyNames} copies).`,
			'Press "Generate Access Token", select your Pages, press "Copy Token", paste it here.',
		],
	};
	return guides[method]();
}
