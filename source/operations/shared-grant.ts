import { isOutsideGrant } from '../domain/diagnosis.ts';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, ProblemError, problem, problemUnlessCancelled } from '../domain/problem.ts';
import { isPageGranted } from '../domain/token.ts';
import type { Transport } from '../graph/transport.ts';
import type { StoredProfile } from '../vault/profile.ts';
import type { Vault } from '../vault/vault.ts';
import { finish } from './channel.ts';
import { checkProfile, withFindings } from './profiles.ts';
import type { JourneyResult } from './run-journey.ts';
import type { WorkOptions } from './verify.ts';

type HeldPage = Pick<PageRecord, 'id' | 'name' | 'foundBy'>;

/**
 * A stored profile of an app. All profiles of the same person share one grant; a system user has no grant of this kind. `problem`
 * is why its Pages could not be read.
 */
export type GrantHolder = { name: string; userId: string | null; pages: readonly HeldPage[]; problem: Problem | null };

/**
 * The profiles of an app at a Graph host, with their Pages that have a token.
 * @throws {ProblemError} where the profiles cannot be listed.
 */
export async function holdersOfGrant(
	vault: Vault,
	{ appId, graphUrl }: { appId: string; graphUrl: string },
): Promise<GrantHolder[]> {
	const all = await vault.list({ isToSave: true });
	const ofApp = all.filter(
		({ app, graphUrl: host, userInfo }) => app.id === appId && host === graphUrl && userInfo.type !== 'SYSTEM_USER',
	);
	const holders: GrantHolder[] = [];
	for (const { name, user, userInfo } of ofApp) {
		const holder = { name, userId: user?.id ?? userInfo.userId };
		try {
			holders.push({ ...holder, pages: livingPages(await vault.read(name)), problem: null });
		} catch (error) {
			holders.push({ ...holder, pages: [], problem: problemUnlessCancelled(error) });
		}
	}
	return holders;
}

function livingPages({ pages }: StoredProfile): HeldPage[] {
	return pages
		.filter(({ summary, assessment }) => summary && assessment?.verdict !== 'invalid')
		.map(({ id, name, foundBy }) => ({ id, name, foundBy }));
}

/** The Pages that these profiles hold, each once. `userId` leaves out those of other people; null for nobody known. */
export function heldPages(holders: readonly GrantHolder[], userId: string | null): HeldPage[] {
	const pages = holdersOf(holders, userId).flatMap((holder) => holder.pages);
	return [...new Map(pages.map((page) => [page.id, page])).values()];
}

function holdersOf(holders: readonly GrantHolder[], userId: string | null): readonly GrantHolder[] {
	return holders.filter((holder) => userId === null || holder.userId === null || holder.userId === userId);
}

/** What a sign-in found: whose it is, what Meta grants, and its Pages; `isComplete`: their list was read to its end. */
type SignedIn = Pick<JourneyResult, 'user' | 'userInfo' | 'isComplete'> & { pages: readonly PageRecord[] };

/** The id of the person whose grant a sign-in has renewed; null where Meta does not say, and for a system user, who has none. */
export function grantOwner({ user, userInfo }: Pick<SignedIn, 'user' | 'userInfo'>): string | null {
	return userInfo.type === 'SYSTEM_USER' ? null : (user?.id ?? userInfo.userId);
}

/** The problem of Pages that profiles of this person held before a sign-in, and that its grant leaves out; null for none. */
export function problemOfLeftOut(holders: readonly GrantHolder[], signedIn: SignedIn): Problem | null {
	const names = lostPages(holders, signedIn).map(({ name }) => name);
	if (names.length === 0) return null;
	return problem('missing-permission', { kind: 'left-out', names: names.slice(0, MOST_NAMES), count: names.length });
}

/** So many Pages are named; the others are counted. */
const MOST_NAMES = 5;

function lostPages(holders: readonly GrantHolder[], signedIn: SignedIn): HeldPage[] {
	const { userInfo, pages, isComplete } = signedIn;
	const userId = grantOwner(signedIn);
	if (userId === null) return [];
	const found = new Map(pages.map((page) => [page.id, page]));
	const own = holders.filter((holder) => holder.userId === userId);
	return heldPages(own, userId).filter(({ id, foundBy }) => {
		const page = found.get(id);
		if (page?.token) return isOutsideGrant(page.problem);
		const isGranted = isPageGranted(userInfo, id);
		// Meta lists a Page that was found by its id nowhere, whatever the grant.
		return isGranted === null ? isComplete && foundBy !== 'id' : !isGranted;
	});
}

/** What became of a profile whose tokens were to be verified again; `problem` is why they could not be. */
type VerifiedHolder = { name: string; problem: Problem | null };

/**
 * Verifies the stored tokens of this person again after a sign-in and stores the findings, profile by profile. `except` was
 * saved just now. A profile that does not open without a question is not verified.
 * @throws {ProblemError} only `cancelled`.
 */
export async function* verifyHolders(
	{ vault, transport }: { vault: Vault; transport: Transport },
	holders: readonly GrantHolder[],
	{ userId, except, ...work }: WorkOptions & { userId: string | null; except: string | null },
): AsyncGenerator<VerifiedHolder, void, undefined> {
	const own = userId === null ? [] : holdersOf(holders, userId);
	for (const { name, pages, problem } of own) {
		if (name === except || (pages.length === 0 && !problem)) continue;
		try {
			if (problem) throw new ProblemError(problem);
			const open = await vault.load(name, undefined, transport.graph);
			const { profile: found } = await finish(checkProfile(transport, open, work));
			await vault.amend(name, (stored) => withFindings(stored, { checked: open.profile, found }));
			yield { name, problem: null };
		} catch (error) {
			yield { name, problem: problemUnlessCancelled(error) };
		}
	}
}
