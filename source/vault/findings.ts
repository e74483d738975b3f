import { isDeepStrictEqual } from 'node:util';
import type { Profile, StoredProfile } from './profile.ts';

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
