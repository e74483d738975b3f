import { tokenState } from '../../domain/page.ts';
import { type NextAction, type Problem, ProblemError, problem } from '../../domain/problem.ts';
import { wordForShell } from '../../domain/quoting.ts';
import type { Secret } from '../../domain/secret.ts';
import type { ProfileSecrets, StoredPage, StoredProfile } from '../../vault/profile.ts';
import type { Context } from './context.ts';
import { EXIT, exitCodeOfProblem } from './exit-code.ts';
import { type FoundPage, nameOfPage } from './find-page.ts';
import { openSecrets } from './open-profile.ts';
import { isSolvedByReconnecting, reconnect } from './problem-ui.ts';
import { UsageError } from './usage-error.ts';

/**
 * Tokens go into a terminal only when they are asked for by name. `instead` says what else to do.
 * @throws {UsageError}
 */
export function refuseTerminal({ stdout, options }: Pick<Context, 'stdout' | 'options'>, instead: string): void {
	if (!stdout.isTTY || options.reveal) return;
	throw new UsageError(`Standard output is a terminal, where others may read a token. ${instead}, or add --reveal.`);
}

/** Why there is no token of a Page to be handed out; null where there is one, as far as is stored. `now` is in Unix seconds. */
export function problemOfPageToken(page: StoredPage, profile: StoredProfile, now: number): Problem | null {
	const state = tokenState(page, now);
	if (state === 'missing') return { ...withoutToken(page), next: reconnect(profile) };
	if (state === 'usable') return null;
	if (state === 'outside-grant') return page.problem && { ...page.problem, next: reconnect(profile) };
	const { assessment, checkedAt } = page;
	const isRefused = assessment?.verdict === 'invalid';
	const dead = (isRefused && page.problem) || problem('token-expired');
	// A refused token is dead, whatever numbers Meta gives for it.
	const code = exitCodeOfProblem(dead.code) === EXIT.invalidToken ? dead.code : 'token-expired';
	const times = { expiresAt: assessment?.expiresAt ?? null, checkedAt, now };
	const facts = { kind: 'dead-page-token', page: nameOfPage(page), failure: dead, isRefused, ...times } as const;
	const next: NextAction = isSolvedByReconnecting(dead)
		? { ...reconnect(profile), orCheck: true }
		: { step: 'check', profile: profile.name };
	return { code, graph: dead.graph, facts, next };
}

/**
 * Fails for a Page of which there is no token to be handed out.
 * @throws {ProblemError} of a dead token with a code whose exit code is 3; `page-without-token`; `missing-permission`.
 */
export function assertUsable({ page, profile }: Pick<FoundPage, 'page' | 'profile'>, now: number): void {
	const problem = problemOfPageToken(page, profile, now);
	if (problem) throw new ProblemError(problem);
}

/**
 * The token of a Page out of the store; the person is asked for a passphrase where that is needed and there is a terminal.
 * @throws {ProblemError} as {@link openSecrets} does; `page-without-token`.
 */
export async function openToken({ vault, profile, page }: FoundPage, context: Context): Promise<Secret> {
	return tokenOf(page, await openSecrets(vault, profile, context));
}

/**
 * The token of a Page.
 * @throws {ProblemError} `page-without-token`
 */
export function tokenOf(page: StoredPage, { pageTokens }: ProfileSecrets): Secret {
	const token = pageTokens.get(page.id);
	if (!token) throw new ProblemError(withoutToken(page));
	return token;
}

/** Says to a person at a terminal that nobody knows yet whether a token is good. */
export function noteUnverified(page: StoredPage, { name }: StoredProfile, { stderr, options }: Context): void {
	if (!stderr.isTTY || options.json || (page.assessment && page.assessment.verdict !== 'unknown')) return;
	stderr.write(
		`The token of ${nameOfPage(page)} is not verified. To ask Meta: fb-token-tui check --profile ${wordForShell(name)}\n`,
	);
}

function withoutToken(page: StoredPage): Problem {
	const facts = page.problem?.facts;
	const why = facts?.kind === 'no-token' ? facts.why : null;
	return problem('page-without-token', { kind: 'no-page-token', page: nameOfPage(page), why });
}
