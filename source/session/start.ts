import { DEFAULT_PURPOSE, type Purpose } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { offerMethods, type SignInMemory } from '../domain/sign-in/methods.ts';
import { type Hosts, readHosts } from '../graph/hosts.ts';
import type { ProfileSummary } from './profile-summary.ts';
import {
	NO_ADDING,
	NO_CONNECTION,
	NO_SIGN_IN,
	NO_TOKEN,
	NOTHING,
	type SessionState,
	type SignIn,
	type SignInStart,
	UNCOVERED,
} from './state.ts';

/** What the person need not type: from the environment, from the last time, or all of it in a demonstration. */
export type Prefill = {
	appId?: string;
	appSecret?: Secret;
	userToken?: Secret;
	purpose?: Purpose;
	profiles?: readonly ProfileSummary[];
	/** Why the profiles could not be read. */
	profilesProblem?: Problem;
	signIn?: Partial<SignInStart>;
	/** Is there a store for profiles? */
	canSave?: boolean;
	/** Meta's own unless given. */
	hosts?: Hosts;
	/** Cells of the terminal. */
	columns?: number;
	rows?: number;
};

const NOTHING_KNOWN: SignInStart = {
	facts: { elsewhere: null, last: null },
	clientToken: NOTHING,
	configId: null,
	isRerequest: false,
};

/** The start of a journey: at the profiles, where there are any. */
export function initialState(prefill: Prefill = {}): SessionState {
	const {
		appId = '',
		appSecret,
		userToken,
		purpose = DEFAULT_PURPOSE,
		profiles = [],
		profilesProblem = null,
		signIn = {},
		canSave = false,
		hosts = readHosts({}),
		columns = 80,
		rows = 24,
	} = prefill;
	return {
		step: profiles.length > 0 || profilesProblem ? 'profiles' : 'app',
		run: 0,
		profiles: { all: profiles, problem: profilesProblem, busy: null, renaming: null, removing: null, window: null },
		unlock: null,
		opened: null,
		app: {
			id: appId,
			secret: appSecret ?? NOTHING,
			field: appId && !appSecret ? 'secret' : 'id',
			status: { state: 'idle' },
			version: null,
		},
		purposes: [purpose],
		highlighted: purpose,
		ticked: [],
		signIn: beginSignIn({ ...NOTHING_KNOWN, ...signIn }),
		token: { ...NO_TOKEN, text: userToken ?? NOTHING },
		connection: NO_CONNECTION,
		pages: [],
		list: { filter: '', isFiltering: false, sort: 'risk', marked: [], window: null },
		openPageId: null,
		verifying: [],
		verifyProblem: null,
		adding: NO_ADDING,
		exporting: null,
		publishTest: null,
		waiting: null,
		isKeychainSlow: false,
		save: null,
		canSave,
		saved: [],
		departing: null,
		hosts,
		screen: { ...UNCOVERED, columns, rows, isRevealing: false, notice: null, cursor: null },
	};
}

/** Another journey after one, with what outlasts it: the stored profiles, the number of its latest work, and the screen. */
export function startAfter(before: SessionState, prefill: Prefill): SessionState {
	const { run, profiles, canSave, saved, hosts, screen } = before;
	return { ...initialState(prefill), run, profiles, canSave, saved, hosts, screen };
}

/** What is known with what was remembered of a sign-in. What the environment says of the configuration comes first. */
export function withMemory(start: SignInStart, memory: SignInMemory | null): SignInStart {
	if (!memory) return start;
	const { via: last, configId } = memory;
	return { ...start, facts: { ...start.facts, last }, configId: start.configId ?? configId };
}

/** The ways as they are offered with what is known; the best one is chosen. `start` is what was known when the program began. */
export function beginSignIn(known: SignInStart, start: SignInStart = known): SignIn {
	const [first] = offerMethods({ ...known.facts, hasClientToken: known.clientToken.length > 0 });
	return { ...NO_SIGN_IN, ...known, method: first?.method ?? 'explorer', start };
}
