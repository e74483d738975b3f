import { problemOfAppId, problemOfAppSecret, recogniseCredentials } from '../domain/app.ts';
import {
	DEFAULT_PURPOSE,
	describePermissions,
	PURPOSES,
	type Purpose,
	parsePermissions,
} from '../domain/permissions.ts';
import { type Problem, ProblemError, problemOf } from '../domain/problem.ts';
import { Secret } from '../domain/secret.ts';
import type { ChosenWay } from '../domain/sign-in/ways.ts';
import { appSettingsUrl } from '../graph/links.ts';
import type { Transport } from '../graph/transport.ts';
import { type CheckedApp, checkApp } from '../operations/check-app.ts';
import type { TokenReview } from '../operations/review-token.ts';
import type { Protection } from '../vault/protection.ts';
import type { Step } from './shared/ask-in-turn.ts';
import type { Context } from './shared/context.ts';
import type { Questions } from './shared/questions.ts';
import { findSaveTarget, type SaveTarget } from './shared/save-target.ts';
import type { PreparedSignIn, SignInArguments } from './shared/sign-in.ts';
import type { StepWriter } from './shared/unattended.ts';
import { UsageError } from './shared/usage-error.ts';
import { textOfProblem } from './shared/write.ts';

/** The verb's own options. */
export type ConnectArguments = SignInArguments & {
	appId?: string;
	permissions?: string;
	/** Ids or addresses of Pages that Meta lists nowhere. */
	page: string[];
	save: boolean;
	insecureStorage?: boolean;
};

/** What the tokens are wanted for; `purpose` is null where permissions were named one by one. */
export type Wish = { purpose: Purpose | null; wanted: readonly string[] };

/** Defaults that no flag and no profile gives: of the last run, or of the demonstration. */
export type Defaults = {
	appId?: string;
	appSecret?: Secret;
	userToken?: Secret;
	permissions?: string;
	method?: ChosenWay | null;
};

/** What is known so far of a connection that is being asked for. */
export type Draft = {
	readonly args: ConnectArguments;
	readonly context: Context;
	readonly questions: Questions;
	readonly transport: Transport;
	readonly steps: StepWriter;
	readonly defaults: Defaults;
	appSecret: Secret | null;
	app: CheckedApp | null;
	wish: Wish;
	method: ChosenWay;
	clientToken: Secret | null;
	signIn: PreparedSignIn | null;
	review: TokenReview | null;
	/** Where to save; null where nothing is to be saved. */
	target: SaveTarget | null;
	protection: Protection | 'keep' | null;
};

/** @throws {ProblemError} for a problem that there is. */
export function refuse(trouble: Problem | null): void {
	if (trouble) throw new ProblemError(trouble);
}

/** The questions for App ID and App Secret, which are tested together, and for the permissions. */
export function appSteps(draft: Draft): Step[] {
	const { args, context, questions, transport, steps, defaults } = draft;
	const { env, hosts, options, signal } = context;
	const given = (args.appId ?? env.FB_APP_ID ?? '').trim() || (draft.target?.existing?.app.id ?? '');
	let appId = given;
	let isIdWrong = false;
	let isSecretWrong = false;
	let pasted: Secret | null = null;
	const knownSecret = () => env.FB_APP_SECRET?.trim() || (draft.target?.secrets?.appSecret.reveal() ?? '');
	const where = () => `Both are in your app's settings, under Basic: ${appSettingsUrl(hosts)}`;
	return [
		{
			isAsked: () => given === '' || isIdWrong,
			introduction: () => [where()],
			text: () => 'App ID',
			usual: () => defaults.appId ?? null,
			help: () => [
				'The App ID has about 16 digits. App ID and App Secret can be pasted together.',
				where(),
				'No app yet? Create one at https://developers.facebook.com/apps',
			],
			async take(answer) {
				const found = recogniseCredentials(answer ?? '');
				appId = answer === null ? given : (found.id ?? answer.trim());
				pasted = found.secret === null ? null : new Secret(found.secret);
				isSecretWrong = false;
				refuse(problemOfAppId(appId));
				if (args.save) draft.target = await findSaveTarget(context, appId, questions);
			},
		},
		{
			isAsked: () => knownSecret() === '' || isSecretWrong,
			text: () => 'App Secret, hidden',
			usual: () => (isSecretWrong ? null : (pasted ?? defaults.appSecret ?? null)),
			isHidden: true,
			help: () => ['The App Secret has 32 characters, 0-9 and a-f. Press "Show" beside it.', where()],
			async take(answer) {
				const secret = new Secret((answer ?? knownSecret()).trim());
				refuse(problemOfAppSecret(secret.reveal()));
				try {
					const credentials = { id: appId, secret };
					draft.app = await checkApp(transport, credentials, { forcedVersion: options.graphVersion !== null, signal });
				} catch (error) {
					const trouble = problemOf(error);
					isIdWrong = trouble.code === 'unknown-app';
					isSecretWrong = trouble.code === 'wrong-app-secret';
					if (signal.aborted || !(isIdWrong || isSecretWrong)) throw error;
					questions.tell(textOfProblem(trouble));
					return isIdWrong ? 'restart' : 'again';
				}
				draft.appSecret = secret;
				steps.tell({ type: 'app-accepted', app: draft.app.app, version: draft.app.version });
			},
		},
		{
			isAsked: () => args.permissions === undefined,
			introduction: () => [
				'What are the tokens for?',
				...PURPOSES.map(({ id, title }, index) => `  ${index + 1}. ${id}: ${title}`),
			],
			text: () => 'Purposes, by number or name, or permissions',
			usual: () => {
				const { purpose, wanted } = draft.target?.existing ?? {};
				return purpose ?? wanted?.join(',') ?? defaults.permissions ?? DEFAULT_PURPOSE;
			},
			help: () => [
				'Separate several with commas. Each purpose asks for these permissions and no more:',
				...PURPOSES.map(({ id, permissions }) => `  ${id}: ${describePermissions(permissions)}`),
			],
			async take(answer) {
				const words = (answer ?? '').split(/[\s,]+/).map((word) => PURPOSES[Number(word) - 1]?.id ?? word);
				draft.wish = wishFrom(args.permissions ?? words.join(','));
			},
		},
	];
}

/**
 * The permissions of a list of purposes and permissions.
 * @throws {UsageError} for a word that is neither, and for none.
 */
export function wishFrom(text: string): Wish {
	const { permissions, unknown } = parsePermissions(text);
	if (unknown.length > 0 || permissions.length === 0) {
		throw new UsageError(`--permissions: neither a purpose nor a permission: ${unknown.join(', ') || 'nothing'}`);
	}
	return { purpose: PURPOSES.find(({ id }) => id === text.trim())?.id ?? null, wanted: permissions };
}
