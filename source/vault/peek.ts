import { toListItem } from './entries.ts';
import { configFolder, pagesFolder } from './folder.ts';
import { readPagesFile } from './pages-file.ts';
import type { StoredPage } from './profile.ts';
import type { Entry } from './profile-schema.ts';
import { readStateFile } from './state-file.ts';
import { pagesIn } from './stored-page.ts';
import { attempt } from './tolerant.ts';

/** What names a profile, its permissions and its Pages, which are read when they are asked for. */
export type PeekedProfile = Pick<Entry, 'name' | 'app'> & {
	userInfo: Pick<Entry['userInfo'], 'scopes'>;
	pageCount: number;
	pages(): Pick<StoredPage, 'id' | 'name'>[];
};

/** The profiles by their names alone, with nothing written, locked or asked; none where they cannot be read. */
export function peekProfiles(env: NodeJS.ProcessEnv): PeekedProfile[] {
	const folder = configFolder(env);
	return (attempt(() => readStateFile(folder).profiles) ?? []).map((entry) => ({
		name: entry.name,
		app: entry.app,
		userInfo: entry.userInfo,
		pageCount: toListItem(entry).pages.count,
		pages: () => attempt(() => pagesIn(readPagesFile(pagesFolder(folder), entry).pages)) ?? [],
	}));
}
