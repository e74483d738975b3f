import { ProblemError, problem } from '../../domain/problem.ts';
import { Secret } from '../../domain/secret.ts';
import { problemOfClientToken } from '../../domain/sign-in/client-token.ts';
import { aboutErrorsAtFacebook } from '../../domain/sign-in/guide.ts';
import type { TokenMethod } from '../../domain/sign-in/methods.ts';
import { SYSTEM_USER_STEPS } from '../../domain/sign-in/system-user.ts';
import { pageOfMethod } from '../../graph/links.ts';
import { inspectUserToken } from '../../operations/inspect-user-token.ts';
import { addressDialog, tokenInPaste } from '../../operations/sign-in/by-address.ts';
import { findBrowser } from '../../system/browser.ts';
import type { Step } from '../shared/ask-in-turn.ts';
import { configIdFrom } from '../shared/config-id.ts';
import { readInput } from '../shared/read-input.ts';
import { UsageError } from '../shared/usage-error.ts';
import { checkedApp, type Draft, refuse } from './draft.ts';
import { dialogOptions, openInBrowser, orAnotherMethod, signIn } from './sign-in.ts';

/** The sign-in methods in the order in which they are offered. */
const METHODS: Readonly<Record<TokenMethod, string>> = {
	explorer: "copy a token from Meta's Graph API Explorer, for every app",
	browser: 'sign in at Facebook in the browser of this computer, before the app is published',
	address: 'sign in at Facebook, then copy the URL of the page that follows',
	device: 'enter a code on a phone or another computer',
	'system-user': 'copy the token of a system user from Meta Business Suite',
};

const NAMES = Object.keys(METHODS) as TokenMethod[];

