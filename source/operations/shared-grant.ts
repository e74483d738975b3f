import { isOutsideGrant } from '../domain/diagnosis.ts';
import type { PageRecord } from '../domain/page.ts';
import { type Problem, problemUnlessCancelled } from '../domain/problem.ts';
import { isPageGranted, type TokenInfo } from '../domain/token.ts';
import type { Transport } from '../graph/transport.ts';
import type { Vault } from '../vault/vault.ts';
import { checkProfile, withFindings } from './profiles.ts';
import type { WorkOptions } from './verify.ts';

type HeldPage = Pick<PageRecord, 'id' | 'name' | 'foundBy'>;

/** A stored profile of an app. All profiles of the same person share one grant; a system user has no grant of this kind. */
export type GrantHolder = { name: string; userId: string | null; pages: readonly HeldPage[] };

/** The profiles of an app at a Graph host, with their Pages that have a token. One that cannot be read is left out. */
export async function holdersOfGrant(
	vault: Vault,
	{ appId, graphUrl }: { appId: string; graphUrl: string },
): Promise<GrantHolder[]> {
	const all = await vault.list({ isToSave: true }).catch(() => []);
	const ofApp = all.filter(
		({ app, graphUrl: host, userInfo }) => app.id === appId && host === graphUrl && userInfo.type !== 'SYSTEM_USER',
	);
	const holders: GrantHolder[] = [];
	for (const { name, user, userInfo } of ofApp) {
		const stored = await vault.read(name).catch(() => null);
		const living =
			stored?.pages.filter(({ summary, assessment }) => summary && assessment?.verdict !== 'invalid') ?? [];
		const pages = living.map(({ id, name: pageName, foundBy }) => ({ id, name: pageName, foundBy }));
		holders.push({ name, userId: user?.id ?? userInfo.userId, pages });
	}
	return holders;
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
type SignedIn = { userId: string | null; userInfo: TokenInfo; pages: readonly PageRecord[]; isComplete: boolean };

/** The Pages that profiles of this person held before a sign-in, and that its grant leaves out. */
export function lostPages(
	holders: readonly GrantHolder[],
	{ userId, userInfo, pages, isComplete }: SignedIn,
): HeldPage[] {
	if (userId === null || userInfo.type === 'SYSTEM_USER') return [];
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
export type VerifiedHolder = { name: string; problem: Problem | null };

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
	for (const { name, pages } of own) {
		if (name === except || pages.length === 0) continue;
		try {
			const open = await vault.load(name, undefined, transport.graph);
			const checking = checkProfile(transport, open, work);
			let step = await checking.next();
			while (!step.done) step = await checking.next();
			const found = step.value.profile;
			await vault.amend(name, (stored) => withFindings(stored, { checked: open.profile, found }));
			yield { name, problem: null };
		} catch (error) {
			yield { name, problem: problemUnlessCancelled(error) };
		}
	}
}
