import { inspectToken } from '../authenticate.ts';
import type { Call } from '../call.ts';
import type { Token, TokenKind } from '../entities.ts';
import { selectFields } from '../fields.ts';
import { type GraphError, graphError } from '../graph-error.ts';
import { scopesOf } from '../tokens.ts';
import type { World } from '../world.ts';

const TYPES: Readonly<Record<TokenKind, string>> = {
	app: 'APP',
	client: 'APP',
	user: 'USER',
	page: 'PAGE',
	'system-user': 'SYSTEM_USER',
};

const OUTSIDE_GRANT = graphError('outsideGrant').message;

/**
 * `GET /debug_token`: what Meta knows about `input_token`, for an app token of the same app, a user token of one of the
 * app's developers, or the token itself. A dead or unreadable token is HTTP 200 with `is_valid` false.
 */
export function debugToken({ world, caller, request }: Call): unknown {
	if (!caller) {
		throw graphError('tokenRequired');
	}
	const text = request.params.get('input_token');
	if (text === undefined) {
		throw graphError('inputTokenMissing');
	}
	const { token, problem: found } = inspectToken(world, text);
	if (!token) {
		return { data: { error: found && describeProblem(found), is_valid: false, scopes: [] } };
	}
	const isKept = found?.message === OUTSIDE_GRANT && world.login.pageOutsideGrant === 'valid-without-scopes';
	const problem = isKept ? undefined : found;
	requireRight(world, caller, token);
	const values = Object.entries(describe(world, token, problem));
	const fields = request.params.get('fields');
	if (!fields) {
		return { data: Object.fromEntries(values) };
	}
	const { id: _, ...data } = selectFields(
		fields,
		Object.fromEntries(values.map(([name, value]) => [name, () => value])),
		'AccessTokenDebug',
		[],
	);
	return { data };
}

function requireRight(world: World, caller: Token, token: Token): void {
	if (caller.text === token.text) {
		return;
	}
	if (caller.appId !== token.appId) {
		throw graphError('inputTokenOfAnotherApp');
	}
	const role = world.apps.get(caller.appId)?.roles.get(caller.userId ?? '');
	const isDeveloper = caller.kind === 'user' && (role === 'administrator' || role === 'developer');
	if (caller.kind !== 'app' && !isDeveloper) {
		throw graphError('notTheDeveloper');
	}
}

/** The keys stand in Graph's order; what is undefined is left out of the JSON. */
function describe(world: World, token: Token, problem: GraphError | undefined): Record<string, unknown> {
	const head = {
		app_id: token.appId,
		type: TYPES[token.kind],
		application: world.apps.get(token.appId)?.name,
	};
	if (token.userId === undefined) {
		return { ...head, is_valid: true, scopes: [] };
	}
	const scopes = scopesOf(world, token);
	return {
		...head,
		data_access_expires_at: token.dataAccessExpiresAt,
		error: problem && describeProblem(problem),
		expires_at: token.expiresAt,
		is_valid: problem === undefined,
		issued_at: token.issuedAt,
		profile_id: token.pageId,
		scopes,
		granular_scopes: token.granularScopes
			.filter(({ scope }) => scopes.includes(scope))
			.map(({ scope, targetIds }) => ({ scope, target_ids: targetIds && [...targetIds] })),
		user_id: token.userId,
	};
}

function describeProblem({ message, shape: { code, subcode } }: GraphError) {
	return { code, message, subcode };
}
