import { ABILITY_WORDS, type AbilityReading, abilitiesOf, canPublish, wantedAbilities } from './abilities.ts';
import { describeInstagram } from './instagram.ts';
import type { FoundBy, PageRecord } from './page.ts';
import { missingPermissions, touchedByDataAccessExpiry } from './permissions.ts';
import { problemText } from './problem-text.ts';
import { describeLack } from './problems/token.ts';
import { formatAge, formatExpiry } from './time.ts';
import { permissionsForPage, type TokenInfo } from './token.ts';
import { describeDataAccess, describeEndings, describeExpiry } from './token-text.ts';
import { reasonsFor, type Verdict } from './verdict.ts';

const FOUND_BY_WORDS: Readonly<Record<FoundBy, string>> = {
	accounts: "the account's list",
	'granular-scope': 'a permission granted for it alone',
	business: 'a business portfolio',
	id: 'its id',
};

/** The verdicts on tokens that live, and may yet end before their time. */
const ENDS: ReadonlySet<Verdict> = new Set(['permanent', 'dated']);

const PROOF = 'Meta: type PAGE, valid, and expires_at is 0, which means never.';

/** One line of what is known of a Page: `Expires`, `never expires`. */
type PageFact = { label: string; text: string; isWarning: boolean };

/** Everything about one Page's token: the reasons for its verdict as sentences, and the facts. `now` is in Unix seconds. */
export function describePage(
	page: PageRecord,
	{ wanted, now, separator }: { wanted: readonly string[]; now: number; separator: string },
): { reasons: readonly string[]; facts: PageFact[] } {
	const { assessment, info, summary, checkedAt, tasks } = page;
	const join = (parts: readonly (string | null)[]) => parts.filter(Boolean).join(separator);
	const token = summary
		? join([summary.preview, `${summary.length} characters`, `sha256 ${summary.fingerprint.slice(0, 6)}`])
		: 'none';
	const facts = [
		fact('Token', token),
		...(info ? factsOfInfo(page, info, { wanted, now }) : []),
		fact('Still ends', assessment && ENDS.has(assessment.verdict) ? describeEndings('PAGE') : ''),
		fact('Verified', checkedAt === null ? '' : formatAge(checkedAt, now)),
		fact('Tasks', tasks ? tasks.join(', ') || 'none' : ''),
		fact('Page', join([page.id, page.category])),
		fact('Found by', page.foundBy ? FOUND_BY_WORDS[page.foundBy] : ''),
	];
	return {
		reasons: assessment?.verdict === 'permanent' ? [PROOF] : reasonsFor(page),
		facts: facts.filter(({ text }) => text !== ''),
	};
}

function fact(label: string, text: string, isWarning = false): PageFact {
	return { label, text, isWarning };
}

function factsOfInfo(
	page: PageRecord,
	info: TokenInfo,
	{ wanted, now }: { wanted: readonly string[]; now: number },
): PageFact[] {
	const isDead = page.assessment?.verdict === 'invalid';
	const granted = permissionsForPage(info, page.id);
	const elsewhere = missingPermissions(info.scopes, granted).join(', ');
	return [
		fact('Expires', describeExpiry(info.expiresAt, isDead, now)),
		fact(
			'Data access',
			describeDataAccess(info.dataAccessExpiresAt, granted, now),
			touchedByDataAccessExpiry(granted).length > 0,
		),
		...(isDead ? [] : factsOfAbilities(abilitiesOf(page), wanted)),
		fact('Granted', granted.join(', ') || 'nothing'),
		fact('Elsewhere', elsewhere && `${elsewhere}: granted for other Pages only`, true),
		fact('Missing', missingPermissions(wanted, granted).join(', '), true),
		fact('Instagram', describeInstagram(page.instagram, granted)),
	];
}

/** What the token may be used for, and what keeps it from the rest; that is a warning only where it was wanted. */
function factsOfAbilities(readings: readonly AbilityReading[], wanted: readonly string[]): PageFact[] {
	const those = (state: AbilityReading['is']) => readings.filter(({ is }) => is === state);
	const explained = ({ ability, lack }: AbilityReading) =>
		`${ABILITY_WORDS[ability]}${lack ? ` (${describeLack(lack)})` : ''}`;
	const allowed = those('allowed').map(({ ability }) => ABILITY_WORDS[ability]);
	const isWanted = those('refused').some(({ ability }) => wantedAbilities(wanted).includes(ability));
	return [
		fact('Allows', allowed.join(', ') || 'nothing of use'),
		fact('Not allowed', those('refused').map(explained).join('; '), isWanted),
		fact('Not known', those('unknown').map(explained).join('; ')),
	];
}

/**
 * When a Page's token ends, or why it is of no use; empty where neither is known. `limit` is what a token that never expires does
 * not serve for.
 */
export function describeEnd(page: PageRecord, now: number): { end: string; limit: string | null } {
	const { assessment, problem } = page;
	if (assessment?.verdict === 'permanent') {
		return { end: 'never expires', limit: canPublish(page) === false ? 'cannot publish' : null };
	}
	const isDated = assessment?.expiresAt && assessment.verdict !== 'invalid';
	const reason = (problem && problemText(problem).title) ?? reasonsFor(page)[0] ?? '';
	return { end: isDated ? formatExpiry(assessment.expiresAt, now) : reason, limit: null };
}
