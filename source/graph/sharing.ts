/** More different ones are not kept, nor longer ones. */
const MOST = 1000;
const LONGEST = 100;
const LISTS = new Map<string, string[]>();

/**
 * The same list for all that have the same words, such as the permissions of thousands of Pages, which would else be in memory
 * as often. It must not be changed.
 */
export function sharedList(words: string[]): string[] {
	if (words.length > LONGEST) return words;
	const key = words.join('\n');
	const known = LISTS.get(key);
	if (known) return known;
	if (LISTS.size < MOST) LISTS.set(key, words);
	return words;
}

/** The same text for all that are alike. */
export function sharedWord(word: string): string {
	return sharedList([word])[0] ?? word;
}
