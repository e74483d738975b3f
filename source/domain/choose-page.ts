import { fold, type Page } from './page.ts';

/**
 * The Pages that a person may mean by a word: the one of this id; else those of this name; else those of this name but for
 * case and diacritics; else those with the word as a part of their name or id. Only where it is one, the word says which.
 */
export function pagesMeant<P extends Pick<Page, 'id' | 'name'>>(pages: readonly P[], word: string): P[] {
	const wanted = word.normalize('NFC').trim();
	const folded = fold(wanted);
	const ways: ((page: P) => boolean)[] = [
		({ id }) => id === wanted,
		({ name }) => name.normalize('NFC').trim() === wanted,
		({ name }) => folded !== '' && fold(name) === folded,
		({ id, name }) => folded !== '' && (fold(name).includes(folded) || fold(id).includes(folded)),
	];
	for (const isMeant of wanted === '' ? [] : ways) {
		const found = pages.filter(isMeant);
		if (found.length > 0) return found;
	}
	return [];
}
