import { DEFAULT_PURPOSE, type Purpose, permissionsFor } from '../../domain/permissions.ts';
import { type Problem, ProblemError } from '../../domain/problem.ts';
import { Secret } from '../../domain/secret.ts';
import type { SignInMethod, TokenMethod } from '../../domain/sign-in/methods.ts';
import type { Transport } from '../../graph/transport.ts';
import type { CheckedApp } from '../../operations/check-app.ts';
import type { InspectedUserToken } from '../../operations/inspect-user-token.ts';
import type { GrantHolder } from '../../operations/shared-grant.ts';
import type { CallbackServer } from '../../operations/sign-in/callback-server.ts';
import type { Protection } from '../../vault/protection.ts';
import type { Context } from '../shared/context.ts';
import type { Questions } from '../shared/questions.ts';
import type { SaveTarget } from '../shared/save-target.ts';
import type { StepWriter } from '../shared/unattended.ts';

/** The verb's own options. */
export type ConnectArguments = {
	via?: SignInMethod;
	/** A configuration of Facebook Login for Business. */
	configId?: string;
	/** Where Facebook comes back to, with the browser; any free port unless given. */
	port?: number;
	appId?: string;
	permissions?: string;
	/** Ids or addresses of Pages that Meta lists nowhere. */
	page: string[];
	save: boolean;
	insecureStorage?: boolean;
};

/** What Enter answers where no flag and no profile says more: from the last run, or of the demonstration. */
export type Defaults = {
	appId?: string | undefined;
	appSecret?: Secret;
	userToken?: Secret;
	purpose?: Purpose | undefined;
	method?: TokenMethod | undefined;
};

/** What the tokens are wanted for; `purpose` is null where permissions were named one by one. */
export type PermissionRequest = { purpose: Purpose | null; wanted: readonly string[] };

/** What is found out step by step about a connection. */
type Findings = {
	appId: string;
	appSecret: Secret;
	checked: CheckedApp | null;
	requested: PermissionRequest;
	method: TokenMethod;
	/** The configuration of Facebook Login for Business; null for none. */
	configId: string | null;
	clientToken: Secret | null;
	/** The user token that was pasted. */
	token: Secret | null;
	inspected: InspectedUserToken | null;
	/** The stored profiles of this app; their Pages share the grant that a sign-in renews. */
	holders: readonly GrantHolder[];
	/** Where to save; null for nowhere. */
	target: SaveTarget | null;
	protection: Protection | 'keep' | null;
};

/** The beginning. */
export const NOTHING_KNOWN: Findings = {
	appId: '',
	appSecret: new Secret(''),
	checked: null,
	requested: { purpose: DEFAULT_PURPOSE, wanted: permissionsFor(DEFAULT_PURPOSE) },
	method: 'explorer',
	configId: null,
	clientToken: null,
	token: null,
	inspected: null,
	holders: [],
	target: null,
	protection: null,
};

/** A connection as far as it is known, and what its steps work with. */
export type Draft = Findings & {
	readonly args: ConnectArguments;
	readonly context: Context;
	readonly questions: Questions;
	readonly transport: Transport;
	readonly steps: StepWriter;
	/** Takes what the person has to do. */
	readonly stderr: Context['stderr'];
	readonly defaults: Defaults;
	/** Where Facebook comes back to. */
	readonly callbacks: CallbackServer;
};

/**
 * The app that was accepted.
 * @throws {Error} before that, which is a fault of this program.
 */
export function checkedApp({ checked }: Pick<Draft, 'checked'>): CheckedApp {
	if (!checked) throw new Error('The app was not checked yet.');
	return checked;
}

/** @throws {ProblemError} for a problem that there is. */
export function refuse(problem: Problem | null): void {
	if (problem) throw new ProblemError(problem);
}
