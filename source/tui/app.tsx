import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { KEYCHAIN_SLOW } from '../domain/protection.ts';
import { overriddenHosts } from '../graph/hosts.ts';
import type { Clock } from '../graph/retry-policy.ts';
import { hasUnsaved } from '../session/departing.ts';
import type { KeyAction } from '../session/events.ts';
import { bodyRows } from '../session/layout.ts';
import { isCovered, questionOf, type Scope, scopeOf, screenScope } from '../session/question.ts';
import { questionText, TITLES } from '../session/session-text.ts';
import { methodToRun } from '../session/sign-in.ts';
import { openPage, type SessionState, type Step } from '../session/state.ts';
import type { SessionStore } from '../session/store.ts';
import type { Browser } from '../system/browser.ts';
import type { TerminalFacts } from '../system/terminal.ts';
import { fitText, NAME_WIDTH } from '../terminal/fit-text.ts';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { Remark } from './parts/remark.tsx';
import { Scrollable } from './parts/scrollable.tsx';
import { WaitLine } from './parts/wait-line.tsx';
import { AddPageScreen } from './screens/add-page-screen.tsx';
import { AppScreen } from './screens/app-screen.tsx';
import { ExportScreen } from './screens/export-screen.tsx';
import { HelpScreen } from './screens/help-screen.tsx';
import { PageScreen } from './screens/page-screen.tsx';
import { PagesScreen } from './screens/pages-screen.tsx';
import { PermissionsScreen } from './screens/permissions-screen.tsx';
import { ProblemsScreen } from './screens/problems-screen.tsx';
import { ProfilesScreen } from './screens/profiles-screen.tsx';
import { ProgressScreen } from './screens/progress-screen.tsx';
import { SaveScreen } from './screens/save-screen.tsx';
import { TokenScreen } from './screens/token-screen.tsx';
import { UnlockScreen } from './screens/unlock-screen.tsx';
import { useKeys } from './use-keys.ts';
import type { View } from './view.ts';

export type AppProps = {
	store: SessionStore;
	/** Unix seconds. */
	readNow: () => number;
	/** The clock of the pauses. */
	clock: Clock;
	browser: Browser;
	terminal: TerminalFacts;
	/** Does the session go through the built-in sandbox, with every field filled in? */
	isDemo: boolean;
};

/** How far a person has come towards the Pages. */
const PLACES: Partial<Record<Step, string>> = { app: '1 of 3', permissions: '2 of 3', token: '3 of 3' };

/** Rows that a message at the foot may take. */
const ROWS_OF_NOTICE = 3;

