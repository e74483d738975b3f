import { ProblemError, problem } from '../../domain/problem.ts';
import type { Secret } from '../../domain/secret.ts';
import { type DialogAnswer, readAnswer } from '../../domain/sign-in/answer.ts';
import { type DialogOptions, dialogUrl } from '../../domain/sign-in/dialog.ts';
import type { SignInEvent } from '../../domain/sign-in/events.ts';
import type { GraphClient } from '../../graph/client.ts';
import { type LoopbackPage, listenOnLoopback } from '../../system/loopback-server.ts';
import { Channel } from '../channel.ts';
import { createVerifier, isSameText, oneTimeText } from './one-time.ts';
import type { SignInOptions } from './options.ts';

/** Where Facebook's pages are, as an origin, and the port that it comes back to; any free one for 0. */
export type BrowserOptions = { requested: DialogOptions; facebook: string; port?: number };

/**
 * Signs in through Facebook's dialog, which comes back to this machine. Gives the user token. That Facebook refuses to come back
 * stands only on its own page: then nobody answers.
 * @throws {ProblemError} `cancelled` where the signal is aborted or the person cancels at Facebook, `sign-in-needed` when
 * nobody answers in time, `network` for a port that cannot be used, and whatever the exchange of the code throws.
 */
export async function* signInByBrowser(
	client: GraphClient,
	{ requested, facebook, port = 0 }: BrowserOptions,
	options: SignInOptions,
): AsyncGenerator<SignInEvent, Secret, undefined> {
	const state = oneTimeText();
	const { verifier, challenge } = createVerifier();
	const answers = new Channel<DialogAnswer>();
	const ending = new AbortController();
	const respond = (query: URLSearchParams) => {
		const answer = readAnswer(query, (text) => isSameText(text, state));
		if (answer) answers.send(answer);
		return answer && PAGES[answer.kind];
	};
	let given: { code: Secret; redirectUri: string };
	{
		await using server = await listenOnLoopback(respond, port);
		const { version } = client.transport;
		const answer = { type: 'code', challenge } as const;
		const request = { ...requested, facebook, version, appId: client.app.id, redirectUri: server.url, state, answer };
		yield { type: 'dialog', method: 'browser', url: dialogUrl(request), state };
		try {
			end(answers, ending.signal, options);
			const code = yield* firstCode(answers);
			given = { code, redirectUri: server.url };
		} finally {
			ending.abort();
		}
	}
	yield { type: 'answered' };
	return await client.exchangeCode({ ...given, verifier }, options.signal);
}

/** Has the wait end when it is over or cancelled. */
function end(answers: Channel<DialogAnswer>, isOver: AbortSignal, { clock, patienceMs, signal }: SignInOptions): void {
	clock.delay(patienceMs, AbortSignal.any([isOver, signal])).then(
		() =>
			answers.send({
				kind: 'refused',
				problem: problem('sign-in-needed', { kind: 'nobody-answered', seconds: patienceMs / 1000 }),
			}),
		() => answers.send({ kind: 'refused', problem: problem('cancelled') }),
	);
}

async function* firstCode(answers: AsyncIterable<DialogAnswer>): AsyncGenerator<SignInEvent, Secret, undefined> {
	for await (const answer of answers) {
		if (answer.kind === 'code') return answer.code;
		if (answer.kind === 'refused') throw new ProblemError(answer.problem);
		yield { type: 'stray-answer' };
	}
	throw new Error('The answers do not end.');
}

const PAGES: Readonly<Record<DialogAnswer['kind'], LoopbackPage>> = {
	code: {
		status: 200,
		title: 'Done',
		text: 'Go back to the terminal. You can close this page.',
		isLast: true,
	},
	refused: {
		status: 200,
		title: 'Not signed in',
		text: 'Facebook gave no permission. The terminal says why, and what else can be done. You can close this page.',
		isLast: true,
	},
	stray: {
		status: 400,
		title: 'This is of another sign-in',
		text: 'Go on in the page that was opened last, or begin again in the terminal.',
		isLast: false,
	},
};
