import { Secret } from '../domain/secret.ts';
import { type Hosts, overriddenHosts } from '../graph/hosts.ts';
import { debuggerUrl } from '../graph/links.ts';
import { problemReport } from '../operations/problem-report.ts';
import type { Browser } from '../system/browser.ts';
import { writePrivatePage } from '../system/private-page.ts';
import { fitText, NAME_WIDTH } from '../terminal/fit-text.ts';
import { isSystemError } from '../vault/files.ts';
import type { Context, Effect } from './context.ts';
import type { SessionEvent } from './events.ts';
import type { Notice } from './state.ts';

const NO_CLIPBOARD: Notice = { tone: 'warn', text: 'There is no clipboard here.' };

/** Copies a text, which `what` names in the message; `otherwise` is what to do where the terminal does not copy. */
export async function copy(
	{ text, what, otherwise = '' }: { text: string | Secret; what: string; otherwise?: string },
	context: Context,
): Promise<SessionEvent> {
	const messages: Readonly<Record<CopyResult, Notice>> = {
		copied: { tone: 'good', text: `${what} copied.` },
		'asked-terminal': { tone: 'plain', text: `${what}: your terminal was asked to copy it; some do not.${otherwise}` },
		failed: NO_CLIPBOARD,
	};
	return notice(messages[await copyText(text, context)]);
}

/** Copies a Page's token. */
export function copyToken({ page }: Effect<'copy-token'>, context: Context): Promise<SessionEvent> {
	const what = `Token of ${fitText(page.name, NAME_WIDTH).text}`;
	return copy({ text: page.token ?? '', what, otherwise: ' On the Page screen, v shows it bare.' }, context);
}

/** Empties the clipboard. */
export async function clearClipboard(_: Effect<'clear-clipboard'>, context: Context): Promise<SessionEvent> {
	const messages: Readonly<Record<CopyResult, Notice>> = {
		copied: { tone: 'good', text: 'Clipboard emptied.' },
		'asked-terminal': { tone: 'plain', text: 'Your terminal was asked to empty the clipboard; some do not.' },
		failed: NO_CLIPBOARD,
	};
	return notice(messages[await copyText('', context)]);
}

/** Opens a URL without secrets in the browser. */
export async function openUrl({ url }: Effect<'open-url'>, { options: { browser } }: Context): Promise<SessionEvent> {
	const isOpened = await browser.open(url).catch(unlessFault(false));
	return notice(
		isOpened
			? { tone: 'good', text: 'Opened in your browser.' }
			: { tone: 'warn', text: `${noBrowser(browser)} Open the link yourself.` },
	);
}

/** Opens what a sign-in leads to: its wait shows whether that went well. */
export async function openDialog(
	{ url }: Effect<'open-dialog'>,
	{ options: { browser } }: Context,
): Promise<SessionEvent> {
	return { type: 'dialog-opened', url, isOpened: await browser.open(url).catch(unlessFault(false)) };
}

/** Shows a link bare. */
export async function showLink({ url }: Effect<'show-link'>, { ui }: Context): Promise<SessionEvent> {
	await ui.showBare('Link for your browser', url);
	return notice(null);
}

/** Copies what can be shown to anyone about the problems of a screen; where nothing can be copied it is shown. */
export async function copyReport(effect: Effect<'copy-report'>, context: Context): Promise<SessionEvent> {
	const { screen, problems, graphVersion } = effect;
	const { origin, recentCalls } = context.options;
	const report = problemReport({ ...origin, graphVersion }, { screen, problems, calls: recentCalls() });
	const result = await copyText(report, context);
	if (result === 'failed') {
		await context.ui.showBare('For a report', report);
		return notice(null);
	}
	const asked = result === 'asked-terminal' ? ' if your terminal allows it' : '';
	return notice({ tone: 'good', text: `Report copied${asked}: no token, secret, id or name is in it.` });
}

/** Shows a Page's token bare. */
export async function showToken({ page }: Effect<'show-token'>, { ui }: Context): Promise<SessionEvent> {
	await ui.showBare(`Page access token of ${page.name}`, page.token ?? '');
	return notice(null);
}

/** Opens Meta's debugger on a Page's token, by a private file: no process sees the URL in its arguments. */
export async function openDebugger(effect: Effect<'open-debugger'>, { options }: Context): Promise<SessionEvent> {
	const { page, version } = effect;
	const { hosts, browser } = options;
	if (isElsewhere(hosts)) {
		return notice({ tone: 'warn', text: `${hosts.developers.host} is not Meta. Copy the token instead.` });
	}
	const url = debuggerUrl(hosts, page.token ?? new Secret(''), version);
	const isOpened = browser.unavailable === null && (await openPrivately(url, browser));
	return notice(
		isOpened
			? { tone: 'good', text: "Opened in Meta's debugger. If nothing appears, copy the token." }
			: { tone: 'warn', text: `${noBrowser(browser)} Copy the token instead.` },
	);
}

type CopyResult = 'copied' | 'asked-terminal' | 'failed';

function copyText(text: string | Secret, { options }: Context): Promise<CopyResult> {
	return options.clipboard.copy(text).catch(unlessFault('failed' as const));
}

function notice(content: Notice | null): SessionEvent {
	return { type: 'notice', notice: content };
}

function noBrowser({ unavailable }: Browser): string {
	return unavailable ?? 'The browser could not be started.';
}

/** Opens a URL that holds a secret; false where that cannot be begun. */
async function openPrivately(url: Secret, browser: Browser): Promise<boolean> {
	try {
		const page = writePrivatePage(url);
		if (await browser.open(page.address)) return true;
		page[Symbol.dispose]();
		return false;
	} catch (error) {
		return unlessFault(false)(error);
	}
}

/** What a program that the system could not start counts as; what is a fault of this program is thrown on. */
function unlessFault<T>(failed: T): (error: unknown) => T {
	return (error) => {
		if (isSystemError(error)) return failed;
		throw error;
	};
}

/** Would a token of Meta's be sent to another host's debugger? */
function isElsewhere(hosts: Hosts): boolean {
	const others = overriddenHosts(hosts).map(({ url }) => url);
	return !others.includes(hosts.graph) && others.includes(hosts.developers);
}
