import type { PageRecord } from '../../source/domain/page.ts';
import type { Verdict } from '../../source/domain/verdict.ts';
import { PAGE_ID } from './token-infos.ts';

/** A Page as the account's list gives it, not verified unless there is a `verdict`; `change` puts something else in its place. */
export function pageRecord(change: Partial<PageRecord> & { verdict?: Verdict | null } = {}): PageRecord {
	const { verdict = null, ...rest } = change;
	return {
		id: PAGE_ID,
		name: 'My Bakery',
		category: 'Bakery',
		tasks: ['CREATE_CONTENT'],
		foundBy: 'accounts',
		token: null,
		summary: null,
		info: null,
		assessment: verdict && { verdict, reason: null, expiresAt: null, dataAccessExpiresAt: null },
		checkedAt: null,
		problem: null,
		...rest,
	};
}
