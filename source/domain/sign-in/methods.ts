/**
 * How a person signs in, in the order in which it is offered. `explorer`: a token from Meta's own tool is pasted, which works for
 * every app. `browser`: Facebook's dialog answers to this computer. `address`: its answer is in the address bar and is pasted.
 * `device`: a code is entered on another device.
 */
export const SIGN_IN_METHODS = ['explorer', 'browser', 'address', 'device'] as const;

/** One of {@link SIGN_IN_METHODS}. */
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** How a user token is obtained: a sign-in method, or the token of a system user, which is made elsewhere and pasted. */
export type TokenMethod = SignInMethod | 'system-user';

/** What is remembered of how a person signs in. */
export type SignInMemory = {
	/** The method that led to the stored user token; null where a newer program stored one that this one does not know. */
	via: SignInMethod | null;
	/** The configuration of Facebook Login for Business; null for an app without one. */
	configId: string | null;
};

/** What is known of the app and this machine. */
export type SignInFacts = {
	/** Why the browser that the person uses is not on this machine, as a sentence; null where it is. */
	elsewhere: string | null;
	/** Is the app's client token at hand? */
	hasClientToken: boolean;
	/** The method that led to a token the last time. */
	last: SignInMethod | null;
};

/** A method as it is offered. One that is not offered can still be chosen; `reason` says what is against it, or what it needs. */
export type Offer = { method: SignInMethod; isOffered: boolean; reason: string | null };

/** All methods, those first that fit: the one that worked last, else the Explorer, then the one with the least to do. */
export function offerMethods(facts: SignInFacts): Offer[] {
	const { elsewhere, hasClientToken, last } = facts;
	const byEase: readonly SignInMethod[] =
		elsewhere !== null && hasClientToken ? ['explorer', 'device', 'address', 'browser'] : SIGN_IN_METHODS;
	const offers = byEase.map((method) => offer(method, facts));
	const rank = ({ method, isOffered }: Offer) => (isOffered ? (method === last ? 0 : 1) : 2);
	return offers.sort((a, b) => rank(a) - rank(b));
}

/** The method after one has failed: the best of the others that are offered. */
export function methodAfter(failed: SignInMethod, facts: SignInFacts): SignInMethod {
	const others = offerMethods({ ...facts, last: null }).filter(
		({ method, isOffered }) => isOffered && method !== failed,
	);
	return others[0]?.method ?? 'explorer';
}

function offer(method: SignInMethod, { elsewhere, hasClientToken }: SignInFacts): Offer {
	if (method === 'browser') {
		const reason = elsewhere === null ? null : `${elsewhere} Facebook would answer to the machine with the browser.`;
		return { method, isOffered: reason === null, reason };
	}
	if (method === 'device' && !hasClientToken) {
		return {
			method,
			isOffered: elsewhere !== null,
			reason: 'It needs the client token: App settings, Advanced, Security.',
		};
	}
	return { method, isOffered: true, reason: null };
}
