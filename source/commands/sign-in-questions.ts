import { problemOf } from '../domain/problem.ts';
import { Secret } from '../domain/secret.ts';
import { problemOfClientToken } from '../domain/sign-in/client-token.ts';
import { SYSTEM_USER_STEPS } from '../domain/sign-in/system-user.ts';
import type { ChosenWay } from '../domain/sign-in/ways.ts';
import { pageOfWay } from '../graph/links.ts';
import type { CheckedApp } from '../operations/check-app.ts';
import { reviewToken } from '../operations/review-token.ts';
import { tokenInPaste } from '../operations/sign-in/by-address.ts';
import { findBrowser } from '../system/browser.ts';
import { type Draft, refuse } from './connect-questions.ts';
import { askInTurn, type Step } from './shared/ask-in-turn.ts';
import { clientTokenFrom, prepareSignIn } from './shared/sign-in.ts';
import { follow } from './shared/unattended.ts';
import { UsageError } from './shared/usage-error.ts';

/** The sign-in methods in the order in which they are offered. */
const METHODS: Readonly<Record<ChosenWay, string>> = {
	explorer: "copy a token from Meta's Graph API Explorer, for every app",
	browser: 'sign in at Facebook in the browser of this computer, for apps in Development mode',
	address: 'sign in at Facebook, then copy the URL of the page that follows',
	device: 'enter a code on a phone or another computer',
	'system-user': 'copy the token of a system user from Meta Business Suite',
};

const METHOD_NAMES = Object.keys(METHODS) as ChosenWay[];

/** The questions for the sign-in method and what it needs, up to a token that Meta has explained. */
export function signInSteps(draft: Draft): Step[] {
	const { args, context, questions, steps, defaults } = draft;
	const { env, hosts, options, signal, now } = context;
	const browser = findBrowser(env, process.platform, options.wantBrowser);
	const isPasted = () => draft.method === 'explorer' || draft.method === 'system-user';
	const page = () => pageOfWay(draft.method, hosts, appOf(draft).app.id, appOf(draft).version);
	const open = async (url: string) => {
		const isOpened = await browser.open(url).catch(() => false);
		questions.tell(
			isOpened
				? 'Opened in your browser.'
				: `${browser.unavailable ?? 'No browser could be started.'} Open the link yourself.`,
		);
	};
	return [
		{
			isAsked: () => args.via === undefined,
			introduction: () => [
				'How do you want to sign in?',
				...METHOD_NAMES.map((name, index) => `  ${index + 1}. ${name}: ${METHODS[name]}`),
			],
			text: () => 'Sign-in method, by number or name',
			usual: () => draft.target?.existing?.signIn?.via ?? defaults.method ?? 'explorer',
			help: () => [
				'The Explorer works for every app. Facebook answers to the browser only for apps in Development mode; otherwise it shows "URL Blocked".',
				'Another device needs the Client Token of the app. A system user belongs to a business portfolio.',
			],
			async take(answer) {
				const method =
					args.via ?? METHOD_NAMES[Number(answer) - 1] ?? METHOD_NAMES.find((name) => name === answer?.trim());
				if (!method) throw new UsageError('That is no sign-in method.');
				draft.method = method;
				draft.signIn = null;
			},
		},
		{
			isAsked: () => draft.method === 'device' && knownClientToken(draft) === null,
			introduction: () => [`The Client Token is under App settings > Advanced > Security: ${page()}`],
			text: () => 'Client Token, hidden',
			usual: () => null,
			isHidden: true,
			help: () => ['The Client Token has 32 characters, 0-9 and a-f. It is not the App Secret.'],
			async take(answer) {
				draft.clientToken = answer === null ? knownClientToken(draft) : new Secret(answer.trim());
				if (draft.method === 'device' && draft.clientToken)
					refuse(problemOfClientToken(draft.clientToken, draft.appSecret));
			},
		},
		{
			isAsked: isPasted,
			introduction: () => pasteGuide(draft, page()),
			text: () => `Token, hidden${defaults.userToken ? '' : ' (Enter opens the link)'}`,
			usual: () => (draft.method === 'explorer' && defaults.userToken) || null,
			isHidden: true,
			help: () => [
				'Paste the token in any form: bare, quoted, as a URL or JSON, broken over lines. Meta is asked what it is before it is used.',
			],
			async take(answer) {
				if (answer?.trim() === '') {
					await open(page());
					return 'again';
				}
				const { client, app } = appOf(draft);
				const token = answer === null ? await signInWith(draft) : tokenInPaste(answer, client.app);
				if (token === null) return 'back';
				draft.review = await reviewToken(client, token, draft.wish.wanted, { appName: app.name, now, signal });
				steps.tell({ type: 'token-reviewed', review: draft.review });
			},
		},
		{
			isAsked: () => (draft.review?.missing.length ?? 0) > 0,
			text: () => 'Continue without these permissions? y, or n to sign in again',
			usual: () => 'y',
			help: () => ['Page tokens can do no more than the user token that they are made from.'],
			take: async (answer) => (answer === null || /^y(es)?$/i.test(answer.trim()) ? undefined : 'back'),
		},
	];
}

/** Has the person sign in by a method that the program leads; null where they go back. */
async function signInWith(draft: Draft): Promise<Secret | null> {
	const { args, context, questions, target, clientToken, method, wish, review } = draft;
	if (method === 'explorer' || method === 'system-user') return null;
	draft.signIn = prepareSignIn(
		{
			via: method,
			args,
			wanted: wish.wanted,
			granted: review?.info.scopes ?? target?.existing?.userInfo.scopes ?? null,
			before: target?.existing?.signIn ?? null,
			clientToken,
			stderr: context.stderr,
			isAsked: true,
			readPaste: async (take) => {
				let token: Secret | null = null;
				const question: Step = {
					isAsked: () => true,
					text: () => 'URL, hidden',
					usual: () => null,
					isHidden: true,
					help: () => ['Paste the whole URL of the page that says "Success".'],
					async take(answer) {
						token = take(answer ?? '');
					},
				};
				await askInTurn([question], { questions, signal: context.signal });
				return token ?? new Secret('');
			},
		},
		context,
	);
	const token = await follow(draft.signIn.token(appOf(draft)));
	return token.length === 0 ? null : token;
}

function pasteGuide(draft: Draft, url: string): string[] {
	const { method, wish, app } = draft;
	const permissions = `  ${wish.wanted.join(',')}`;
	if (method === 'system-user') return [url, ...SYSTEM_USER_STEPS, 'Permissions:', permissions];
	return [
		'1. Open the Graph API Explorer:',
		`  ${url}`,
		`2. "Meta App": ${app?.app.name ?? app?.app.id}. "User or Page": Get User Access Token.`,
		'3. Add these permissions:',
		permissions,
		'4. Press "Generate Access Token", select your Pages, and copy the token.',
	];
}

/** The Client Token that the environment or the profile gives; null for none. */
function knownClientToken({ context, target, appSecret }: Draft): Secret | null {
	try {
		return clientTokenFrom(context.env, target?.secrets?.clientToken ?? null, appSecret ?? new Secret(''));
	} catch (error) {
		problemOf(error);
		return null;
	}
}

function appOf({ app }: Draft): CheckedApp {
	if (!app) throw new Error('The app was not checked yet.');
	return app;
}
