import { useApp, useInput, useWindowSize } from 'ink';
import { type ReactNode, useCallback, useEffect, useReducer, useState, useSyncExternalStore } from 'react';
import { problemOfAppId } from '../domain/app.ts';
import { KEYCHAIN_SLOW } from '../domain/protection.ts';
import { appSettingsUrl, explorerUrl, pageOfWay } from '../graph/links.ts';
import { NEWEST_VERSION } from '../graph/version.ts';
import { hasUnsaved, isQuitting } from '../session/departing.ts';
import { nameHost } from '../session/options.ts';
import {
	aboutDeparting,
	aboutOverwriting,
	aboutRemoving,
	aboutReplacing,
	QUESTIONS,
	TITLES,
} from '../session/session-text.ts';
import { wayToWalk } from '../session/sign-in.ts';
import { openPage, type SessionState, type Step } from '../session/state.ts';
import type { SessionStore } from '../session/store.ts';
import { fitText } from '../terminal/fit-text.ts';
import { type Action, bindingOf, keyName, type Scope } from './keymap.ts';
import { usePageList } from './listing/use-page-list.ts';
import { useProfileList } from './listing/use-profile-list.ts';
import { NO_OVERLAY, type Overlay } from './overlay.ts';
import { bodyRows, Frame } from './parts/frame.tsx';
import { Notice, type NoticeContent } from './parts/notice.tsx';
import { Remark } from './parts/remark.tsx';
import { Scrollable } from './parts/scrollable.tsx';
import { WaitLine } from './parts/wait-line.tsx';
import { AddPageScreen } from './screens/add-page-screen.tsx';
import { AppScreen } from './screens/app-screen.tsx';
import { ExportScreen } from './screens/export-screen.tsx';
import { HelpScreen } from './screens/help-screen.tsx';
import { PageScreen } from './screens/page-screen.tsx';
import { PagesScreen, rowsForPages } from './screens/pages-screen.tsx';
import { PermissionsScreen } from './screens/permissions-screen.tsx';
import { ProfilesScreen, rowsForProfiles } from './screens/profiles-screen.tsx';
import { ProgressScreen } from './screens/progress-screen.tsx';
import { SaveScreen } from './screens/save-screen.tsx';
import { TokenScreen } from './screens/token-screen.tsx';
import { TroublesScreen } from './screens/troubles-screen.tsx';
import { UnlockScreen } from './screens/unlock-screen.tsx';
import type { Services } from './services.ts';
import { actions } from './use-actions.ts';
import { useErrands } from './use-errands.ts';

export type AppProps = { store: SessionStore; services: Services };

/** Cells that the name of an app may take in the title. */
const NAME_WIDTH = 30;

/** How far a person has come on the way to the Pages. */
const PLACES: Partial<Record<Step, string>> = { app: '1 of 3', permissions: '2 of 3', token: '3 of 3' };

