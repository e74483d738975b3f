import { useApp, useInput, useWindowSize } from 'ink';
import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from 'react';
import { openPage } from '../domain/journey.ts';
import { permissionsFor } from '../domain/permissions.ts';
import { appSettingsUrl, explorerUrl } from '../graph/links.ts';
import { NEWEST_VERSION } from '../graph/version.ts';
import type { JourneyStore } from './journey-store.ts';
import { type Action, bindingOf, keyName, type Scope } from './keymap.ts';
import { usePageList } from './listing/use-page-list.ts';
import { NO_OVERLAY, type Overlay } from './overlay.ts';
import { bodyRows, Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { AppScreen } from './screens/app-screen.tsx';
import { HelpScreen } from './screens/help-screen.tsx';
import { PageScreen } from './screens/page-screen.tsx';
import { PagesScreen, rowsForPages } from './screens/pages-screen.tsx';
import { PermissionsScreen } from './screens/permissions-screen.tsx';
import { ProgressScreen } from './screens/progress-screen.tsx';
import { TokenScreen } from './screens/token-screen.tsx';
import type { Services } from './services.ts';
import { useErrands } from './use-errands.ts';

export type AppProps = { store: JourneyStore; services: Services };

const TITLES = {
	app: 'Your Facebook app',
	permissions: 'What are the tokens for?',
	token: 'A user access token',
	progress: 'Making your Page tokens',
	pages: 'Your Pages',
	page: 'Page',
} as const;

/** The whole program: draws the screen that the journey is at, and turns keys into its events. */
export function App({ store, services }: AppProps) {
	const journey = useSyncExternalStore(store.subscribe, store.getState);
	const { dispatch } = store;
	const { columns, rows } = useWindowSize();
	const { exit } = useApp();
	const [overlay, change] = useReducer((state: Overlay, part: Partial<Overlay>) => ({ ...state, ...part }), NO_OVERLAY);
	const [purpose, setPurpose] = useState(journey.purpose);
	const now = useNow(services.now);

	const width = Math.max(1, columns - 2);
	const body = bodyRows(rows);
	const list = usePageList(
		journey.pages,
		journey.list,
		rowsForPages(body, overlay.filtering || journey.list.filter !== ''),
	);
	const page = openPage(journey);
	const current = journey.step === 'page' ? page : list.selected;

	const version = journey.app.version ?? NEWEST_VERSION;
	const link =
		journey.step === 'app'
			? appSettingsUrl(services.hosts, journey.app.id || undefined)
			: explorerUrl(services.hosts, journey.app.id, version);
	const errands = useErrands(services, change);

	const screen: Scope = journey.step === 'pages' && overlay.filtering ? 'filter' : journey.step;
	const scope: Scope = overlay.help ? 'help' : overlay.confirming ? 'confirm' : screen;

	const move = (by: number) => {
		list.act({ type: 'move', by });
		if (journey.step !== 'page') return;
		const { ids, selectedId } = list.window;
		const id = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(selectedId ?? '') + by))];
		change({ scroll: 0 });
		if (id) dispatch({ type: 'open-page', id });
	};
	const scroll = (direction: 'page-up' | 'page-down') => {
		if (journey.step === 'pages') return list.act({ type: direction });
		const by = Math.max(1, body - 2) * (direction === 'page-down' ? 1 : -1);
		change({ scroll: Math.max(0, Math.min(overlay.scrollLimit, overlay.scroll + by)) });
	};
	const leave = (code: number) => {
		services.abort();
		exit(code);
	};
	const perform: Readonly<Record<Action, () => void>> = {
		submit() {
			if (journey.step === 'app') dispatch({ type: 'submit-app' });
			else if (journey.step === 'token') dispatch({ type: 'submit-token' });
			else if (journey.step === 'progress') dispatch({ type: 'connect-again' });
			else if (list.selected) {
				change({ scroll: 0 });
				dispatch({ type: 'open-page', id: list.selected.id });
			}
		},
		'next-field': () => dispatch({ type: 'focus-field', field: journey.app.field === 'id' ? 'secret' : 'id' }),
		'open-link': () => errands.open(link),
		'copy-link': () => errands.copy(link, 'Link'),
		'copy-permissions': () => errands.copy(permissionsFor(purpose).join(','), 'Permission names'),
		'move-up': () => move(-1),
		'move-down': () => move(1),
		'page-up': () => scroll('page-up'),
		'page-down': () => scroll('page-down'),
		home: () => list.act({ type: 'home' }),
		end: () => list.act({ type: 'end' }),
		'start-filter': () => change({ filtering: true }),
		'end-filter': () => change({ filtering: false }),
		'clear-filter'() {
			change({ filtering: false });
			dispatch({ type: 'set-filter', filter: '' });
		},
		'toggle-sort': () => dispatch({ type: 'toggle-sort' }),
		'copy-token': () => errands.copyToken(current),
		'show-raw': () => errands.showRaw(current),
		'open-debugger': () => (current?.token ? change({ confirming: true }) : errands.sayNoToken()),
		'verify-again'() {
			if (current) dispatch({ type: 'verify-page', id: current.id });
		},
		accept() {
			change({ confirming: false });
			errands.openDebugger(current, version);
		},
		dismiss: () => change({ confirming: false, help: false }),
		back() {
			if (journey.step === 'pages' && journey.list.filter !== '') dispatch({ type: 'set-filter', filter: '' });
			else dispatch({ type: 'back' });
		},
		help: () => change({ help: true }),
		quit: () => leave(0),
		cancel: () => dispatch({ type: 'cancel' }),
	};

	useInput((input, key) => {
		const action = bindingOf(scope, keyName(input, key))?.action;
		if (overlay.notice) change({ notice: null });
		if (action) perform[action]();
	});
	useEffect(() => services.onEffect((type) => (type === 'leave' ? exit(130) : errands.open(link))));
	const setScrollLimit = useCallback((scrollLimit: number) => change({ scrollLimit }), []);

	const isActive = scope === screen;
	const view = { journey, width, rows: body, now, isActive, dispatch };
	const { hosts, isDemo } = services;
	const host = hosts.overridden ? (isDemo ? `sandbox ${hosts.graph.host}` : `${hosts.graph.host}, not Meta`) : null;
	const app = journey.app.status.state === 'done' ? (journey.app.status.value.name ?? journey.app.id) : null;
	return (
		<Frame
			title={overlay.help ? 'Keys' : journey.step === 'page' && page ? page.name : TITLES[journey.step]}
			aside={[host, app, journey.app.version].filter(Boolean).join('  ')}
			scope={scope}
			enterLabel={scope === 'token' ? enterOnToken(journey.token) : undefined}
			columns={columns}
			rows={rows}
		>
			{overlay.help ? <HelpScreen scope={screen} width={width} rows={body} /> : null}
			{overlay.help ? null : (
				<>
					{journey.step === 'app' ? <AppScreen {...view} settingsUrl={link} /> : null}
					{journey.step === 'permissions' ? (
						<PermissionsScreen {...view} purpose={purpose} onHighlight={setPurpose} />
					) : null}
					{journey.step === 'token' ? (
						<TokenScreen
							{...view}
							noBrowser={services.browser.unavailable}
							explorerUrl={link.replace(/\?.*/, '')}
							isDemo={isDemo}
						/>
					) : null}
					{journey.step === 'progress' ? <ProgressScreen connection={journey.connection} /> : null}
					{journey.step === 'pages' ? <PagesScreen {...view} list={list} isFiltering={overlay.filtering} /> : null}
					{journey.step === 'page' && page ? (
						<PageScreen
							{...view}
							page={page}
							hasNotice={overlay.notice !== null || overlay.confirming}
							scroll={overlay.scroll}
							onScrollLimit={setScrollLimit}
						/>
					) : null}
					<Notice content={overlay.confirming ? QUESTION : overlay.notice} />
				</>
			)}
		</Frame>
	);
}

const QUESTION = {
	tone: 'warn',
	text: "The address will hold the token and stay in the browser's history. Open it? y/n",
} as const;

function enterOnToken({ text, status }: { text: { length: number }; status: { state: string } }): string {
	if (status.state === 'done') return 'go on';
	return text.length === 0 ? 'open' : 'check';
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
