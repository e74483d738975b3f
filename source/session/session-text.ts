import { needsVerification, oldestCheck, type PageRecord } from '../domain/page.ts';
import { describePermissions } from '../domain/permissions.ts';
import { plural } from '../domain/plural.ts';
import type { TokenMethod } from '../domain/sign-in/methods.ts';
import { describeSystemUser } from '../domain/sign-in/system-user.ts';
import { formatAge, formatDistance, formatEnd } from '../domain/time.ts';
import type { TokenInfo } from '../domain/token.ts';
import { countUnsaved } from './departing.ts';
import type { ProfileSummary } from './profile-summary.ts';
import type { Question } from './question.ts';
import type { Departure, InspectedToken, SessionState, Step } from './state.ts';

/** What each part of the journey is called. */
export const TITLES: Readonly<Record<Step, string>> = {
	profiles: 'Profiles',
	unlock: 'Passphrase',
	save: 'Save the profile',
	app: 'Your app',
	permissions: 'What for?',
	token: 'User access token',
	progress: 'Making the tokens',
	pages: 'Your Pages',
	page: 'Page',
	add: 'Add a Page',
	export: 'Export',
};

/** What the ways to a user token are called, in few words. */
export const METHOD_NAMES: Readonly<Record<TokenMethod, string>> = {
	browser: 'browser',
	address: 'address bar',
	device: 'other device',
	explorer: 'Explorer',
	'system-user': 'system user',
};

/** What is said of work while it runs. */
export const RUNNING = {
	app: 'Asking Meta whether the two belong together',
	token: 'Asking Meta what this token is',
	browser: 'Waiting for you at Facebook',
	code: 'Asking Meta for a code',
	device: 'Waiting for the code to be entered',
	exchange: 'Exchanging the token for a long-lived one',
	list: 'Listing Pages',
	add: 'Asking Meta for this Page',
	unlock: 'Unlocking',
	keychain: 'Looking for your keychain',
	save: 'Saving',
	export: 'Writing',
	publishing: 'Posting unpublished, and deleting again',
} as const;

/** That a token has passed its test by a post, and who sees such posts. */
export const CAN_PUBLISH = 'Posted unpublished, and deleted again: the token can publish';
export const SEEN_BY = 'As long as the app is in Development mode, only people with a role on it see its posts.';

/** What became of the user token. */
export function describeExchange({ isKept }: SessionState['connection']): string {
	return isKept ? 'Token kept: it lives long already' : 'Token exchanged for a long-lived one';
}

/** What the person is asked. */
export function questionText(question: Question, state: SessionState): string {
	return QUESTIONS[question](state);
}

const QUESTIONS: Readonly<Record<Question, (state: SessionState) => string>> = {
	debugger: () => "The address will hold the token and stay in the browser's history. Open it?",
	publishing: () => 'This makes an unpublished post on the Page and deletes it at once. Go on?',
	removing: ({ profiles }) => `Remove ${profiles.removing} from this computer? Its tokens live on at Meta.`,
	replacing: ({ save }) => `Replace the saved profile "${save?.replaces}"? Its saved tokens are overwritten.`,
	overwriting: ({ exporting }) => `${exporting?.replacing} Replace it? What is in it will be lost.`,
	departing: (state) => {
		const count = countUnsaved(state);
		const what = count === 0 ? 'Your new sign-in is' : `${plural(count, 'Page token')} ${count === 1 ? 'is' : 'are'}`;
		return `${what} not saved. Save before you ${state.departing ? DEPARTURES[state.departing.by.type] : 'quit'}?`;
	},
};

const DEPARTURES: Readonly<Record<Departure['type'], string>> = {
	quit: 'quit',
	cancel: 'quit',
	back: 'leave this profile',
	'open-profile': 'open another profile',
	'submit-app': 'use another app',
	'edit-token': 'use another token',
	'paste-token': 'use another token',
};

/** When a profile's tokens were verified: `Verified 3 days ago`. */
export function describeVerification({ pages: { checkedAt } }: ProfileSummary, now: number): string {
	return checkedAt === null ? 'Never verified' : `Verified ${formatAge(checkedAt, now)}`;
}

/** More than any short-lived token has; in seconds. */
const SHORT_LIVED = 2 * 86_400;

