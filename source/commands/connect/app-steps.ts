import { parseCredentials, problemOfAppId, problemOfAppSecret } from '../../domain/app.ts';
import { appCreationSteps } from '../../domain/app-creation.ts';
import { DEFAULT_PURPOSE, describePermissions, PURPOSES, parsePermissions } from '../../domain/permissions.ts';
import { type Problem, ProblemError, problem, problemOrRethrow } from '../../domain/problem.ts';
import { Secret } from '../../domain/secret.ts';
import { describeNeeds } from '../../domain/use-cases.ts';
import { appCreationUrl, appSettingsUrl } from '../../graph/links.ts';
import { checkApp } from '../../operations/check-app.ts';
import type { Step } from '../shared/ask-in-turn.ts';
import { findSaveTarget } from '../shared/save-target.ts';
import { UsageError } from '../shared/usage-error.ts';
import { textOfProblem } from '../shared/write.ts';
import { type Draft, type PermissionRequest, refuse } from './draft.ts';

/** App ID and App Secret, which are tested together, and the permissions. */
export function appSteps(draft: Draft): Record<'id' | 'secret' | 'check' | 'permissions', Step> {
	const { args, context, questions, transport, steps, defaults } = draft;
	const { env, hosts, options, signal } = context;
	const knownId = (args.appId ?? env.FB_APP_ID ?? '').trim() || (draft.target?.existing?.app.id ?? '');
	const knownSecret = () => env.FB_APP_SECRET?.trim() || (draft.target?.secrets?.appSecret.reveal() ?? '');
	const where = `Both are in your app's settings, under Basic: ${appSettingsUrl(hosts)}`;
	let isIdWrong = false;
	let isSecretWrong = false;
	let pastedSecret: Secret | undefined;
	/** What was entered for an App ID that Meta does not know: the secret may be right. */
	let typedSecret: Secret | undefined;
	/** Is this wrong with what a flag, the environment or a profile gives, so that a person is asked instead? */
	const isGivenWrong = (problem: Problem | null, answer: string | null): boolean => {
		if (!problem || answer !== null || !questions.canAsk) {
			refuse(problem);
			return false;
		}
		questions.tell(textOfProblem(problem));
		return true;
	};
	const id: Step = {
		question: () =>
			knownId !== '' && !isIdWrong
				? null
				: {
						introduction: [where, 'No app yet? ? shows how to make one.'],
						text: 'App ID',
						usual: defaults.appId,
						help: [
							'The App ID has about 16 digits. App ID and App Secret can be pasted together.',
							`No app yet? Make one at ${appCreationUrl(hosts)}`,
							...appCreationSteps().map((step, index) => `  ${index + 1}. ${step}`),
						],
					},
		async take(answer) {
			const found = parseCredentials(answer ?? '');
			draft.appId = answer === null ? knownId : (found.id ?? answer.trim());
			pastedSecret = found.secret === null ? undefined : new Secret(found.secret);
			isSecretWrong = false;
			if (answer === null && knownId === '') throw new ProblemError(problem('sign-in-needed'));
			if (isGivenWrong(problemOfAppId(draft.appId), answer)) {
				isIdWrong = true;
				return 'again';
			}
			if (args.save && answer !== null) draft.target = await findSaveTarget(context, draft.appId, questions);
			return undefined;
		},
	};
	const secret: Step = {
		question: () =>
			knownSecret() !== '' && !isSecretWrong
				? null
				: {
						text: 'App Secret, hidden',
						usual: isSecretWrong ? undefined : (pastedSecret ?? typedSecret ?? defaults.appSecret),
						isHidden: true,
						help: ['The App Secret has 32 characters, 0-9 and a-f. Press "Show" beside it.', where],
					},
		async take(answer) {
			draft.appSecret = new Secret(answer?.trim() ?? knownSecret());
			if (answer === null && knownSecret() === '') throw new ProblemError(problem('sign-in-needed'));
			isSecretWrong = isGivenWrong(problemOfAppSecret(draft.appSecret.reveal()), answer);
			return isSecretWrong ? 'again' : undefined;
		},
	};
	const check: Step = {
		question: () => null,
		async take() {
			const credentials = { id: draft.appId, secret: draft.appSecret };
			const forcedVersion = options.graphVersion !== null;
			try {
				draft.checked = await checkApp(transport, credentials, { forcedVersion, signal });
			} catch (error) {
				const problem = problemOrRethrow(error);
				isIdWrong = problem.code === 'unknown-app';
				typedSecret = isIdWrong ? draft.appSecret : undefined;
				isSecretWrong = problem.code === 'wrong-app-secret';
				if (!questions.canAsk || !(isIdWrong || isSecretWrong)) throw error;
				questions.tell(textOfProblem(problem));
				return isIdWrong ? id : secret;
			}
			steps.tell({ type: 'app-accepted', app: draft.checked.app, version: draft.checked.version });
			return undefined;
		},
	};
	const permissions: Step = {
		question: () =>
			args.permissions === undefined
				? {
						introduction: [
							'What are the tokens for?',
							...PURPOSES.map(({ id: name, title }, index) => `  ${index + 1}. ${name}: ${title}`),
						],
						text: 'Purposes, by number or name, or permissions',
						usual: nameOf(draft.target?.existing ?? null) ?? defaults.purpose ?? DEFAULT_PURPOSE,
						help: [
							'Separate several with commas. Each purpose asks for these permissions and no more:',
							...PURPOSES.flatMap(({ id: name, permissions: names }) => [
								`  ${name}: ${describePermissions(names)}`,
								...describeNeeds(names).map((sentence) => `    ${sentence}`),
							]),
						],
					}
				: null,
		async take(answer) {
			const words = answer?.split(/[\s,]+/).map((word) => PURPOSES[Number(word) - 1]?.id ?? word);
			const text = words?.join(',') ?? args.permissions;
			draft.requested =
				text === undefined
					? (draft.target?.existing ?? parseRequested(DEFAULT_PURPOSE))
					: parseRequested(text, { isAsked: answer !== null });
		},
	};
	return { id, secret, check, permissions };
}

function nameOf(requested: PermissionRequest | null): string | undefined {
	return requested?.purpose ?? requested?.wanted.join(',');
}

/**
 * The permissions in a list of purposes and permissions.
 * @throws {UsageError} for a word that is neither, and for none.
 */
export function parseRequested(text: string, { isAsked = false } = {}): PermissionRequest {
	const { permissions, unknown } = parsePermissions(text);
	if (unknown.length > 0 || permissions.length === 0) {
		const neither = isAsked ? 'Neither' : '--permissions: neither';
		throw new UsageError(`${neither} a purpose nor a permission: ${unknown.join(', ') || 'nothing'}`);
	}
	return { purpose: PURPOSES.find(({ id }) => id === text.trim())?.id ?? null, wanted: permissions };
}
