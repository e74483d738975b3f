import { ProblemError, problem } from '../../domain/problem.ts';
import type { Secret } from '../../domain/secret.ts';
import type { DialogAnswer } from '../../domain/sign-in/answer.ts';
import { type DialogOptions, dialogUrl } from '../../domain/sign-in/dialog.ts';
import type { SignInEvent } from '../../domain/sign-in/events.ts';
import { withApp } from '../../domain/sign-in/facebook-page.ts';
import type { GraphClient } from '../../graph/client.ts';
import type { CallbackServer } from './callback-server.ts';
import { createVerifier } from './one-time.ts';
import type { SignInOptions } from './options.ts';

/** Where Facebook's pages are, as an origin, and where it comes back to. */
export type BrowserOptions = { requested: DialogOptions; facebook: string; callbacks: CallbackServer };

/**
 * Signs in through Facebook's dialog, which comes back to this machine. Gives the user token. That Facebook refuses to come back
 * stands only on its own page: then nobody answers.
 * @throws {ProblemError} `cancelled` where the signal is aborted or the person cancels at Facebook, `sign-in-needed` when
 * nobody answers in time, `network` for a port that cannot be used, and whatever the exchange of the code throws.
 */
export async function* signInByBrowser(
	client: GraphClient,
	{ requested, facebook, callbacks }: BrowserOptions,
	options: SignInOptions,
): AsyncGenerator<SignInEvent, Secret, undefined> {
	const { clock, patienceMs, signal } = options;
	const { verifier, challenge } = createVerifier();
	const awaited = await callbacks.begin();
	const { redirectUri, state } = awaited;
	const { version } = client.transport;
	const answer = { type: 'code', challenge } as const;
	const request = { ...requested, facebook, version, appId: client.app.id, redirectUri, state, answer };
	const ending = new AbortController();
	clock.delay(patienceMs, AbortSignal.any([ending.signal, signal])).then(
		() =>
			awaited.giveUp('out-of-time', problem('sign-in-needed', { kind: 'nobody-answered', seconds: patienceMs / 1000 })),
		() => awaited.giveUp('stopped', problem('cancelled')),
	);
	let code: Secret;
	try {
		yield { type: 'dialog', url: dialogUrl(request), state, endsAt: clock.now() + patienceMs };
		code = yield* firstCode(awaited.answers, client.app.id);
	} finally {
		ending.abort();
	}
	yield { type: 'answered' };
	return await client.exchangeCode({ code, redirectUri, verifier }, signal);
}

async function* firstCode(
	answers: AsyncIterable<DialogAnswer>,
	appId: string,
): AsyncGenerator<SignInEvent, Secret, undefined> {
	for await (const answer of answers) {
		if (answer.kind === 'code') return answer.code;
		if (answer.kind === 'refused') throw new ProblemError(withApp(answer.problem, appId));
		yield { type: 'stray-answer' };
	}
	throw new Error('The answers do not end.');
}