/** What a user token is, in parts: `User token of Ada Example`, `My App`, `72 minutes left`. */
export function describeInspectedToken({ info, userName }: InspectedToken, now: number): string[] {
	const kind = info.type === 'SYSTEM_USER' ? 'System user token' : 'User token';
	const life =
		info.expiresAt !== null && info.expiresAt > now && info.expiresAt < now + SHORT_LIVED
			? `${formatDistance(info.expiresAt - now)} left`
			: formatEnd(info.expiresAt, now);
	return [`${kind}${userName ? ` of ${userName}` : ''}`, info.appName ?? '', life].filter(Boolean);
}

/** What becomes of a token that lives long already; null for one from the Explorer. */
export function waysOfLasting(info: TokenInfo, now: number): string | null {
	const { expiresAt } = info;
	if (info.type === 'SYSTEM_USER') return describeSystemUser(info, now);
	const isLong = expiresAt === 0 || (expiresAt !== null && expiresAt >= now + SHORT_LIVED);
	return isLong ? 'It is long-lived already, and is exchanged for a fresh one all the same' : null;
}

/** That a token has all that is wanted. */
export const ALL_GRANTED = 'All wanted permissions are granted';

/**
 * What a token lacks, and what to do about it on the chosen way; empty where it lacks nothing. `again` is the key that signs in
 * once more: a dialog then asks for what was declined as well, which the Explorer does not.
 */
export function describeMissing({ missing, declined }: InspectedToken, method: TokenMethod, again: string): string {
	if (missing.length === 0) return '';
	const remedy = remedyOfMissing(method, declined.length > 0, again);
	const what = declined.length > 0 ? `Declined before: ${declined.join(', ')}. ${remedy}` : remedy;
	return `Not granted: ${describePermissions(missing)}. ${what}`;
}

function remedyOfMissing(method: TokenMethod, isDeclined: boolean, again: string): string {
	if (method === 'browser' || method === 'address') return `${again} signs in once more, and asks for them again.`;
	if (isDeclined) return 'Facebook asks for them once more where you sign in with the browser or by the address bar.';
	if (method === 'explorer') return 'Add them in the Explorer and paste again, or go on without.';
	return 'Allow them where the token is made, or go on without.';
}

type Gaps = { tokenless: number; open: number };

/** Every frame asks for them, and the Pages seldom change. */
const GAPS = new WeakMap<readonly PageRecord[], Gaps>();

/** How many Pages have no token, and how many a token that is not verified. */
export function gapsOf(pages: readonly PageRecord[]): Gaps {
	let gaps = GAPS.get(pages);
	if (!gaps) {
		gaps = {
			tokenless: pages.filter(({ token }) => token === null).length,
			open: pages.filter(needsVerification).length,
		};
		GAPS.set(pages, gaps);
	}
	return gaps;
}

/** How the Pages stand: how many there are, verified and not, and for those of a profile how old the verdicts are. */
export function countPages({ pages, connection, opened }: SessionState, now: number): string {
	const found = plural(pages.length, 'Page');
	const { tokenless, open } = gapsOf(pages);
	const gaps = [tokenless > 0 && `${tokenless} without a token`, open > 0 && `${open} not verified`];
	if (!opened) {
		const isRunning = connection.running;
		return commas(
			`${found}${connection.listed ? '' : ' so far'}`,
			`${pages.length - tokenless - open} verified`,
			...(isRunning ? gaps.slice(0, 1) : gaps),
		);
	}
	const checkedAt = oldestCheck(pages);
	const count = `${found}, ${checkedAt === null ? 'not verified' : `verified ${formatAge(checkedAt, now)}`}`;
	if (connection.running) return `${count}. ${opened.isUnlocked ? 'Refreshing' : 'Opening'}`;
	if (!connection.listed) return `${count}, not refreshed`;
	return commas(checkedAt === null && open > 0 ? found : count, ...gaps);
}

/** Were all Pages listed, and all their tokens judged? */
export function isComplete({ pages, connection }: SessionState): boolean {
	return connection.listed && gapsOf(pages).open === 0;
}

function commas(...parts: (string | false)[]): string {
	return parts.filter(Boolean).join(', ');
}
