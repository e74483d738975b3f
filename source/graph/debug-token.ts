import * as v from 'valibot';
import { diagnose } from '../domain/diagnosis.ts';
import { type Problem, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { type TokenInfo, UNKNOWN_TOKEN } from '../domain/token.ts';
import { BATCH_SIZE, type BatchAnswer, getInBatch } from './batch.ts';
import { proofQuery } from './proof.ts';
import { isObject } from './replies.ts';
import { DebugTokenReply } from './schemas.ts';
import type { Transport } from './transport.ts';

/**
 * Who asks about a token: the app with its access token, or the token itself where Meta does not accept that, as for apps of
 * type Native/Desktop. `appSecret` makes its proof; null sends none, for the token of an app whose secret is not at hand.
 */
export type Caller = { kind: 'app'; token: Secret } | { kind: 'self'; appSecret: Secret | null };

/** What Graph says of a token, or why it could not be asked. */
export type Inspection = { info: TokenInfo; problem: null } | { info: null; problem: Problem };

const PARALLEL_SINGLE_CALLS = 5;
const MOST_TIMEOUTS = 5;

/**
 * Asks about one token.
 * @throws {ProblemError}
 */
export async function debugToken(
	transport: Transport,
	input: Secret,
	caller: Caller,
	signal?: AbortSignal,
): Promise<TokenInfo> {
	const token = caller.kind === 'app' ? caller.token : input;
	const query = { input_token: input.reveal(), ...proofOf(caller, input) };
	try {
		return infoIn((await transport.send({ endpoint: 'debug-token', path: 'debug_token', query, token }, signal)).body);
	} catch (error) {
		const dead = caller.kind === 'self' ? deadToken(problemOrRethrow(error)) : null;
		if (dead) return dead;
		throw error;
	}
}

/**
 * Asks about many tokens, fifty in a call. That `debug_token` works within a batch is not documented: what a batch leaves
 * unanswered is asked singly, and after a batch that answered nothing no more are sent. Nor are single calls after several
 * in a row that ran out of time.
 */
export class TokenInspector {
	readonly #transport: Transport;
	readonly #caller: Caller;
	#batchesWork = true;
	/** Set once more calls are of no use: the rate limit is reached, or Meta does not answer in time. */
	#halt: Problem | null = null;
	/** Single calls in a row that were not answered in time. */
	#timeouts = 0;

	constructor(transport: Transport, caller: Caller) {
		this.#transport = transport;
		this.#caller = caller;
	}

	/** How many tokens one call of {@link inspect} takes at best. */
	static readonly batchSize = BATCH_SIZE;

	/**
	 * Inspects up to fifty tokens; the answers come in the order of the tokens.
	 * @throws {ProblemError} only `cancelled`: any other problem is part of the answers.
	 */
	async inspect(tokens: readonly Secret[], signal?: AbortSignal): Promise<Inspection[]> {
		const answers: (Inspection | null)[] =
			this.#batchesWork && !this.#halt && tokens.length > 1
				? await this.#batch(tokens, signal)
				: tokens.map(() => null);
		const open = answers.flatMap((answer, index) => (answer ? [] : [index]));
		const workers = Array.from({ length: Math.min(PARALLEL_SINGLE_CALLS, open.length) }, async () => {
			for (let index = open.shift(); index !== undefined; index = open.shift()) {
				answers[index] = await this.#single(tokens[index] as Secret, signal);
			}
		});
		await Promise.all(workers);
		return answers as Inspection[];
	}

	#unanswered(problem: Problem): Inspection {
		if (problem.code === 'cancelled') throw new ProblemError(problem);
		if (problem.code === 'rate-limited') this.#halt = problem;
		return { info: null, problem };
	}

	async #single(token: Secret, signal: AbortSignal | undefined): Promise<Inspection> {
		if (this.#halt) return this.#unanswered(this.#halt);
		try {
			const info = await debugToken(this.#transport, token, this.#caller, signal);
			this.#timeouts = 0;
			return { info, problem: null };
		} catch (error) {
			const problem = problemOrRethrow(error);
			this.#timeouts = problem.code === 'timeout' ? this.#timeouts + 1 : 0;
			if (this.#timeouts >= MOST_TIMEOUTS) this.#halt = problem;
			return this.#unanswered(problem);
		}
	}

	/** One batch; null for each token that it left unanswered and that should be asked about singly. */
	async #batch(tokens: readonly Secret[], signal: AbortSignal | undefined): Promise<(Inspection | null)[]> {
		let items: (BatchAnswer | null)[];
		try {
			const [first] = tokens as [Secret, ...Secret[]];
			const token = this.#caller.kind === 'app' ? this.#caller.token : first;
			const addresses = tokens.map((input) => relativeUrl(this.#caller, input));
			items = await getInBatch(this.#transport, { access_token: token.reveal() }, addresses, signal);
		} catch (error) {
			const problem = problemOrRethrow(error);
			if (HOPELESS_SINGLY.has(problem.code)) return tokens.map(() => this.#unanswered(problem));
			this.#batchesWork = false;
			return tokens.map(() => null);
		}
		const answers = items.map((item) => this.#itemAnswer(item));
		if (answers.every((answer) => answer === null)) this.#batchesWork = false;
		return answers;
	}

	#itemAnswer(item: BatchAnswer | null): Inspection | null {
		if (!item) return null;
		const { body, failure } = item;
		if (failure) {
			const problem = diagnose('debug-token', failure);
			const dead = this.#caller.kind === 'self' ? deadToken(problem) : null;
			if (dead) return { info: dead, problem: null };
			return problem.code === 'rate-limited' ? this.#unanswered(problem) : null;
		}
		try {
			return { info: infoIn(body), problem: null };
		} catch {
			return null;
		}
	}
}

function proofOf(caller: Caller, token: Secret) {
	return proofQuery(caller.kind === 'self' ? caller.appSecret : null, token);
}

/** The address of a question within a batch, in which a token that asks about itself brings its own access. */
function relativeUrl(caller: Caller, token: Secret): string {
	const access = caller.kind === 'self' ? { access_token: token.reveal() } : {};
	return `debug_token?${new URLSearchParams({ input_token: token.reveal(), ...access, ...proofOf(caller, token) })}`;
}

/** Problems that asking singly would only repeat, or make worse. */
const HOPELESS_SINGLY = new Set<Problem['code']>(['network', 'rate-limited', 'cancelled', 'blocked', 'app-blocked']);

function infoIn(body: unknown): TokenInfo {
	const parsed = v.safeParse(DebugTokenReply, body);
	if (parsed.success) return parsed.output;
	const fault = isObject(body) ? 'no-data' : 'no-object';
	throw new ProblemError(problem('bad-reply', { kind: 'answer', of: 'debug_token', fault }));
}

const SAYS_NOTHING_OF_THE_TOKEN = new Set<Problem['code']>(['unknown-app', 'not-a-user-token', 'unexpected']);

/** A token that asks about itself and is dead is refused as a caller; that refusal is the answer. */
function deadToken({ code, graph }: Problem): TokenInfo | null {
	if ((graph?.code !== 190 && graph?.code !== 102) || SAYS_NOTHING_OF_THE_TOKEN.has(code)) return null;
	return {
		...UNKNOWN_TOKEN,
		isValid: false,
		error: { code: graph.code, subcode: graph.subcode, message: graph.message },
	};
}
