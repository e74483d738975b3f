import { pagesMeant } from '../../domain/choose-page.ts';
import { cleanText } from '../../domain/clean-text.ts';
import type { Page } from '../../domain/page.ts';
import { ProblemError, problem } from '../../domain/problem.ts';
import { wordForShell } from '../../domain/quoting.ts';
import { redact } from '../../domain/redact.ts';
import type { StoredPage, StoredProfile } from '../../vault/profile.ts';
import type { Vault } from '../../vault/vault.ts';
import { chooseProfile } from './choose-profiles.ts';
import type { Context } from './context.ts';
import { openVault } from './open-vault.ts';
import { UsageError } from './usage-error.ts';

/** How a help explains what may stand for a Page. */
export const PAGE_HELP = 'id or name of the Page, or a part that no other has';

/** A stored Page and where it lies. */
export type FoundPage = { vault: Vault; profile: StoredProfile; page: StoredPage };

/** Candidates that are named. */
const MOST_CANDIDATES = 10;

/**
 * The Page that a person means, in the profile that is named or the only one. `command` is the verb as it stands in remedies.
 * @throws {UsageError} where the word may mean several Pages, with their ids and names.
 * @throws {ProblemError} `not-found` where it means none; as {@link chooseProfile} does.
 */
export async function findPage(word: string, command: string, context: Context): Promise<FoundPage> {
	const vault = openVault(context);
	const profile = await chooseProfile(vault, context.options.profile, command);
	return { vault, profile, page: pageOf(profile, word) };
}

/**
 * The Page of a profile that a person means.
 * @throws {UsageError} {ProblemError} as {@link findPage} does.
 */
export function pageOf({ name, pages }: StoredProfile, word: string): StoredPage {
	const [page, ...others] = pagesMeant(pages, word);
	// What was meant to be a Page may have been pasted from anywhere.
	const told = cleanText(redact(word)).slice(0, 80);
	if (!page) {
		const list = `fb-token-tui list --profile ${wordForShell(name)}`;
		throw new ProblemError(problem('not-found', { kind: 'no-page', profile: name, word: told, list }));
	}
	if (others.length > 0) throw new UsageError(tellCandidates(told, [page, ...others]));
	return page;
}

/** The name and the id of a Page, fit for a line of text. */
export function nameOfPage({ id, name }: Pick<Page, 'id' | 'name'>): string {
	return `${cleanText(name)} (${id})`;
}

function tellCandidates(word: string, pages: readonly StoredPage[]): string {
	const shown = pages.slice(0, MOST_CANDIDATES).map(({ id, name }) => `  ${id}  ${cleanText(name)}`);
	const rest = pages.length - shown.length;
	return [`"${word}" may be any of ${pages.length} Pages. Say which by its id:`, ...shown]
		.concat(rest > 0 ? [`  and ${rest} more`] : [])
		.join('\n');
}
