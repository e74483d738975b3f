import { problemText } from '../../domain/problem-text.ts';
import { aboutLostPages, aboutSharedGrant } from '../../domain/sign-in/grant.ts';
import type { JourneyResult } from '../../operations/run-journey.ts';
import { heldPages, holdersOfGrant, lostPages, verifyHolders } from '../../operations/shared-grant.ts';
import { Vault } from '../../vault/vault.ts';
import type { Step } from '../shared/ask-in-turn.ts';
import { briefPatience } from '../shared/open-vault.ts';
import type { Draft } from './draft.ts';

/** So many Pages are named; the others are counted. */
const MOST_NAMES = 5;

/** Says before the sign-in which Pages must be selected again; a system user's token leaves the grant as it is. */
export function grantStep(draft: Draft): Step {
	const { context, stderr } = draft;
	let told = '';
	return {
		question: () => null,
		async take() {
			const of = { appId: draft.appId, graphUrl: context.hosts.graph.origin };
			draft.holders = await holdersOfGrant(vaultOf(draft), of);
			if (draft.method === 'system-user') return;
			const names = heldPages(draft.holders, draft.target?.existing?.user?.id ?? null).map(({ name }) => name);
			const text = aboutSharedGrant({ of: 'Page', names, configId: draft.configId }, MOST_NAMES).join('\n');
			if (text !== told && text !== '') stderr.write(`${text}\n`);
			told = text;
		},
	};
}

/**
 * Names the Pages that the sign-in has left out of the grant, verifies the other profiles of this person again, and says what
 * became of that. `saved` is the profile that holds the result. Tells whether Pages were lost.
 * @throws {ProblemError} only `cancelled`.
 */
export async function tellGrant(result: JourneyResult, draft: Draft, saved: string | null): Promise<boolean> {
	const { context, transport, holders } = draft;
	const { stderr, now, signal } = context;
	const userId = result.user?.id ?? result.userInfo.userId;
	const lost = lostPages(holders, { ...result, userId }).map(({ name }) => name);
	for (const line of aboutLostPages(lost, MOST_NAMES)) stderr.write(`${line}\n`);
	if (result.userInfo.type === 'SYSTEM_USER') return false;
	const work = { userId, except: saved, now, signal };
	for await (const { name, problem } of verifyHolders({ vault: vaultOf(draft), transport }, holders, work)) {
		stderr.write(
			problem ? `Not verified again: "${name}". ${problemText(problem).title}.\n` : `Verified again: "${name}".\n`,
		);
	}
	return lost.length > 0;
}

/** Waits for no window of the keychain. */
function vaultOf({ context }: Draft): Vault {
	return new Vault({ env: context.env, now: context.now, patience: briefPatience(context) });
}
