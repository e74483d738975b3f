import { GraphemeSegmenter } from './grapheme-segmenter.ts';
import { plural } from './plural.ts';
import type { Secret } from './secret.ts';

/** Where the key lies that opens a profile's secrets, from the best place to the weakest, in words. */
const PROTECTION_TEXTS = {
	keychain: 'A key in your keychain',
	passphrase: 'A passphrase',
	file: 'A key in a file beside it',
} as const;

/** One of {@link PROTECTION_KINDS}. */
export type ProtectionKind = keyof typeof PROTECTION_TEXTS;

/** The kinds of protection. */
export const PROTECTION_KINDS = Object.keys(PROTECTION_TEXTS) as ProtectionKind[];

/** The protections that can be chosen, from the best to the weakest, each with its words. */
export const PROTECTIONS = PROTECTION_KINDS.map((kind) => ({ kind, words: PROTECTION_TEXTS[kind] }));

/** Fewer characters of a passphrase are warned about. */
const SHORTEST_PASSPHRASE = 12;

const graphemes = new GraphemeSegmenter();

/** The warning about a passphrase that is being chosen, as a sentence; empty for one that is long enough. */
export function warningAboutPassphrase(passphrase: Secret): string {
	const count = Array.from(graphemes.segment(passphrase.reveal())).length;
	if (count >= SHORTEST_PASSPHRASE) return '';
	return `Warning: this passphrase has only ${plural(count, 'character')}. Choose one of ${SHORTEST_PASSPHRASE} or more.`;
}

/** What is said while the keychain takes long, without a full stop. */
export const KEYCHAIN_SLOW = 'Your keychain may ask for its password in a window';

/** What is said of a key in a file. */
export const WEAKER = 'Weaker: whoever can read your files can open it.';
