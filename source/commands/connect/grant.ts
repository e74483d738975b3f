import { resultOrNull } from '../../domain/problem.ts';
import { problemText } from '../../domain/problem-text.ts';
import { aboutSharedGrant, aboutVerifiedProfile } from '../../domain/sign-in/grant.ts';
import type { JourneyResult } from '../../operations/run-journey.ts';
import { grantOwner, heldPages, holdersOfGrant, verifyHolders } from '../../operations/shared-grant.ts';
import { Vault } from '../../vault/vault.ts';
import type { Step } from '../shared/ask-in-turn.ts';
import { briefPatience } from '../shared/open-vault.ts';
import type { Draft } from './draft.ts';

/** So many Pages are named; the others are counted. */
const MOST_NAMES = 5;

/**
 * Says before the sign-in which Pages must be selected again. A system user's token leaves the grant as it is, and a token that
 * comes through a pipe was made before.
 */
export function grantStep(draft: Draft): Step {
	const { context, questions, stderr } = draft;
	let told = '';
	return {
		question: () => null,
		async take() {
			const of = { appId: draft.appId, graphUrl: context.hosts.graph.origin };
			// Where they cannot be listed, nothing can be saved either, which is said then.
			draft.holders = (await resultOrNull(holdersOfGrant(vaultOf(draft), of))) ?? [];
			if (draft.method === 'system-user' || (draft.method === 'explorer' && !questions.canAsk)) return;
			const names = heldPages(draft.holders, draft.target?.existing?.user?.id ?? null).map(({ name }) => name);
			const text = aboutSharedGrant({ of: 'Page', names, configId: draft.configId }, MOST_NAMES).join('\n');
			if (text !== told && text !== '') stderr.write(`${text}\n`);
			told = text;
		},
	};
}

/**
 * Verifies the other profiles of this person again after the sign-in, and says what became of that. `saved` is the profile that
 * holds the result.
 * @throws {ProblemError} only `cancelled`.
 */
export async function verifyOthers(result: JourneyResult, draft: Draft, saved: string | null): Promise<void> {
	const { context, transport, holders } = draft;
	const { stderr, now, signal } = context;
	const work = { userId: grantOwner(result), except: saved, now, signal };
	for await (const { name, problem } of verifyHolders({ vault: vaultOf(draft), transport }, holders, work)) {
		stderr.write(`${aboutVerifiedProfile(name, problem && problemText(problem).title)}\n`);
	}
}

/** Waits for no window of the keychain. */
function vaultOf({ context }: Draft): Vault {
	return new Vault({ env: context.env, now: context.now, patience: briefPatience(context) });
}
