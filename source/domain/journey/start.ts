import { DEFAULT_PURPOSE, type Purpose } from '../permissions.ts';
import type { Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import { offerWays, type SignInMemory } from '../sign-in/ways.ts';
import {
	type Journey,
	NO_ADDING,
	NO_CONNECTION,
	NO_SIGN_IN,
	NO_TOKEN,
	NOTHING,
	type ProfileSummary,
	type SignIn,
	type SignInStart,
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
};

const NOTHING_KNOWN: SignInStart = {
	facts: { elsewhere: null, localhost: null, last: null },
	clientToken: NOTHING,
	configId: null,
	isRerequest: false,
};

/** The start of a journey: at the profiles, where there are any. */
export function startJourney(prefill: Prefill = {}): Journey {
	const {
		appId = '',
		appSecret,
		userToken,
		purpose,
		profiles = [],
		profilesProblem = null,
		signIn = {},
		canSave = false,
	} = prefill;
	return {
		step: profiles.length > 0 || profilesProblem ? 'profiles' : 'app',
		run: 0,
		profiles: { all: profiles, problem: profilesProblem, busy: null, renaming: null, removing: null },
		unlock: null,
		opened: null,
		app: {
			id: appId,
			secret: appSecret ?? NOTHING,
			field: appId && !appSecret ? 'secret' : 'id',
			status: { state: 'idle' },
			version: null,
		},
		purpose: purpose ?? DEFAULT_PURPOSE,
		signIn: beginSignIn({ ...NOTHING_KNOWN, ...signIn }),
		token: { ...NO_TOKEN, text: userToken ?? NOTHING },
		connection: NO_CONNECTION,
		pages: [],
		list: { filter: '', sort: 'risk', marked: [] },
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
	};
}

/** Another journey after one, with what outlasts it: the stored profiles, and the number of its latest work. */
export function startAfter({ run, profiles, canSave, saved }: Journey, prefill: Prefill): Journey {
	return { ...startJourney(prefill), run, profiles, canSave, saved };
}

/** What is known with what was remembered of a sign-in. What the environment says of the configuration comes first. */
export function withMemory(start: SignInStart, memory: SignInMemory | null): SignInStart {
	if (!memory) return start;
	const { via: last, localhost, configId } = memory;
	return { ...start, facts: { ...start.facts, localhost, last }, configId: start.configId ?? configId };
}

/** The ways as they are offered with what is known; the best one is chosen. `start` is what was known when the program began. */
export function beginSignIn(known: SignInStart, start: SignInStart = known): SignIn {
	const [first] = offerWays({ ...known.facts, hasClientToken: known.clientToken.length > 0 });
	return { ...NO_SIGN_IN, ...known, way: first?.way ?? 'explorer', start };
}
