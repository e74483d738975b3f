import type { PageRecord } from '../../source/domain/page.ts';
import { summarizePages } from '../../source/domain/pages-summary.ts';
import { problem } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import { advance } from '../../source/session/advance.ts';
import type { SessionEffect } from '../../source/session/effects.ts';
import type { WorkEvent } from '../../source/session/events.ts';
import type { ProfileSummary } from '../../source/session/profile-summary.ts';
import { initialState } from '../../source/session/start.ts';
import type { InspectedToken, SessionState, Step } from '../../source/session/state.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, pageTokenInfo } from '../support/token-infos.ts';

export const APP = { id: APP_ID, name: 'My App' };
export const CREDENTIALS = { appId: APP_ID, appSecret: new Secret('0123456789abcdef0123456789abcdef') };
export const PASTE = new Secret(tokenOf('paste'));
export const REVIEW: InspectedToken = {
	info: pageTokenInfo({ type: 'USER' }),
	userName: 'Robin Example',
	missing: [],
	declined: [],
};
export const TROUBLE = problem('graph-unavailable');

/** Three Pages that are not verified yet; the last has no token. */
export const PAGES: readonly PageRecord[] = ['1', '2', '3'].map((id) => ({
	id,
	name: `Page ${id}`,
	category: null,
	tasks: null,
	foundBy: 'accounts',
	token: id === '3' ? null : new Secret(tokenOf(id)),
	summary: id === '3' ? null : { preview: 'EAAB…x9fQ', length: 213, fingerprint: '4f2a91c0' },
	info: null,
	assessment: null,
	checkedAt: null,
	problem: null,
}));

const MY_APP: ProfileSummary = {
	name: 'my-app',
	app: APP,
	graphVersion: 'v27.0',
	purpose: 'publish',
	wanted: ['pages_show_list'],
	pages: summarizePages(PAGES),
	protection: 'Sealed',
	savedAt: 1_795_000_000,
	userId: null,
	hasEnded: false,
	isSystemUser: false,
	isMissingSome: false,
	signIn: null,
};

/** Two stored profiles. */
export const PROFILES: readonly [ProfileSummary, ProfileSummary] = [
	MY_APP,
	{ ...MY_APP, name: 'shop', purpose: null, pages: summarizePages([]) },
];

/** What comes to pass when a profile is opened as the first thing; what it is connected with has the number 2. */
export function opening(profile: ProfileSummary): WorkEvent[] {
	return [
		{ type: 'open-profile', name: profile.name },
		{ type: 'profile-read', run: 1, profile, pages: PAGES },
	];
}

/** The state after some events, and all the work that came from them. */
export function follow(
	state: SessionState,
	events: readonly WorkEvent[],
): { state: SessionState; effects: SessionEffect[] } {
	const effects: SessionEffect[] = [];
	let current = state;
	for (const event of events) {
		const next = advance(current, event);
		effects.push(...next.effects);
		current = next.state;
	}
	return { state: current, effects };
}

/** A journey that has come to a screen, and can be saved; from `progress` on the list still comes in. */
export function at(step: Step): SessionState {
	const stations: Partial<Record<Step, (state: SessionState) => WorkEvent[]>> = {
		app: () => [],
		permissions: ({ run }) => [
			{ type: 'submit-app' },
			{ type: 'app-checked', run: run + 1, app: APP, version: 'v27.0' },
		],
		token: () => [{ type: 'choose-purposes', purposes: ['publish'] }],
		progress: ({ run }) => [
			{ type: 'paste-token', value: PASTE },
			{ type: 'token-inspected', run: run + 1, inspected: REVIEW },
			{ type: 'submit-token' },
		],
		pages: ({ run }) => [
			{ type: 'exchanged', run, isExchanged: true },
			{ type: 'pages-found', run, pages: PAGES },
		],
		page: () => [{ type: 'open-page', id: '1' }],
	};
	let state = initialState({ ...CREDENTIALS, canSave: true });
	for (const [name, events] of Object.entries(stations)) {
		state = follow(state, events(state)).state;
		if (name === step) break;
	}
	return state;
}