/** Rows that a message at the foot may take. */
const ROWS_OF_NOTICE = 3;

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
		rowsForPages(body, {
			hasFilter: overlay.filtering || journey.list.filter !== '',
			hasTrouble: journey.connection.problems.length > 0 || journey.verifyProblem !== null,
		}),
	);
	const profileList = useProfileList(journey.profiles.all, rowsForProfiles(body, journey.profiles.problem !== null));
	const page = openPage(journey);
	const current = journey.step === 'page' ? page : list.selected;

	const version = journey.app.version ?? NEWEST_VERSION;
	const link =
		journey.step === 'app'
			? appSettingsUrl(services.hosts, problemOfAppId(journey.app.id) ? undefined : journey.app.id)
			: explorerUrl(services.hosts, journey.app.id, version);
	const isLocked = journey.opened !== null && !journey.opened.isUnlocked;
	const checked = journey.app.status.state === 'done' ? journey.app.status.value : null;
	const app = checked && fitText(checked.name ?? checked.id, NAME_WIDTH).text;
	const errands = useErrands(services, { isLocked, change });

	const screen = scopeOf(journey, overlay);
	const departing = journey.departing?.isSaving === false ? journey.departing.by : null;
	const asked = departing ? aboutDeparting(journey, departing) : questionOf(journey, overlay);
	const question: NoticeContent | null = asked === null ? null : { tone: 'warn', text: asked };
	// The question about unsaved tokens is asked over any overlay.
	const isCovered = !departing && (overlay.help || overlay.troubles);
	const usual: Scope = isCovered ? 'help' : question ? 'confirm' : screen;
	const scope: Scope = !departing ? usual : isQuitting(departing) ? 'quitting' : 'departing';
	const perform = actions({
		journey,
		overlay,
		purpose,
		current,
		list,
		profileList,
		link,
		version,
		now: services.now,
		stride: Math.max(1, body - 3),
		errands,
		dispatch,
		change,
	});

	useInput((input, key) => {
		const name = keyName(input, key);
		const own = bindingOf(scope, name);
		// The keys beside a trouble are those of the screen below.
		const below = own || !isCovered || !overlay.troubles ? undefined : bindingOf(screen, name);
		if (below) change({ troubles: false });
		const action = (own ?? below)?.action;
		if (overlay.notice) change({ notice: null });
		if (action) perform[action]();
	});
	const leave = (code: number) => {
		services.abort();
		exit(code);
	};
	useEffect(() =>
		services.onEffect((effect) => {
			if (effect.type === 'leave') leave(effect.exitCode);
			else if (effect.type === 'say') errands.say(effect.isDone ? 'good' : 'plain', effect.text);
			else if (effect.type === 'open-address') errands.open(effect.address);
			else errands.open(pageOfWay(effect.way, services.hosts, journey.app.id, version));
		}),
	);
	const setScrollLimit = useCallback((scrollLimit: number) => change({ scrollLimit }), []);

	const { step } = journey;
	useEffect(() => {
		if (step) change({ scroll: 0, revealing: false });
	}, [step]);

	const isActive = scope === screen;
	const view = {
		journey,
		width,
		rows: body,
		now,
		clock: services.clock,
		isActive,
		isRevealing: overlay.revealing,
		dispatch,
		scroll: overlay.scroll,
		onScrollLimit: setScrollLimit,
	};
	/** The screens of which a small terminal may not hold all that goes wrong. */
	const scrolling = (
		{
			profiles: <ProfilesScreen {...view} list={profileList} />,
			unlock: <UnlockScreen {...view} />,
			save: <SaveScreen {...view} />,
			progress: <ProgressScreen {...view} />,
			export: <ExportScreen {...view} />,
			add: <AddPageScreen {...view} />,
		} as Partial<Record<Step, ReactNode>>
	)[journey.step];
	const { isDemo } = services;
	// Where the steps are shown, the running one says it.
	const wait = journey.isKeychainSlow ? (
		<Remark tone="warn">{KEYCHAIN_SLOW}. Press esc to cancel.</Remark>
	) : journey.waiting && step !== 'progress' ? (
		<WaitLine waiting={journey.waiting} clock={services.clock} width={width} />
	) : null;
	// What scrolls makes room for a message at the foot.
	const hasNotice = overlay.notice !== null || question !== null || wait !== null;
	const rowsBesideNotice = Math.max(1, body - (hasNotice ? ROWS_OF_NOTICE : 0));
	return (
		<Frame
			title={
				isCovered && overlay.help
					? `Keys: ${TITLES[journey.step]}`
					: isCovered
						? 'Troubles'
						: journey.step === 'page' && page
							? page.name
							: TITLES[journey.step]
			}
			host={nameHost(services, { isBrief: columns < 60 })}
			place={isCovered || journey.opened ? '' : (PLACES[journey.step] ?? '')}
			aside={[app, journey.app.version].filter(Boolean).join('  ')}
			scope={scope}
			enterLabel={enterLabelOf(scope, journey)}
			unhinted={isCovered && overlay.scrollLimit === 0 ? ['page-down'] : unhintedOf(journey)}
			columns={columns}
			rows={rows}
		>
			{isCovered && overlay.help ? <HelpScreen {...view} rows={rowsBesideNotice} scope={screen} /> : null}
			{isCovered && overlay.troubles ? <TroublesScreen {...view} rows={rowsBesideNotice} /> : null}
			{isCovered ? null : (
				<>
					{scrolling ? (
						<Scrollable rows={rowsBesideNotice} offset={overlay.scroll} onLimit={setScrollLimit}>
							{scrolling}
						</Scrollable>
					) : null}
					{journey.step === 'app' ? <AppScreen {...view} settingsUrl={link} /> : null}
					{journey.step === 'permissions' ? (
						<PermissionsScreen {...view} purpose={purpose} onHighlight={setPurpose} />
					) : null}
					{journey.step === 'token' ? (
						<TokenScreen
							{...view}
							terminal={services}
							noBrowser={services.browser.unavailable}
							explorerUrl={link.replace(/\?.*/, '')}
							isDemo={isDemo}
						/>
					) : null}
					{journey.step === 'pages' ? <PagesScreen {...view} list={list} isFiltering={overlay.filtering} /> : null}
					{journey.step === 'page' && page ? <PageScreen {...view} rows={rowsBesideNotice} page={page} /> : null}
				</>
			)}
			<Notice content={isCovered ? overlay.notice : (question ?? overlay.notice)} otherwise={wait} />
		</Frame>
	);
}

/** The question that waits for a yes or a no; null for none. */
function questionOf({ profiles, save, exporting, step }: SessionState, { confirming }: Overlay): string | null {
	if (confirming) return QUESTIONS[confirming];
	if (profiles.removing !== null) return aboutRemoving(profiles.removing);
	if (step === 'export' && exporting?.replacing != null) return aboutOverwriting(exporting.replacing);
	return step === 'save' && save?.replaces ? aboutReplacing(save.replaces) : null;
}

function scopeOf({ step, profiles }: SessionState, { filtering }: Overlay): Scope {
	if (step === 'pages' && filtering) return 'filter';
	return step === 'profiles' && profiles.renaming ? 'renaming' : step;
}

/** Only what is not saved can be; only a profile whose sign-in has ended needs another token. */
function unhintedOf(journey: SessionState): Action[] {
	const saving: Action[] = hasUnsaved(journey) || journey.opened === null ? [] : ['start-saving'];
	return journey.opened?.ended ? saving : [...saving, 'paste-again'];
}

/** What Enter does where that depends on more than the screen; null where it does nothing. */
function enterLabelOf(scope: Scope, journey: SessionState): string | null | undefined {
	const { token, signIn, connection } = journey;
	if (scope === 'progress') return connection.running ? null : undefined;
	if (scope !== 'token') return undefined;
	if (signIn.status.state === 'running') return signIn.address === null ? null : 'open again';
	if (token.status.state === 'done') return 'go on';
	if (token.text.length > 0) return 'check';
	return wayToWalk(journey) === null ? 'open' : 'sign in';
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
