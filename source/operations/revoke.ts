import type { PageRecord } from '../domain/page.ts';
import { endsTheSignIn, type Problem, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import type { TokenInfo } from '../domain/token.ts';
import { mayHaveBeenDone } from '../graph/network.ts';
import type { Transport } from '../graph/transport.ts';
import { type CheckEvent, checkProfile, clientOf, type OpenProfile, type Reading } from './profiles.ts';
import type { WorkOptions } from './verify.ts';

/** A stored token, the user token where `page` is null, and by what Meta says: has what was taken back gone from it? */
export type RevokedToken = { page: PageRecord | null; state: 'gone' | 'left' | 'unknown' };

/** What Meta says of the tokens of a profile once the person's permissions were to be taken back. */
export type Revocation = Reading & {
	/** The user token first. */
	tokens: RevokedToken[];
	/** Why Meta did not say that it is done, though it may be; null where Meta did. */
	doubt: Problem | null;
};

/**
 * Takes back at Meta what the person of a profile has granted the app: one permission, or all of them (null), then asks about
 * every stored token. A dead user token cannot ask for it; the app then does. What becomes of Page tokens Meta does not
 * document, and an answer may be lost on its way: what Meta says afterwards counts.
 * @throws {ProblemError} when nothing was taken back. Also when it was, or may have been, and Meta could not be asked about
 * the tokens: the cause tells which.
 */
export async function* revoke(
	transport: Transport,
	open: OpenProfile,
	options: WorkOptions,
	permission: string | null,
): AsyncGenerator<CheckEvent, Revocation, undefined> {
	if (options.signal.aborted) throw new ProblemError(problem('cancelled'));
	const doubt = await takeBack(transport, open, permission);
	let reading: Reading;
	try {
		reading = yield* checkProfile(transport, open, options);
	} catch (error) {
		const problem = problemOrRethrow(error);
		throw new ProblemError({ ...problem, facts: { kind: 'revoked-unasked', failure: problem, doubt } });
	}
	const tokens = [
		{ page: null, state: stateOf(reading.profile.userInfo, permission) },
		...reading.found
			.filter(({ summary }) => summary)
			.map((page) => ({ page, state: page.checkedAt === null ? 'unknown' : stateOf(page.info, permission) })),
	] as RevokedToken[];
	return { ...reading, tokens, doubt };
}

/** Null: Meta says that it is done. A problem: it may be done. What surely was not done is thrown. */
async function takeBack(transport: Transport, open: OpenProfile, permission: string | null): Promise<Problem | null> {
	const { profile, secrets } = open;
	const { user, userInfo } = profile;
	const client = clientOf(transport, open);
	const personId = user?.id ?? userInfo.userId;
	const byUser = await attempt(client.revoke({ userToken: secrets.userToken }, permission));
	const isDead = byUser !== null && (endsTheSignIn(byUser.problem.code) || byUser.problem.code === 'checkpoint');
	const failure = isDead && personId !== null ? await attempt(client.revoke({ personId }, permission)) : byUser;
	if (failure === null) return null;
	// The app does not see a person who has granted it nothing.
	const isNothingThere = failure !== byUser && failure.problem.code === 'not-found';
	if (isNothingThere || mayHaveBeenDone(failure)) return failure.problem;
	const { problem } = failure;
	throw new ProblemError({ ...problem, facts: { kind: 'nothing-revoked', failure: problem } });
}

async function attempt(call: Promise<void>): Promise<ProblemError | null> {
	try {
		await call;
		return null;
	} catch (error) {
		if (error instanceof ProblemError) return error;
		throw error;
	}
}

function stateOf(info: TokenInfo | null, permission: string | null): RevokedToken['state'] {
	if (!info || info.isValid === null) return 'unknown';
	const isWithout = permission !== null && !info.scopes.includes(permission);
	return info.isValid === false || isWithout ? 'gone' : 'left';
}
