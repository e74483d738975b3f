import type { Row } from './layout.ts';

/** Every variable that a person may set, with what it does. */
export const ENVIRONMENT: readonly Row[] = [
	['FB_APP_ID', 'App ID'],
	['FB_APP_SECRET', 'App Secret'],
	['FB_CLIENT_TOKEN', 'Client Token, to sign in on another device'],
	['FB_LOGIN_CONFIG_ID', 'Configuration ID of Facebook Login for Business'],
	['FB_TOKEN_TUI_PROFILE', 'Profile where --profile names none'],
	['FB_TOKEN_TUI_CONFIG_DIR', 'Folder of the profiles'],
	['FB_TOKEN_TUI_PASSPHRASE', 'Passphrase of the profiles'],
	['FB_TOKEN_TUI_NEW_PASSPHRASE', 'New passphrase, for profiles protect'],
	['FB_TOKEN_TUI_KEYCHAIN', 'off leaves the keychain alone'],
	['FB_TOKEN_TUI_KEYCHAIN_TIMEOUT', 'Seconds that the keychain may take to answer'],
	['FB_TOKEN_TUI_BROWSER', 'Command that opens a browser, or none'],
	['BROWSER', 'Command that opens a browser, where that is not set'],
	['FB_TOKEN_TUI_GRAPH_URL', 'Graph API other than that of Meta'],
	['FB_TOKEN_TUI_FACEBOOK_URL', 'The same for www.facebook.com'],
	['FB_TOKEN_TUI_DEVELOPERS_URL', 'The same for developers.facebook.com'],
	['HTTPS_PROXY, NO_PROXY', 'Proxy, and hosts that need none'],
	['NODE_EXTRA_CA_CERTS', 'File with more certificates to trust'],
	['NO_COLOR, FORCE_COLOR', 'No colors, colors'],
	['ACCESSIBLE, TERM=dumb', 'Each as --plain'],
	['INK_SCREEN_READER', 'The same'],
];
