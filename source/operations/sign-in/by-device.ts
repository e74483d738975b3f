import { ProblemError, problem, problemOrRethrow } from '../../domain/problem.ts';
import { isRetryable } from '../../domain/problem-text.ts';
import type { Secret } from '../../domain/secret.ts';
import type { SignInEvent } from '../../domain/sign-in/events.ts';
import type { DeviceCode } from '../../graph/app-client.ts';
import type { GraphClient } from '../../graph/client.ts';
import { wait } from '../../graph/retry-policy.ts';
import type { SignInOptions } from './options.ts';

/** What the app asks with, and for. `facebook` is the origin of Facebook's pages. */
export type DeviceOptions = { clientToken: Secret; permissions: readonly string[]; facebook: string };

/** Seconds; those of RFC 8628, where Meta says nothing. */
const USUAL_INTERVAL = 5;
const SLOWER_BY = 5;
/** A code of which Meta does not say how long it lives is not waited for longer, in seconds. */
const LONGEST_LIFETIME = 15 * 60;

/**
 * Signs in by a code that the person enters on another device. Gives the user token. A problem of the network in between is
 * an event; a code that expires is followed by another one, as long as the person is waited for.
 * @throws {ProblemError} `cancelled` where the signal is aborted or the person declines, `sign-in-needed` when nobody enters a
 * code in time, `missing-permission` where the app may not do this, `wrong-app-secret` for a wrong client token.
 */
export async function* signInByDevice(
	client: GraphClient,
	{ clientToken, permissions, facebook }: DeviceOptions,
	options: SignInOptions,
): AsyncGenerator<SignInEvent, Secret, undefined> {
	const { clock, patienceMs, signal } = options;
	const begin = clock.now();
	for (;;) {
		const code = await client.startDeviceLogin(clientToken, permissions, signal);
		const { userCode } = code;
		const interval = Math.max(1, code.interval ?? USUAL_INTERVAL);
		const endsAt = clock.now() + (code.expiresIn ?? LONGEST_LIFETIME) * 1000;
		const isLast = endsAt - begin >= patienceMs;
		yield { type: 'device-code', userCode, interval, endsAt, isLast, ...addressesOf(code, facebook) };
		const token = yield* waitFor(client, clientToken, { code: code.code, interval, endsAt }, options);
		if (token) return token;
		if (clock.now() - begin >= patienceMs) throw new ProblemError(problem('sign-in-needed', { kind: 'code-ran-out' }));
		yield { type: 'device-expired' };
	}
}

/** Asks about one code until it is granted; null when it has run out. */
async function* waitFor(
	client: GraphClient,
	clientToken: Secret,
	{ code, interval: first, endsAt }: { code: Secret; interval: number; endsAt: number },
	options: SignInOptions,
): AsyncGenerator<SignInEvent, Secret | null, undefined> {
	const { clock, signal } = options;
	for (let interval = first; ; ) {
		await wait(clock, interval * 1000, signal);
		if (clock.now() >= endsAt) return null;
		try {
			const status = await client.deviceLoginStatus(clientToken, code, signal);
			if (status.state === 'granted') return status.token;
			if (status.state === 'expired') return null;
			if (status.state === 'too-fast') interval += SLOWER_BY;
			yield { type: 'device-pending', interval };
		} catch (error) {
			const problem = problemOrRethrow(error);
			if (!isRetryable(problem) || problem.code === 'cancelled') throw error;
			if (problem.code === 'rate-limited') interval += SLOWER_BY;
			yield { type: 'device-problem', problem };
		}
	}
}

/** Where the code is entered, and the address that has it filled in (that of Meta's own SDK). */
function addressesOf({ address, userCode }: DeviceCode, facebook: string): { url: string; urlWithCode: string } {
	const url = new URL(address ?? new URL('/device', facebook));
	const withCode = new URL(url);
	withCode.searchParams.set('user_code', userCode);
	withCode.searchParams.set('qr', '1');
	return { url: url.href, urlWithCode: withCode.href };
}
