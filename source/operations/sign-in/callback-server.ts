import { createHash } from 'node:crypto';
import type { Problem } from '../../domain/problem.ts';
import { type DialogAnswer, type LateAnswer, readAnswer } from '../../domain/sign-in/answer.ts';
import {
	type LoopbackPage,
	type LoopbackPath,
	type LoopbackReply,
	type LoopbackServer,
	listenOnLoopback,
} from '../../system/loopback-server.ts';
import { Channel } from '../channel.ts';
import { isSameText, oneTimeText } from './one-time.ts';

/**
 * `port` is any free one for 0. `onLate` is told once of each answer to a sign-in that is over. For `keepForMs`, if given, the pages
 * are still there after the end.
 */
export type CallbackOptions = { port?: number; onLate: (answer: LateAnswer) => void; keepForMs?: number | undefined };

/** A sign-in that waits for Facebook to come back to `redirectUri`, with `state`. */
export type AwaitedAnswer = {
	redirectUri: string;
	state: string;
	/** They do not end: the first code or refusal is the last. */
	answers: AsyncIterable<DialogAnswer>;
	/** Has the wait end without an answer of Facebook's; nothing where one has come. */
	giveUp(outcome: 'stopped' | 'out-of-time', problem: Problem): void;
};

type Outcome = 'waiting' | 'code' | 'refused' | 'stopped' | 'out-of-time';

type SignIn = {
	number: number;
	state: string;
	outcome: Outcome;
	answers: Channel<DialogAnswer>;
	/** Digests of the queries that were taken: a browser may send the same one again. */
	taken: Set<string>;
};

/**
 * Where Facebook comes back to. It listens from the first sign-in on until it is disposed of, so that every page of the browser
 * that leads here, also later, says what happened and what to do. A code that arrives leaves the address bar at once.
 */
export class CallbackServer implements AsyncDisposable {
	readonly #options: CallbackOptions;
	readonly #signIns: SignIn[] = [];
	#listening: Promise<LoopbackServer> | null = null;

	constructor(options: CallbackOptions) {
		this.#options = options;
	}

	/**
	 * Begins to wait for an answer; one that was waited for before is replaced by it.
	 * @throws {ProblemError} `network` for a port that cannot be used.
	 */
	async begin(): Promise<AwaitedAnswer> {
		this.#listening ??= listenOnLoopback(this.#respond, this.#options.port);
		const { url: redirectUri } = await this.#listening.catch((error: unknown) => {
			this.#listening = null;
			throw error;
		});
		const signIn: SignIn = {
			number: this.#signIns.length + 1,
			state: oneTimeText(),
			outcome: 'waiting',
			answers: new Channel(),
			taken: new Set(),
		};
		this.#signIns.push(signIn);
		const { state, answers } = signIn;
		return {
			redirectUri,
			state,
			answers,
			giveUp(outcome, problem) {
				if (signIn.outcome !== 'waiting') return;
				signIn.outcome = outcome;
				answers.send({ kind: 'refused', problem });
			},
		};
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const server = await this.#listening?.catch(() => null);
		this.#listening = null;
		const { keepForMs } = this.#options;
		if (server && keepForMs !== undefined) await server.keepReplying(this.#lastReplies(), keepForMs);
		await server?.[Symbol.asyncDispose]();
	}

	/** What is replied after the end, when nothing is taken any more. */
	#lastReplies(): Record<string, LoopbackReply> {
		const results = this.#signIns.map((signIn) => [resultOf(signIn), this.#pageOf(signIn)] as const);
		return {
			...Object.fromEntries(results),
			'/': this.#pageOf(this.#signIns.at(-1)),
			'/?': { status: 303, location: '/result?sign-in=ended' },
			'/result?sign-in=ended': PAGES['out-of-time'],
			'/result': PAGES.stray,
		};
	}

	readonly #respond = (path: LoopbackPath, query: URLSearchParams): LoopbackReply | null => {
		const latest = this.#signIns.at(-1);
		if (path === '/result') return this.#pageOf(this.#signIns[Number(query.get('sign-in')) - 1]);
		let signIn: SignIn | undefined;
		const answer = readAnswer(query, (state) => {
			for (const one of this.#signIns) if (isSameText(state, one.state)) signIn = one;
			return signIn !== undefined;
		});
		if (!answer) return query.size === 0 ? this.#pageOf(latest) : null;
		if (answer.kind === 'stray') {
			latest?.answers.send(answer);
			return { status: 303, location: '/result' };
		}
		// A refusal may come without a state.
		const meant = signIn ?? latest;
		if (meant) this.#take(meant, answer, { text: query.toString(), isNamed: signIn !== undefined });
		return { status: 303, location: meant ? resultOf(meant) : '/result' };
	};

	#take(
		signIn: SignIn,
		answer: DialogAnswer & { kind: LateAnswer },
		{ text, isNamed }: { text: string; isNamed: boolean },
	): void {
		const digest = createHash('sha256').update(text).digest('base64');
		const isNew = !signIn.taken.has(digest);
		signIn.taken.add(digest);
		if (signIn.outcome === 'waiting') {
			signIn.outcome = answer.kind;
			signIn.answers.send(answer);
		} else if (isNew && isNamed) this.#options.onLate(answer.kind);
	}

	#pageOf(signIn: SignIn | undefined): LoopbackPage {
		if (!signIn) return PAGES.stray;
		const latest = this.#signIns.at(-1);
		const isReplaced = signIn !== latest && latest?.outcome === 'waiting' && !ANSWERED.has(signIn.outcome);
		return PAGES[isReplaced ? 'replaced' : signIn.outcome];
	}
}

function resultOf({ number }: SignIn): string {
	return `/result?sign-in=${number}`;
}

const ANSWERED: ReadonlySet<Outcome> = new Set<Outcome>(['code', 'refused']);

const CLOSE = 'You can close this page.';
const MAY_HAVE_CHANGED =
	'If you allowed something at Facebook, your grant there may have changed. Go back to the terminal and sign in again.';

const PAGES: Readonly<Record<Outcome | 'replaced' | 'stray', LoopbackPage>> = {
	waiting: {
		status: 200,
		title: 'Waiting for Facebook',
		texts: ['Sign in on the page of Facebook that was opened. If you closed it, open it again from the terminal.'],
	},
	code: {
		status: 200,
		title: 'Done',
		texts: [
			'fb-token-tui received your sign-in from Facebook.',
			`Go back to the terminal. It reports the result, then lists your Pages and makes their tokens. ${CLOSE}`,
		],
	},
	refused: {
		status: 200,
		title: 'Not signed in',
		texts: [
			'Facebook gave no permission, so fb-token-tui received no token.',
			`Go back to the terminal. It says why and what you can do. ${CLOSE}`,
		],
	},
	stopped: {
		status: 200,
		title: 'Sign-in stopped',
		texts: ['You stopped waiting in the terminal, so fb-token-tui took no token from this sign-in.', MAY_HAVE_CHANGED],
	},
	'out-of-time': {
		status: 200,
		title: 'Too late',
		texts: ['The terminal no longer waits, so fb-token-tui took no token from this sign-in.', MAY_HAVE_CHANGED],
	},
	replaced: {
		status: 200,
		title: 'You started another sign-in',
		texts: [`fb-token-tui waits for the newer one. Continue on the page that was opened last. ${CLOSE}`],
	},
	stray: {
		status: 400,
		title: 'This is from another sign-in',
		texts: [
			'fb-token-tui does not know this sign-in.',
			`Continue on the page that was opened last, or go back to the terminal and sign in again. ${CLOSE}`,
		],
	},
};