/** The sign-in method and what it needs, up to a token that Meta has explained. */
export function signInSteps(draft: Draft): Record<'method' | 'clientToken' | 'paste' | 'inspected' | 'consent', Step> {
	const { args, context, questions, steps, stderr, defaults } = draft;
	const { env, hosts, signal, now } = context;
	const before = () => draft.target?.existing?.signIn ?? null;
	const page = () => pageOfMethod(draft.method, hosts, draft.appId, checkedApp(draft).version);
	const knownClientToken = () => env.FB_CLIENT_TOKEN?.trim() || (draft.target?.secrets?.clientToken?.reveal() ?? '');
	/** Facebook's dialog, whose answer is pasted. */
	let dialog: { url: string; state: string } | null = null;

	const method: Step = {
		question: () =>
			args.via !== undefined
				? null
				: {
						introduction: [
							'How do you want to sign in?',
							...NAMES.map((name, index) => `  ${index + 1}. ${name}: ${METHODS[name]}`),
						],
						text: 'Sign-in method, by number or name',
						usual: before()?.via ?? defaults.method ?? 'explorer',
						help: [
							'The Explorer works for every app. Facebook comes back to this computer only before you publish the app.',
							'Publish it after you sign in, before strangers should see your posts. This needs no App Review.',
							'Another device needs the Client Token of the app. A system user belongs to a business portfolio.',
						],
					},
		async take(answer) {
			const name = answer?.trim() ?? args.via ?? 'explorer';
			const chosen = NAMES[Number(name) - 1] ?? NAMES.find((known) => known === name);
			if (!chosen) throw new UsageError('That is no sign-in method.');
			draft.method = chosen;
			draft.configId = configIdFrom(env, args.configId) ?? before()?.configId ?? null;
			dialog = null;
		},
	};

	const clientToken: Step = {
		question: () =>
			draft.method !== 'device' || knownClientToken() !== ''
				? null
				: {
						introduction: [`The Client Token is under App settings > Advanced > Security: ${page()}`],
						text: 'Client Token, hidden',
						isHidden: true,
						help: ['The Client Token has 32 characters, 0-9 and a-f. It is not the App Secret.'],
					},
		async take(answer) {
			const token = new Secret(answer?.trim() ?? knownClientToken());
			draft.clientToken = token.length === 0 ? null : token;
			if (draft.method === 'device') {
				refuse(problemOfClientToken(token, draft.appSecret, { isAsked: questions.canAsk }));
			}
		},
	};

	const paste: Step = {
		question() {
			if (draft.method === 'browser' || draft.method === 'device') return null;
			const isOfAddress = draft.method === 'address';
			dialog ??= isOfAddress ? openDialog(draft) : null;
			return {
				introduction: dialog ? dialogGuide(draft, dialog.url) : pageGuide(draft, page()),
				text: `${isOfAddress ? 'URL' : 'Token'}, hidden${defaults.userToken ? '' : ' (Enter opens the link)'}`,
				usual: defaults.userToken,
				isHidden: true,
				help: [
					'Paste it in any form: bare, quoted, in a URL or in JSON, broken over lines.',
					'Meta is asked about the token before it is used.',
				],
			};
		},
		async take(answer) {
			draft.token = null;
			const own = { id: draft.appId, secret: draft.appSecret };
			if (answer?.trim() === '') {
				const browser = findBrowser(env, process.platform, context.options.wantBrowser);
				questions.tell(await openInBrowser(dialog?.url ?? page(), browser));
				return 'again';
			}
			if (answer !== null) draft.token = tokenInPaste(answer, own, dialog?.state ?? null);
			else if (draft.method === 'explorer') {
				draft.token = tokenInPaste(await readAll('user-token'), own);
			} else if (draft.method === 'address') {
				const { url, state } = openDialog(draft);
				for (const line of dialogGuide(draft, url)) stderr.write(`${line}\n`);
				const read = () => readAll('address');
				draft.token = await orAnotherMethod(draft, async () => tokenInPaste(await read(), own, state));
			}
			return undefined;
		},
	};
	const readAll = async (of: 'user-token' | 'address') => {
		const text = await readInput(context.stdin, signal);
		if (text.trim() !== '') return text;
		throw new ProblemError(problem('sign-in-needed', { kind: 'no-input', of }));
	};

	const inspected: Step = {
		question: () => null,
		async take() {
			const { client, app } = checkedApp(draft);
			const token = draft.token ?? (await signIn(draft));
			const checking = { appName: app.name, now, signal };
			draft.inspected = await inspectUserToken(client, token, draft.requested.wanted, checking);
			steps.tell({ type: 'token-inspected', inspected: draft.inspected });
		},
	};

	const consent: Step = {
		question: () =>
			draft.inspected?.missing.length === 0
				? null
				: {
						text: 'Continue without these permissions? y, or n to sign in again',
						usual: 'y',
						help: ['Page tokens can do no more than the user token that they are made from.'],
					},
		take: async (answer) => (answer === null || /^y(es)?$/i.test(answer.trim()) ? undefined : 'back'),
	};
	return { method, clientToken, paste, inspected, consent };
}

function openDialog(draft: Draft): { url: string; state: string } {
	return addressDialog(checkedApp(draft).client, dialogOptions(draft), draft.context.hosts.facebook.origin);
}

function dialogGuide({ configId }: Draft, url: string): string[] {
	const errors = aboutErrorsAtFacebook({ method: 'address', configId }, '');
	return [
		'Allow it at Facebook; open in a browser:',
		'',
		`  ${url}`,
		'',
		...(errors ? [errors] : []),
		'Then copy the URL of the page that says "Success" at once, and paste it here.',
	];
}

/** What to do on the page where a token is made. */
function pageGuide({ method, requested, checked }: Draft, url: string): string[] {
	const permissions = `  ${requested.wanted.join(',')}`;
	if (method === 'system-user') return [`  ${url}`, ...SYSTEM_USER_STEPS, 'The permissions in one line:', permissions];
	return [
		'1. Open the Graph API Explorer:',
		`  ${url}`,
		`2. "Meta App": ${checked?.app.name ?? checked?.app.id}. "User or Page": Get User Access Token.`,
		'3. Add these permissions:',
		permissions,
		'4. Press "Generate Access Token", select your Pages, and copy the token.',
	];
}
