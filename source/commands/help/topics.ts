import { appCreationSteps } from '../../domain/app-creation.ts';
import type { HelpTopic } from '../../domain/help-topics.ts';
import { DEFAULT_PURPOSE, permissionsFor } from '../../domain/permissions.ts';
import { GUIDE_KEYS, guideOf } from '../../domain/sign-in/guide.ts';
import { SIGN_IN_METHODS, type TokenMethod } from '../../domain/sign-in/methods.ts';
import { glyphsFor } from '../../terminal/glyphs.ts';
import type { Context } from '../shared/context.ts';
import { EXIT_CODE_ROWS } from '../shared/exit-code.ts';
import { ENVIRONMENT } from './environment.ts';
import type { Block } from './layout.ts';
import { RECIPES } from './recipes.ts';

const METHODS: Readonly<Record<TokenMethod, string>> = {
	explorer: 'Graph API Explorer. It works for every app.',
	browser: 'Browser. Nothing to paste, before the app is published.',
	address: "Address bar. For apps that list Facebook's own page as redirect URI.",
	device: 'Another device. For SSH and computers without a browser.',
	'system-user': 'System user. For businesses; the token belongs to no person.',
};

/** What `help` says of each topic. */
export const TOPICS: Readonly<Record<HelpTopic, (context: Context) => Promise<readonly Block[]>>> = {
	'exit-codes': async () => [
		EXIT_CODE_ROWS,
		'The worst of several findings counts. exec ends with the exit code of its command.',
	],
	environment: async () => [ENVIRONMENT],
	json: async () => [
		'connect, list, check, refresh and revoke print one shape:',
		{
			lines: [
				'{"version": 1, "profiles": [{"profile", "app", "user",',
				'  "pages": [{"id", "name", "verdict", "token"}]}]}',
			],
		},
		'token.value is there only with --reveal. Fields and words may be added, so ignore those that you do not know.',
		'A failure is one object on standard error. Wrong usage is a line there, with exit code 2:',
		{ lines: ['{"code", "title", "cause", "remedy", "retryable", "graph"}'] },
		'The JSON Schema is in the package: dist/output.schema.json',
	],
	recipes: async () => RECIPES.flatMap(({ title, lines }): Block[] => [`${title}:`, { lines }]),
	security: async () => [
		[
			['Output', 'Tokens are masked. Only token, export, exec and --reveal hand them out.'],
			['Command line', 'No option takes a secret or a token: command lines are public.'],
			['Storage', 'One encrypted file for each profile (AES-256-GCM, mode 0600).'],
			['Key', 'In the system keychain, or from your passphrase. In a file beside it only if you say so.'],
			['Exports', 'For you only (mode 0600), and never where git tracks or would add the file.'],
			['Network', "Meta's hosts only, with verified certificates. No telemetry."],
		],
		'Whoever has a token has the Page until you revoke it: fb-token-tui revoke',
	],
	'sign-in': async ({ unicode }) => [
		'The terminal program shows these steps. Without it: fb-token-tui connect --via METHOD',
		'No app yet? Make one first:',
		numbered(appCreationSteps()),
		...([...SIGN_IN_METHODS, 'system-user'] as const).flatMap((method) => [METHODS[method], stepsOf(method, unicode)]),
	],
	keys: async ({ manual, unicode }) =>
		((await manual?.keys(unicode)) ?? []).flatMap(({ title, rows }): Block[] => [title, rows]),
};

/** The steps of the screens for a first sign-in. */
function stepsOf(method: TokenMethod, unicode: boolean): Block {
	const keys = { ...GUIDE_KEYS, enter: glyphsFor(unicode).enter };
	const wanted = permissionsFor(DEFAULT_PURPOSE);
	const steps = guideOf(
		{ method, hasToken: false, needsClientToken: true, wanted },
		{ keys, hasBrowser: true, appName: 'your app' },
	);
	// A screen shows a URL behind the colon.
	return numbered(steps.map((step) => step.replace(/:$/, '.')));
}

function numbered(steps: readonly string[]): Block {
	return steps.map((step, index) => [String(index + 1), step] as const);
}
