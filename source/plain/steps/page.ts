import type { PageRecord } from '../../domain/page.ts';
import { describePage } from '../../domain/page-words.ts';
import { problemText } from '../../domain/problem-text.ts';
import { NEWEST_VERSION } from '../../graph/version.ts';
import { QUESTIONS } from '../../session/session-text.ts';
import { openPage, wantedPermissions } from '../../session/state.ts';
import type { Command } from '../commands.ts';
import type { Desk } from '../desk.ts';

/** Tells all that is known of the open Page. */
export function introducePage({ journey, options, paper }: Desk): void {
	const page = openPage(journey);
	if (!page) return;
	const wanted = wantedPermissions(journey);
	const { reasons, facts } = describePage(page, { wanted, now: options.now(), separator: ', ' });
	paper.write(`Verdict: ${page.assessment?.verdict ?? 'unverified'}`, ...reasons);
	if (page.problem) paper.write(`What to do: ${problemText(page.problem).remedy}`);
	paper.write(
		...facts.map(({ label, text }) => `${label}: ${text}`),
		'Enter goes back to the list. c copies the token, v shows it, r verifies it again, ? tells all.',
	);
}

/** How the Page of a command is found: by what is typed behind it, which `takes` names. */
type PageFinder = { find: (text: string) => PageRecord | null; takes?: string };

/** What can be done with the token of one Page. */
export function commandsOfPage(desk: Desk, finder: PageFinder): Command[] {
	return [
		onPage(desk, finder, ['c', 'copy'], 'copies the token', (page) => copy(desk, page)),
		onPage(desk, finder, ['v', 'show'], 'shows the token', (page) => show(desk, page)),
		onPage(desk, finder, ['r', 'verify'], 'verifies the token again', ({ id }) =>
			desk.dispatch({ type: 'verify-pages', ids: [id] }),
		),
		onPage(desk, finder, ['u', 'publish'], 'tests publishing', (page) => testPublishing(desk, page)),
		onPage(desk, finder, ['d', 'debugger'], "opens the token in Meta's debugger", (page) => openDebugger(desk, page)),
	];
}

/** What can be done on the list and on a Page alike. */
export function commandsOfBoth(desk: Desk): Command[] {
	return [
		{
			words: ['p', 'paste'],
			does: 'signs in again, for a new user token',
			run: () => (desk.isLocked ? desk.errands.sayNoToken() : desk.dispatch({ type: 'paste-again' })),
		},
		{ words: ['x', 'empty'], does: 'empties the clipboard', run: () => desk.errands.clearClipboard() },
	];
}

/** Exports the open Page. */
export function exporting(desk: Desk, finder: PageFinder): Command {
	return onPage(desk, finder, ['e', 'export'], 'writes the Page with its token into a file', ({ id }) =>
		desk.dispatch({ type: 'start-exporting', ids: [id] }),
	);
}

function onPage(
	desk: Desk,
	{ find, takes }: PageFinder,
	words: Command['words'],
	does: string,
	act: (page: PageRecord) => unknown,
): Command {
	return {
		words,
		does,
		...(takes === undefined ? {} : { takes }),
		run: (text) => {
			const page = find(text);
			if (!page) return desk.paper.write(`Which Page? Say its number: ${words[0]} 1.`);
			return page.token ? act(page) : desk.errands.sayNoToken();
		},
	};
}

async function copy(desk: Desk, page: PageRecord): Promise<void> {
	const outcome = await desk.errands.copyToken(page);
	if (outcome !== 'failed') desk.paper.write('Once it is pasted, x empties the clipboard.');
}

async function show(desk: Desk, page: PageRecord): Promise<void> {
	if (await desk.confirm('The token will stay in the scrollback of this terminal. Show it?')) {
		await desk.errands.showRaw(page);
	}
}

async function testPublishing(desk: Desk, { id }: PageRecord): Promise<void> {
	if (await desk.confirm(QUESTIONS.publishing)) desk.dispatch({ type: 'test-publishing', id });
}

async function openDebugger(desk: Desk, page: PageRecord): Promise<void> {
	if (!(await desk.confirm(QUESTIONS.debugger))) return;
	await desk.errands.openDebugger(page, desk.journey.app.version ?? NEWEST_VERSION);
}
