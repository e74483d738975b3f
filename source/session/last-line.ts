import type { PageRecord } from '../domain/page.ts';
import { plural } from '../domain/plural.ts';
import { problemText } from '../domain/problem-text.ts';
import { INCOMPLETE } from '../domain/problems/connect.ts';
import type { Verdict } from '../domain/verdict.ts';
import { countUnsaved } from './departing.ts';
import { isListIncomplete } from './pages.ts';
import type { SessionState } from './state.ts';

/**
 * What stays in the terminal when the full-screen program is left: the Pages that were on the screen, and what became of their
 * tokens. Empty where nothing was begun. `folder` is where profiles are saved; null where nothing can be.
 */
export function lastLine(journey: SessionState, folder: string | null): string {
	const missing = isListIncomplete(journey) ? `${INCOMPLETE}.` : '';
	return [describeVerdicts(journey.pages), missing, describeUnsaved(journey), describeSaved(journey, folder)]
		.filter(Boolean)
		.join(' ');
}

function describeVerdicts(pages: readonly PageRecord[]): string {
	if (pages.length === 0) return '';
	const verdicts = new Map<Verdict, number>();
	for (const { assessment } of pages) {
		if (assessment) verdicts.set(assessment.verdict, (verdicts.get(assessment.verdict) ?? 0) + 1);
	}
	const counts = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
	return `${plural(pages.length, 'Page')}: ${counts || 'none verified'}.`;
}

function describeUnsaved(journey: SessionState): string {
	const { opened, saved } = journey;
	const count = countUnsaved(journey);
	if (count === 0) return opened?.hasNewSignIn ? 'The new sign-in was not saved.' : '';
	if (opened === null && saved.length === 0) return 'No token was saved.';
	const why = opened?.unsaved ? ` ${problemText(opened.unsaved).title}.` : '';
	return `${plural(count, 'Page token')} ${count === 1 ? 'was' : 'were'} not saved.${why}`;
}

function describeSaved({ opened, saved }: SessionState, folder: string | null): string {
	if (saved.length === 0) return opened?.isUnlocked ? `Opened from profile "${opened.name}".` : '';
	const names = saved.map((name) => `"${name}"`).join(', ');
	const protection = opened && saved.length === 1 && saved[0] === opened.name ? ` ${opened.protection}.` : '';
	return `Saved as ${names}${folder ? ` in ${folder}` : ''}.${protection}`;
}
