import { type ComponentType, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { KEYCHAIN_SLOW } from '../domain/protection.ts';
import { bodyRows } from '../session/layout.ts';
import { isCovered, questionOf } from '../session/question.ts';
import { questionText } from '../session/session-text.ts';
import type { Screen, Step } from '../session/state.ts';
import type { SessionStore } from '../session/store.ts';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { Remark } from './parts/remark.tsx';
import { Scrollable } from './parts/scrollable.tsx';
import { WaitLine } from './parts/wait-line.tsx';
import { AddPageScreen } from './screens/add-page-screen.tsx';
import { AppGuideScreen } from './screens/app-guide-screen.tsx';
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
import type { Surface, View } from './view.ts';

export type AppProps = Surface & {
	store: SessionStore;
	/** Unix seconds. */
	readNow: () => number;
};

type Shown = Step | NonNullable<Screen['overlay']>;

const SCREENS: Readonly<Record<Shown, ComponentType<View>>> = {
	profiles: ProfilesScreen,
	unlock: UnlockScreen,
	app: AppScreen,
	permissions: PermissionsScreen,
	token: TokenScreen,
	progress: ProgressScreen,
	pages: PagesScreen,
	page: PageScreen,
	add: AddPageScreen,
	export: ExportScreen,
	save: SaveScreen,
	help: HelpScreen,
	problems: ProblemsScreen,
	'app-guide': AppGuideScreen,
};

/** Screens that fit themselves into a small terminal; all others scroll as a whole. */
const FITTING: ReadonlySet<Shown> = new Set(['app', 'permissions', 'token', 'pages']);

/** Rows that a message at the foot may take. */
const ROWS_OF_NOTICE = 3;

/** The whole program: draws the session's state, and turns keys into its events. */
export function App({ store, readNow, ...surface }: AppProps) {
	const session = useSyncExternalStore(store.subscribe, store.getState);
	const { dispatch } = store;
	useKeys(store, readNow);
	const now = useNow(readNow);
	const onScrollLimit = useCallback((limit: number) => dispatch({ type: 'scroll-limit', limit }), [dispatch]);

	const { step, screen } = session;
	const question = questionOf(session);
	const covered = isCovered(session);
	const width = Math.max(1, screen.columns - 2);
	const rows = bodyRows(screen.rows);
	const view: View = { ...surface, session, width, rows, now, onScrollLimit };
	// Where the steps are shown, the running one says it.
	const wait = session.isKeychainSlow ? (
		<Remark tone="warn">{KEYCHAIN_SLOW}. Press esc to cancel.</Remark>
	) : session.waiting && step !== 'progress' ? (
		<WaitLine waiting={session.waiting} clock={surface.clock} width={width} />
	) : null;
	// What scrolls makes room for a message at the foot.
	const hasNotice = screen.notice !== null || question !== null || wait !== null;
	const asked = question && { tone: 'warn' as const, text: questionText(question, session) };
	const shown = (covered && screen.overlay) || step;
	const Content = SCREENS[shown];
	return (
		<Frame session={session} isDemo={surface.demoPerson !== null}>
			{FITTING.has(shown) ? (
				<Content {...view} />
			) : (
				<Scrollable {...view} key={shown} rows={Math.max(1, rows - (hasNotice ? ROWS_OF_NOTICE : 0))}>
					<Content {...view} />
				</Scrollable>
			)}
			<Notice content={covered ? screen.notice : (asked ?? screen.notice)} otherwise={wait} />
		</Frame>
	);
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