/** The whole program: draws the session's state, and turns keys into its events. */
export function App({ store, readNow, clock, browser, terminal, isDemo }: AppProps) {
	const session = useSyncExternalStore(store.subscribe, store.getState);
	const { dispatch } = store;
	useKeys(store, readNow);
	const now = useNow(readNow);
	const onScrollLimit = useCallback((limit: number) => dispatch({ type: 'scroll-limit', limit }), [dispatch]);

	const { step, screen } = session;
	const { columns, rows } = screen;
	const question = questionOf(session);
	const covered = isCovered(session);
	const width = Math.max(1, columns - 2);
	const view: View = { session, width, rows: bodyRows(rows), now, clock, onScrollLimit };
	// Where the steps are shown, the running one says it.
	const wait = session.isKeychainSlow ? (
		<Remark tone="warn">{KEYCHAIN_SLOW}. Press esc to cancel.</Remark>
	) : session.waiting && step !== 'progress' ? (
		<WaitLine waiting={session.waiting} clock={clock} width={width} />
	) : null;
	// What scrolls makes room for a message at the foot.
	const hasNotice = screen.notice !== null || question !== null || wait !== null;
	const beside: View = { ...view, rows: Math.max(1, view.rows - (hasNotice ? ROWS_OF_NOTICE : 0)) };
	const asked = question && { tone: 'warn' as const, text: questionText(question, session) };
	const noBrowser = browser.unavailable;

	/** The screens of which a small terminal may not hold all that goes wrong. */
	const scrolling = (content: ReactNode) => (
		<Scrollable key={step} rows={beside.rows} offset={screen.scroll} onLimit={onScrollLimit}>
			{content}
		</Scrollable>
	);
	const screens: Readonly<Record<Step, () => ReactNode>> = {
		profiles: () => scrolling(<ProfilesScreen {...view} />),
		unlock: () => scrolling(<UnlockScreen {...view} />),
		save: () => scrolling(<SaveScreen {...view} />),
		progress: () => scrolling(<ProgressScreen {...view} />),
		export: () => scrolling(<ExportScreen {...view} />),
		add: () => scrolling(<AddPageScreen {...view} />),
		app: () => <AppScreen {...view} />,
		permissions: () => <PermissionsScreen {...view} />,
		token: () => <TokenScreen {...view} terminal={terminal} noBrowser={noBrowser} isDemo={isDemo} />,
		pages: () => <PagesScreen {...view} />,
		page: () => <PageScreen {...beside} />,
	};
	const covers = {
		help: () => <HelpScreen {...beside} scope={screenScope(session)} />,
		problems: () => <ProblemsScreen {...beside} />,
	};
	return (
		<Frame
			title={titleOf(session)}
			host={hostName(session, { isBrief: columns < 60, isDemo })}
			place={covered || session.opened ? '' : (PLACES[step] ?? '')}
			aside={[appName(session), session.app.version].filter(Boolean).join('  ')}
			scope={scopeOf(session)}
			enterLabel={enterLabelOf(scopeOf(session), session)}
			unhinted={covered && !screen.scrollLimit ? ['page-down'] : unhintedOf(session)}
			columns={columns}
			rows={rows}
		>
			{covered && screen.overlay ? covers[screen.overlay]() : screens[step]()}
			<Notice content={covered ? screen.notice : (asked ?? screen.notice)} otherwise={wait} />
		</Frame>
	);
}

function titleOf(session: SessionState): string {
	const { step, screen } = session;
	if (isCovered(session)) return screen.overlay === 'help' ? `Keys: ${TITLES[step]}` : 'Troubles';
	return (step === 'page' && openPage(session)?.name) || TITLES[step];
}

/** The name of the app that Meta has accepted, short enough for the title. */
function appName({ app: { status } }: SessionState): string {
	return status.state === 'done' ? fitText(status.value.name ?? status.value.id, NAME_WIDTH).text : '';
}

/** How the host is named when it is not Meta's, as its name alone if `isBrief`; empty when it is. */
function hostName({ hosts }: SessionState, { isBrief, isDemo }: { isBrief: boolean; isDemo: boolean }): string {
	const [other] = hosts.overridden ? overriddenHosts(hosts) : [];
	if (!other) return '';
	const { host } = other.url;
	if (isBrief) return host;
	return isDemo ? `sandbox ${host}` : `${host}, not Meta`;
}

/** Only what is not saved can be; only a profile whose sign-in has ended needs another token. */
function unhintedOf(session: SessionState): KeyAction[] {
	const saving: KeyAction[] = hasUnsaved(session) || session.opened === null ? [] : ['start-saving'];
	return session.opened?.ended ? saving : [...saving, 'paste-again'];
}

/** What Enter does where that depends on more than the screen; null where it does nothing. */
function enterLabelOf(scope: Scope, session: SessionState): string | null | undefined {
	const { token, signIn, connection } = session;
	if (scope === 'progress') return connection.running ? null : undefined;
	if (scope !== 'token') return undefined;
	if (signIn.status.state === 'running') return signIn.address === null ? null : 'open again';
	if (token.status.state === 'done') return 'go on';
	if (token.text.length > 0) return 'check';
	return methodToRun(session) === null ? 'open' : 'sign in';
}

const MINUTE_MS = 60_000;

/** Unix seconds, moving on once a minute: nothing on the screens counts seconds. */
function useNow(read: () => number): number {
	const [now, setNow] = useState(read);
	useEffect(() => {
		const timer = setInterval(() => setNow(read()), MINUTE_MS);
		return () => clearInterval(timer);
	}, [read]);
	return now;
}
