import type { PageRecord } from '../domain/page.ts';
import type { Problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { type Hosts, overriddenHosts } from '../graph/hosts.ts';
import { debuggerUrl } from '../graph/links.ts';
import { problemReport } from '../operations/problem-report.ts';
import { writePrivatePage } from '../system/private-page.ts';
import { fitText } from '../terminal/fit-text.ts';
import { isSystemError } from '../vault/files.ts';
import type { UiOptions } from './options.ts';

/** Cells that a name may take within a message. */
const NAME_WIDTH = 30;

/** How a face takes part in errands. */
export type ErrandSettings = {
	/** Are the tokens on the screen still locked? */
	isLocked: boolean;
	/** Says how an errand went. */
	say: (tone: 'good' | 'warn' | 'plain', text: string) => void;
	/** Shows a text bare, because the person asked for it. */
	showBare: (title: string, text: Secret | string) => Promise<void>;
};

/** What {@link errandsFor} gives. */
export type Errands = ReturnType<typeof errandsFor>;

/** What is done for the person outside of the journey: copying, opening, showing bare. Each says how it went. */
export function errandsFor(
	{
		browser,
		clipboard,
		hosts,
		origin,
		recentCalls,
	}: Pick<UiOptions, 'browser' | 'clipboard' | 'hosts' | 'origin' | 'recentCalls'>,
	{ isLocked, say, showBare }: ErrandSettings,
) {
	const sayNoToken = () => say('warn', isLocked ? 'The tokens are still locked.' : 'This Page has no token.');
	const noBrowser = () => browser.unavailable ?? 'The browser could not be started.';

	const copyText = (text: string | Secret) => clipboard.copy(text).catch(unlessFault('failed' as const));
	const openLink = (link: string) => browser.open(link).catch(unlessFault(false));
	/** Opens a URL that holds a secret; false where that cannot be begun. */
	const openPrivately = async (url: Secret): Promise<boolean> => {
		try {
			const page = writePrivatePage(url);
			if (await browser.open(page.address)) return true;
			page[Symbol.dispose]();
			return false;
		} catch (error) {
			return unlessFault(false)(error);
		}
	};

	const copy = async (text: string | Secret, what: string) => {
		const outcome = await copyText(text);
		if (outcome === 'copied') say('good', `${what} copied.`);
		else if (outcome === 'asked-terminal') say('plain', `${what}: your terminal was asked to copy it; some do not.`);
		else say('warn', 'There is no clipboard here.');
		return outcome;
	};
	return {
		say,
		copy,
		sayNoToken,
		copyToken(page: PageRecord | null) {
			return page?.token ? copy(page.token, `Token of ${fitText(page.name, NAME_WIDTH).text}`) : sayNoToken();
		},
		async clearClipboard() {
			const outcome = await copyText('');
			if (outcome === 'copied') say('good', 'Clipboard emptied.');
			else if (outcome === 'asked-terminal')
				say('plain', 'Your terminal was asked to empty the clipboard; some do not.');
			else say('warn', 'There is no clipboard here.');
		},
		/** `isTold`: it was said already that this is opened. */
		async open(link: string, { isTold = false } = {}) {
			if (!(await openLink(link))) say('warn', `${noBrowser()} Open the link yourself.`);
			else if (!isTold) say('good', 'Opened in your browser.');
		},
		/** Copies what can be shown to anyone about the problems of a screen; where nothing can be copied it is shown. */
		async copyReport(screen: string, problems: readonly Problem[], graphVersion: string | null) {
			const calls = recentCalls();
			const report = problemReport({ ...origin, graphVersion }, { screen, problems, calls });
			const outcome = await copyText(report);
			if (outcome === 'failed') return showBare('For a report', report);
			const asked = outcome === 'asked-terminal' ? ' if your terminal allows it' : '';
			say('good', `Report copied${asked}: no token, secret, id or name is in it.`);
		},
		showRaw(page: PageRecord | null) {
			const token = page?.token;
			if (!token) return sayNoToken();
			return showBare(`Page access token of ${page.name}`, token);
		},
		async openDebugger(page: PageRecord | null, version: string) {
			if (!page?.token) return sayNoToken();
			if (isElsewhere(hosts)) return say('warn', `${hosts.developers.host} is not Meta. Copy the token instead.`);
			const opened = browser.unavailable ? null : await openPrivately(debuggerUrl(hosts, page.token, version));
			if (opened) say('good', "Opened in Meta's debugger. If nothing appears, copy the token.");
			else say('warn', `${noBrowser()} Copy the token instead.`);
		},
	};
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
