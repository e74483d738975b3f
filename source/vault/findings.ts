import { isDeepStrictEqual } from 'node:util';
import type { Profile, StoredPage, StoredProfile } from './profile.ts';

/**
 * The Pages as they were found, but with what was known of those whose tokens could not be asked about this time: a token
 * that is the same has not changed by that. The age of what was known stays with it.
 */
export function withKnown(known: readonly StoredPage[], found: readonly StoredPage[]): StoredPage[] {
	const before = new Map(known.map((page) => [page.id, page]));
	return found.map((page) => {
		const old = before.get(page.id);
		const isUnasked = page.checkedAt === null && page.summary !== null;
		if (!isUnasked || old?.summary?.fingerprint !== page.summary?.fingerprint || !old) return page;
		const { info, assessment, checkedAt, problem } = old;
		return { ...page, info, assessment, checkedAt, problem };
	});
}

/**
 * What a check or a refresh has found out, put into what is stored by now: it may have been saved anew or checked again
 * meanwhile. A Page whose token could not be asked about, or is another by now, keeps what was known of it, with its age.
 */
export function withFindings(
	stored: StoredProfile,
	{ checked, found }: { checked: Pick<Profile, 'revision' | 'userInfo'>; found: Profile },
): Profile {
	const asked = new Map(found.pages.flatMap((page) => (page.checkedAt === null ? [] : [[page.id, page]])));
	const pages = stored.pages.map((page) => {
		const now = asked.get(page.id);
		const isOfSameToken = now?.summary?.fingerprint === page.summary?.fingerprint;
		if (!now || !isOfSameToken || (now.checkedAt ?? 0) < (page.checkedAt ?? 0)) return page;
		const { info, assessment, checkedAt, problem } = now;
		return { ...page, info, assessment, checkedAt, problem };
	});
	const isSameSave = stored.revision === checked.revision && isDeepStrictEqual(stored.userInfo, checked.userInfo);
	return { ...stored, pages, ...(isSameSave ? { userInfo: found.userInfo, problems: found.problems } : {}) };
}
