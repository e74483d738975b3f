import { redact } from './redact.ts';

/** The least digits of an id; fewer are a part of a name. */
const ID = /^\d{5,20}$/;
/** What Facebook allows as a Page's user name. */
const USERNAME = /^[A-Za-z0-9.]{5,50}$/;
const HOST = /^(?:[\w-]+\.)*(?:facebook|fb)\.com$/i;
/** First parts of a path that are no user name. */
const NO_USERNAMES = new Set(['pages', 'p', 'people', 'profile.php', 'groups', 'events', 'watch', 'login', 'business']);

/**
 * The id or the user name of a Page in what a person typed or copied: `104829375610284`, `@MyBakery`, or an address such as
 * `https://www.facebook.com/profile.php?id=104829375610284` or `facebook.com/p/My-Bakery-104829375610284/`; null for
 * anything else.
 */
export function readPageAddress(text: string): string | null {
	const typed = text.trim().replace(/^@/, '');
	// A secret that was pasted by mistake goes nowhere.
	if (redact(typed) !== typed) return null;
	if (ID.test(typed) || (USERNAME.test(typed) && !typed.includes('.com'))) return typed;
	const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
	const url = URL.canParse(address) ? new URL(address) : null;
	if (!url || !HOST.test(url.hostname)) return null;
	const named = ['id', 'asset_id', 'page_id'].map((name) => url.searchParams.get(name) ?? '');
	const parts = url.pathname.split('/').filter(Boolean);
	// The id stands at the end of a part, behind the name: My-Bakery-104829375610284.
	const inPath = parts.map((part) => /(?:^|-)(\d{8,20})$/.exec(part)?.[1] ?? '');
	const [first = ''] = parts;
	const username = USERNAME.test(first) && !NO_USERNAMES.has(first.toLowerCase()) ? first : null;
	return [...named, ...inPath].find((id) => ID.test(id)) ?? username;
}
