/**
 * How a person signs in so that a user token comes to be. `browser`: Facebook's dialog answers to this machine. `address`: its
 * answer stands in the address bar and is pasted. `device`: a code is entered on another device. `explorer`: a token from
 * Meta's own tool is pasted.
 */
export const SIGN_IN_METHODS = ['browser', 'address', 'device', 'explorer'] as const;

/** One of {@link WAYS}. */
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** A way to a user token: one that the program knows, or the token of a system user, which is made elsewhere and pasted. */
export type TokenMethod = SignInMethod | 'system-user';

/** Did Facebook go back to `http://localhost` for this app? It does so for apps in development mode alone. */
type LocalhostRedirect = 'accepted' | 'refused';

/** What is remembered of how a person signs in. */
export type SignInMemory = {
	/** The way that led to the stored user token; null where a newer program stored one that this one does not know. */
	via: SignInMethod | null;
	/** Null where it was never tried. */
	localhost: LocalhostRedirect | null;
	/** The configuration of Facebook Login for Business; null for an app without one. */
	configId: string | null;
};

/** What is known of the app and this machine. */
export type SignInFacts = {
	/** Why the browser that the person uses is not on this machine, as a sentence; null where it is. */
	elsewhere: string | null;
	/** Null where it was never tried. */
	localhost: LocalhostRedirect | null;
	/** Is the app's client token at hand? */
	hasClientToken: boolean;
	/** The way that led to a token the last time. */
	last: SignInMethod | null;
};

/** A way as it is offered. One that is not offered can still be chosen; `reason` says what stands against it, or what it needs. */
export type Offer = { method: SignInMethod; isOffered: boolean; reason: string | null };

/** All ways, those first that fit: the one that worked last, else the one with the least to do; the Explorer comes last of them. */
export function offerMethods(facts: SignInFacts): Offer[] {
	const { elsewhere, hasClientToken, last } = facts;
	const byEase: readonly SignInMethod[] =
		elsewhere !== null && hasClientToken ? ['device', 'address', 'browser', 'explorer'] : SIGN_IN_METHODS;
	const offers = byEase.map((method) => offer(method, facts));
	const rank = ({ method, isOffered }: Offer) => (isOffered ? (method === last ? 0 : 1) : 2);
	return offers.sort((a, b) => rank(a) - rank(b));
}

/** The way to be taken after one has failed: the best of the others that are offered. */
export function methodAfter(failed: SignInMethod, facts: SignInFacts): SignInMethod {
	const others = offerMethods({ ...facts, last: null }).filter(
		({ method, isOffered }) => isOffered && method !== failed,
	);
	return others[0]?.method ?? 'explorer';
}

function offer(method: SignInMethod, { elsewhere, localhost, hasClientToken }: SignInFacts): Offer {
	if (method === 'browser') {
		const reason = elsewhere === null ? null : `${elsewhere} Facebook would answer to the machine with the browser.`;
		const refused =
			localhost === 'refused' ? 'Facebook did not come back here: it does for apps in development mode.' : null;
		return { method, isOffered: reason === null && refused === null, reason: reason ?? refused };
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
