import type { PageRecord } from './page.ts';
import { missingPermissions } from './permissions.ts';

/** How one Page differs from what was known of it, as sentences without their full stop. */
type PageChange = { id: string; name: string; changes: string[] };

/** What is different between two readings of the Pages. */
export type Changes = { added: PageRecord[]; gone: PageRecord[]; changed: PageChange[] };

/** Compares what is known now with what was known before. A Page counts as the same by its id. */
export function compareReadings(before: readonly PageRecord[], now: readonly PageRecord[]): Changes {
	const known = new Map(before.map((page) => [page.id, page]));
	const present = new Set(now.map(({ id }) => id));
	return {
		added: now.filter(({ id }) => !known.has(id)),
		gone: before.filter(({ id }) => !present.has(id)),
		changed: now.flatMap((page) => {
			const old = known.get(page.id);
			const changes = old ? changesOf(old, page) : [];
			return changes.length > 0 ? [{ id: page.id, name: page.name, changes }] : [];
		}),
	};
}

/** Is nothing different? */
export function isUnchanged({ added, gone, changed }: Changes): boolean {
	return added.length === 0 && gone.length === 0 && changed.length === 0;
}

/** The changes in a few words: `1 new, 2 gone, 1 changed`; empty for none. */
export function summariseChanges({ added, gone, changed }: Changes): string {
	const counts = [
		[added.length, 'new'],
		[gone.length, 'gone'],
		[changed.length, 'changed'],
	] as const;
	return counts
		.filter(([count]) => count > 0)
		.map(([count, word]) => `${count} ${word}`)
		.join(', ');
}

function changesOf(before: PageRecord, now: PageRecord): string[] {
	const changes: string[] = [];
	if (before.name !== now.name) changes.push(`renamed from ${before.name}`);
	const [was, is] = [before.assessment?.verdict, now.assessment?.verdict];
	// A token that Meta could not be asked about has not changed by that.
	if (was && is && is !== 'unknown' && was !== is) changes.push(`${is}, was ${was}`);
	if (before.summary && now.summary && before.summary.fingerprint !== now.summary.fingerprint) {
		changes.push('another token');
	}
	if (before.summary && !now.summary) changes.push('no token any more');
	if (!before.summary && now.summary) changes.push('a token at last');
	// A dead token says nothing about permissions.
	if (before.info && now.info?.isValid) {
		const lost = missingPermissions(before.info.scopes, now.info.scopes);
		const won = missingPermissions(now.info.scopes, before.info.scopes);
		if (lost.length > 0) changes.push(`lost ${lost.join(', ')}`);
		if (won.length > 0) changes.push(`gained ${won.join(', ')}`);
	}
	return changes;
}
