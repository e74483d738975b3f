import { Box } from 'ink';
import type { ReactNode } from 'react';
import { overriddenHosts } from '../../graph/hosts.ts';
import { isTight } from '../../session/layout.ts';
import { isCovered } from '../../session/question.ts';
import { TITLES } from '../../session/session-text.ts';
import { openPage, type SessionState, type Step } from '../../session/state.ts';
import { fitText, NAME_WIDTH } from '../../terminal/fit-text.ts';
import { Cell, Toned } from '../theme.tsx';
import { Hints } from './hints.tsx';

/** Below this the program asks for more room. */
const LEAST = { columns: 40, rows: 12 };

/** From so many columns on, the title has company. */
const WIDE = 60;

/** How far a person has come towards the Pages. */
const PLACES: Partial<Record<Step, string>> = { app: '1 of 3', permissions: '2 of 3', token: '3 of 3' };

/** What lies over a screen. */
const COVERS = { problems: 'Troubles', 'app-guide': 'No app yet?' } as const;

export type FrameProps = { session: SessionState; isDemo: boolean; children: ReactNode };

/**
 * Every screen: a title line, the body, one quiet footer with the keys.
 *
 *     Pages                               My App · v27.0
 *
 *     …
 *
 *     ⏎ open · / filter · s sort · esc back · ? all keys
 */
export function Frame({ session, isDemo, children }: FrameProps) {
	const { columns, rows } = session.screen;
	if (columns < LEAST.columns || rows < LEAST.rows) {
		return (
			<Box width={columns} height={rows} overflow="hidden">
				<Toned wrap="wrap">
					Too small: {LEAST.columns}x{LEAST.rows} is needed, this is {columns}x{rows}.
				</Toned>
			</Box>
		);
	}
	const gap = isTight(rows) ? null : <Box height={1} flexShrink={0} />;
	return (
		<Box width={columns} height={rows} flexDirection="column" overflow="hidden" paddingX={1}>
			<Heading session={session} isDemo={isDemo} />
			{gap}
			<Box flexGrow={1} flexShrink={1} flexDirection="column" overflow="hidden">
				{children}
			</Box>
			{gap}
			<Hints session={session} />
		</Box>
	);
}

/** The title, which is cut before the host; at its right, where there is room, the app and the Graph version. */
function Heading({ session, isDemo }: Omit<FrameProps, 'children'>) {
	const { columns } = session.screen;
	const host = hostName(session, { isBrief: columns < WIDE, isDemo });
	const place = isCovered(session) || session.opened || columns < WIDE ? null : PLACES[session.step];
	const app = [appName(session), session.app.version].filter(Boolean).join('  ');
	const title = fitText(titleOf(session), Math.max(1, Math.min(columns - 4 - host.length, Math.floor(columns * 0.6))));
	return (
		<Box height={1} flexShrink={0} justifyContent="space-between" columnGap={2}>
			<Box flexShrink={0} columnGap={2}>
				<Toned tone="strong">{title.text}</Toned>
				{place ? <Toned tone="quiet">{place}</Toned> : null}
			</Box>
			<Box marginRight={title.extra} columnGap={2}>
				{host ? <Cell tone="quiet">{host}</Cell> : null}
				{app ? <Toned tone="quiet">{app}</Toned> : null}
			</Box>
		</Box>
	);
}

function titleOf(session: SessionState): string {
	const { step, screen } = session;
	if (isCovered(session) && screen.overlay)
		return screen.overlay === 'help' ? `Keys: ${TITLES[step]}` : COVERS[screen.overlay];
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
