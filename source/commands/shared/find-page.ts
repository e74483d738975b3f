import { pagesMeant } from '../../domain/choose-page.ts';
import { cleanText } from '../../domain/clean-text.ts';
import type { Page } from '../../domain/page.ts';
import { ProblemError, problem } from '../../domain/problem.ts';
import { wordForShell } from '../../domain/quoting.ts';
import { redact } from '../../domain/redact.ts';
import type { StoredPage, StoredProfile } from '../../vault/profile.ts';
import type { Vault } from '../../vault/vault.ts';
import { candidateProfiles, namesOf } from './choose-profiles.ts';
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
 * The Page that a person means, in the profile that is named, or the default one, or else in the only one that has it. `command` is the
 * verb as it stands in remedies.
 * @throws {UsageError} where the word may mean several Pages, with their ids and names.
 * @throws {ProblemError} `not-found` where it means none; as {@link candidateProfiles} does.
 */
export async function findPage(word: string, command: string, context: Context): Promise<FoundPage> {
	const vault = openVault(context);
	const { profile, pages } = await findPages(vault, [word], command, context);
	return { vault, profile, page: pages[0] };
}

/**
 * The Pages that some words mean, all of one profile: of the one that is named, or the default one, or else of the only one that
 * has them.
 * @throws {UsageError} where a word may mean several Pages, and where these are not all in one profile.
 * @throws {ProblemError} as {@link findPage} does.
 */
export async function findPages(
	vault: Vault,
	words: readonly [string, ...string[]],
	command: string,
	context: Context,
): Promise<{ profile: StoredProfile; pages: [StoredPage, ...StoredPage[]] }> {
	const names = await candidateProfiles(vault, context);
	const profiles: StoredProfile[] = [];
	for (const name of names) profiles.push(await vault.read(name));
	const [first, ...others] = words.map((word) => placeOf(profiles, word, command));
	if (!first) throw new Error('No Page was asked for.');
	const other = others.find(({ profile }) => profile !== first.profile);
	if (other) {
		throw new UsageError(
			`The Pages are of several profiles: ${namesOf([first, other].map(({ profile }) => profile.name))}. Take one after the other, with --profile.`,
		);
	}
	return { profile: first.profile, pages: [first.page, ...others.map(({ page }) => page)] };
}

type Place = Pick<FoundPage, 'profile' | 'page'>;

/** The Page that a word means, in the only one of some profiles that has it. */
function placeOf(profiles: readonly StoredProfile[], word: string, command: string): Place {
	const [only] = profiles;
	if (only && profiles.length === 1) return { profile: only, page: pageOf(only, word) };
	const places = profiles.flatMap((profile) => profile.pages.map((page) => ({ profile, page, ...page })));
	const [place, ...others] = pagesMeant(places, word);
	if (!place) throw noSuchPage(null, word);
	if (others.length > 0) throw new UsageError(tellPlaces(shown(word), [place, ...others], command));
	return place;
}

/**
 * The Page of a profile that a person means.
 * @throws {UsageError} {ProblemError} as {@link findPage} does.
 */
export function pageOf({ name, pages }: StoredProfile, word: string): StoredPage {
	const [page, ...others] = pagesMeant(pages, word);
	if (!page) throw noSuchPage(name, word);
	if (others.length > 0) throw new UsageError(tellCandidates(shown(word), [page, ...others]));
	return page;
}

/** What was meant to be a Page may have been pasted from anywhere. */
function shown(word: string): string {
	return cleanText(redact(word)).slice(0, 80);
}

function noSuchPage(profile: string | null, word: string): ProblemError {
	const list = profile === null ? 'fb-token-tui list' : `fb-token-tui list --profile ${wordForShell(profile)}`;
	return new ProblemError(problem('not-found', { kind: 'no-page', profile, word: shown(word), list }));
}

/** The name and the id of a Page, fit for a line of text. */
export function nameOfPage({ id, name }: Pick<Page, 'id' | 'name'>): string {
	return `${cleanText(name)} (${id})`;
}

function tellCandidates(word: string, pages: readonly StoredPage[]): string {
	const lines = pages.map(({ id, name }) => `${id}  ${cleanText(name)}`);
	return told(`"${word}" may be any of ${pages.length} Pages. Say which by its id:`, lines);
}

/** Each with the command that means it alone. */
function tellPlaces(word: string, places: readonly [Place, ...Place[]], command: string): string {
	const [{ page, profile }] = places;
	const lines = places.map((place) => `${place.page.id}  ${cleanText(place.page.name)}, in "${place.profile.name}"`);
	const example = command.replace('PAGE', `${page.id} --profile ${wordForShell(profile.name)}`);
	return told(`"${word}" may be any of ${places.length} Pages. Say which, as in: ${example}`, lines);
}

function told(title: string, lines: readonly string[]): string {
	const rest = lines.length - MOST_CANDIDATES;
	const named = lines.slice(0, MOST_CANDIDATES).concat(rest > 0 ? [`and ${rest} more`] : []);
	return [title, ...named.map((line) => `  ${line}`)].join('\n');
}
