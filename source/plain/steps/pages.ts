import { COMPARE_PAGES, matchesFilter, needsVerification, type PageRecord } from '../../domain/page.ts';
import { describeEnd } from '../../domain/page-words.ts';
import { troublesOf } from '../../session/problems.ts';
import { proposedName } from '../../session/proposed-name.ts';
import { openPage, type SessionState } from '../../session/state.ts';
import type { Command } from '../commands.ts';
import type { Desk } from '../desk.ts';
import { linesOfProblem } from '../narrator.ts';
import { commandsOfBoth, commandsOfPage, exporting } from './page.ts';

/** So many Pages are listed at once. */
const PART = 50;

const HINT =
	'A number shows details. Before a number, c copies the token, v shows it, r verifies it again. i adds a Page, s saves, q quits, ? tells all.';

/** The Pages as they were numbered last, and how many of them were shown. */
type Listing = { ids: readonly string[]; shown: number; of: Pick<SessionState, 'list' | 'connection'> };

/** The questions about the Pages. A number stays with its Page until the Pages were listed, filtered or ordered anew. */
export class PageQuestions {
	readonly #desk: Desk;
	#listing: Listing | null = null;

	constructor(desk: Desk) {
		this.#desk = desk;
	}

	/** Lists the Pages, where that is due, and asks what is to be done. */
	readonly askForPage = async (): Promise<void> => {
		const { list, connection } = this.#desk.journey;
		if (this.#listing?.of.list !== list || this.#listing.of.connection !== connection) {
			this.#listing = numbered(this.#desk.journey);
			this.#showPart(this.#listing);
			this.#desk.paper.write(...waysOn(this.#desk.journey), HINT);
		}
		await this.#desk.askFor('Command:', this.#commands(), (line) => this.#open(line));
	};

	/** Asks what is to be done about the open Page. */
	readonly askAboutPage = async (): Promise<void> => {
		const desk = this.#desk;
		const finder = { find: () => openPage(desk.journey) };
		const commands = [...commandsOfPage(desk, finder), exporting(desk, finder), ...commandsOfBoth(desk)];
		await desk.askFor('Command:', commands, (line) => (line === '' ? desk.goBack() : this.#open(line)));
	};

	/** Shows the next Pages of the list, after the last ones the first again. */
	#showPart(listing: Listing): void {
		const { paper, options, journey } = this.#desk;
		const { filter, sort } = journey.list;
		const { ids, shown } = listing;
		if (ids.length === 0) {
			paper.write(filter === '' ? 'No Pages.' : `No Page matches "${filter}"; / alone clears the filter.`);
			return;
		}
		const first = shown < ids.length ? shown : 0;
		const last = Math.min(first + PART, ids.length);
		this.#listing = { ...listing, shown: last };
		const byId = new Map(journey.pages.map((page) => [page.id, page]));
		for (const [index, id] of ids.slice(first, last).entries()) {
			const page = byId.get(id);
			if (page) paper.write(`${first + index + 1}. ${describe(page, options.now())}`);
		}
		const matching = filter === '' ? '' : ` that match "${filter}"`;
		const more = last < ids.length ? ' Enter shows more.' : '';
		paper.write(`${first + 1} to ${last} of ${ids.length}${matching}, by ${sort}.${more}`);
	}

	readonly #find = (text: string): PageRecord | null => {
		const id = this.#listing?.ids[Number(text) - 1] ?? text;
		return this.#desk.journey.pages.find((page) => page.id === id) ?? null;
	};

	#open(text: string): void {
		const page = this.#find(text);
		if (text === '' && this.#listing) this.#showPart(this.#listing);
		else if (page) this.#desk.dispatch({ type: 'open-page', id: page.id });
		else this.#desk.refuse();
	}

	/** Begins to write the Pages of some numbers into a file. */
	#export(text: string): void {
		const desk = this.#desk;
		const named = text.split(/[\s,]+/).map((number) => this.#find(number)?.id ?? null);
		const ids: readonly (string | null)[] = /^all$/i.test(text) ? (this.#listing?.ids ?? []) : named;
		if (desk.isLocked) desk.errands.sayNoToken();
		else if (ids.includes(null)) desk.paper.write('Which Pages? Say their numbers: e 1 2. Or e all.');
		else desk.dispatch({ type: 'start-exporting', ids: ids.flatMap((id) => id ?? []) });
	}

	#commands(): Command[] {
		const desk = this.#desk;
		const { dispatch, paper } = desk;
		return [
			...commandsOfPage(desk, { find: this.#find, takes: 'NUMBER' }),
			{
				words: ['e', 'export'],
				takes: 'NUMBERS',
				does: 'writes these Pages, or all, with their tokens into a file',
				run: (text) => this.#export(text),
			},
			{
				words: ['s', 'save', 'w'],
				does: 'saves the Pages as a profile',
				run: () => dispatch({ type: 'start-saving', proposedName: proposedName(desk.journey) }),
			},
			...commandsOfBoth(desk),
			{
				words: ['/', 'filter'],
				takes: 'TEXT',
				does: 'lists only what matches; alone it lists all',
				run: (filter) => dispatch({ type: 'set-filter', filter }),
			},
			{ words: ['o', 'order'], does: 'orders by risk, name or expiry', run: () => dispatch({ type: 'toggle-sort' }) },
			{
				words: ['a', 'all'],
				does: 'verifies all that is not verified',
				run: () => {
					const ids = desk.journey.pages.filter(needsVerification).map(({ id }) => id);
					if (ids.length > 0) dispatch({ type: 'verify-pages', ids });
					else paper.write('Every token here was verified.');
				},
			},
			{ words: ['l', 'list'], does: 'lists the Pages at Meta again', run: () => dispatch({ type: 'connect-again' }) },
			{
				words: ['i', 'add'],
				does: 'adds a Page that Meta lists nowhere, by its id or address',
				run: () => dispatch({ type: 'start-adding' }),
			},
			{
				words: ['t', 'troubles'],
				does: 'tells all troubles in full',
				run: () => {
					const troubles = troublesOf(desk.journey).flatMap(linesOfProblem);
					paper.write(...(troubles.length > 0 ? troubles : ['There was no trouble.']));
				},
			},
		];
	}
}

/** What can be done about what is not complete. */
function waysOn({ pages, connection, opened }: SessionState): string[] {
	if (opened?.ended) return ['Your sign-in has ended: p takes a new user token.'];
	return [
		opened?.unsaved ? 'Not saved: s saves.' : '',
		pages.some(needsVerification) ? 'a verifies the rest.' : '',
		connection.listed ? '' : 'l lists again.',
	].filter(Boolean);
}

function numbered({ pages, list, connection }: SessionState): Listing {
	const ids = pages
		.filter((page) => matchesFilter(page, list.filter))
		.sort(COMPARE_PAGES[list.sort])
		.map(({ id }) => id);
	return { ids, shown: 0, of: { list, connection } };
}

function describe(page: PageRecord, now: number): string {
	const end = describeEnd(page, now);
	return `${page.name}, ${page.assessment?.verdict ?? 'unverified'}${end && `: ${end}`}`;
}
