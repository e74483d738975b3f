import { endsTheSignIn, type NextAction, type Problem } from '../../domain/problem.ts';
import { isSolvedBySignIn, type ProblemUi } from '../../domain/problem-text.ts';
import type { NextStep, ProblemCode } from '../../domain/problems/codes.ts';
import { wordForShell } from '../../domain/quoting.ts';
import type { SignInMethod } from '../../domain/sign-in/methods.ts';
import type { Profile } from '../../vault/profile.ts';

const COMMANDS: Readonly<Record<NextStep, string | null>> = {
	credentials: 'Then correct FB_APP_ID or FB_APP_SECRET and run the same command again.',
	'user-token': 'To do so: fb-token-tui connect --via browser, or … | fb-token-tui connect',
	'connect-again': 'Then: … | fb-token-tui connect',
	// The remedies say so themselves.
	'try-again': null,
	'list-again': 'Then: fb-token-tui refresh',
	'select-pages': 'To do so: fb-token-tui connect --via browser, or … | fb-token-tui connect --page ID',
	'other-name': 'Give it with --profile NAME',
	environment: 'What is in the way: fb-token-tui doctor',
	report: 'To create one, run the same command with --debug FILE.',
};

/** How the verbs name what comes next: by a command. */
export const COMMAND_LINE: ProblemUi = (remedy, next, code) => {
	if (next === null) return remedy;
	if (typeof next === 'string') return [remedy, COMMANDS[next]].filter(Boolean).join(' ');
	switch (next.step) {
		case 'sign-in':
			return `${remedy} Another way: ${connecting(next.method)}`;
		case 'reconnect':
			return `${reconnecting(remedy, next, code)}${next.orCheck ? `; to ask Meta again: ${checking(next)}` : ''}`;
		case 'check':
			return `${remedy} To ask Meta again: ${checking(next)}`;
		case 'unlock':
			return 'Give it, then run this again: read -rs FB_TOKEN_TUI_PASSPHRASE && export FB_TOKEN_TUI_PASSPHRASE';
		case 'protect':
			return `${remedy} Once it is unlocked, another protection is chosen with: fb-token-tui profiles protect ${wordForShell(next.profile)} --with passphrase`;
	}
};

/** What a sign-in solves at which the right Pages are selected, or a permission is allowed. */
const SELECTING: ReadonlySet<ProblemCode> = new Set(['missing-permission', 'no-pages', 'page-without-token']);

type Reconnect = Extract<NextAction, { step: 'reconnect' }>;

function reconnecting(remedy: string, { profile, method, isSystemUser }: Reconnect, code: ProblemCode): string {
	const command = connecting(method, ` --profile ${wordForShell(profile)}`);
	if (code === 'store-damaged' || code === 'store-locked') return `${remedy} Then: ${command}`;
	if (SELECTING.has(code)) return `${remedy} To do so: ${command}`;
	if (!endsTheSignIn(code)) return `Set FB_APP_SECRET to the secret of today and connect again: ${command}`;
	if (method !== 'explorer') return `Sign in again: ${command}`;
	return isSystemUser
		? `Make a new token of the system user and connect again: ${command}`
		: `Make a new user token in the Explorer and connect again: ${command}`;
}

function connecting(method: SignInMethod, options = ''): string {
	return method === 'explorer'
		? `… | fb-token-tui connect${options}`
		: `fb-token-tui connect --via ${method}${options}`;
}

function checking({ profile }: { profile: string }): string {
	return `fb-token-tui check --profile ${wordForShell(profile)}`;
}

/** What says how a profile is connected again. */
type Reconnected = Pick<Profile, 'name' | 'signIn' | 'userInfo'>;

/** How a profile is connected again: under its name, by the sign-in method that led to its token. */
export function reconnect({ name, signIn, userInfo }: Reconnected): Reconnect {
	const isSystemUser = userInfo.type === 'SYSTEM_USER';
	return { step: 'reconnect', profile: name, method: signIn?.via ?? 'explorer', isSystemUser };
}

/**
 * The problem of a stored user token or app secret, of the Pages that it leads to, or of the file that holds them, which connecting
 * the profile again solves.
 * Any other problem is given back as it is.
 */
export function problemOfStored(problem: Problem, profile: Reconnected): Problem {
	if (!isSolvedByReconnecting(problem) && !(SELECTING.has(problem.code) && isSolvedBySignIn(problem))) return problem;
	const isExpired = problem.code === 'token-expired';
	return { ...problem, ...(isExpired ? { facts: { kind: 'user-token-expired' } } : {}), next: reconnect(profile) };
}

/** Does connecting the profile again help? */
export function isSolvedByReconnecting({ code, facts }: Problem): boolean {
	if (code === 'wrong-app-secret' || code === 'proof-needed') return true;
	// What a newer program has stored is for that one.
	if (code === 'store-damaged') return facts?.kind !== 'newer-store';
	return endsTheSignIn(code);
}
