import type { JourneyEffect } from '../domain/journey.ts';
import { problemOf } from '../domain/problem.ts';
import type { Transport } from '../graph/transport.ts';
import { type CheckedApp, checkApp } from '../operations/check-app.ts';
import { connect, verifyAgain } from '../operations/connect.ts';
import { reviewToken, type TokenReview } from '../operations/review-token.ts';
import type { Dispatch } from './journey-store.ts';

/**
 * `forcedVersion` keeps the transport's Graph version from being probed; `now` gives Unix seconds; `onFault` takes what
 * should never happen.
 */
export type WorkerSettings = {
	transport: Transport;
	forcedVersion: boolean;
	now: () => number;
	onFault: (error: unknown) => void;
};

type RunEffect = Extract<JourneyEffect, { run: number }>;

/**
 * Does the journey's work with Graph and answers with events. It keeps what the screens must not know: the client with
 * the app secret, and the reviewed token. One piece of work at a time; the one before is aborted.
 */
export class JourneyWorker {
	readonly #settings: WorkerSettings;
	#running = new AbortController();
	#checked: CheckedApp | null = null;
	#review: TokenReview | null = null;

	constructor(settings: WorkerSettings) {
		this.#settings = settings;
	}

	/** Stops what runs, its requests included. */
	abort(): void {
		this.#running.abort();
	}

	start(effect: RunEffect, dispatch: Dispatch): void {
		this.abort();
		this.#running = new AbortController();
		const { signal } = this.#running;
		this.#work(effect, dispatch, signal).catch(this.#settings.onFault);
	}

	#work(effect: RunEffect, dispatch: Dispatch, signal: AbortSignal): Promise<void> {
		switch (effect.type) {
			case 'check-app':
				return this.#checkApp(effect, dispatch, signal);
			case 'review-token':
				return this.#reviewToken(effect, dispatch, signal);
			case 'connect':
				return this.#connect(effect, dispatch, signal);
			case 'verify-page':
				return this.#verifyPage(effect, dispatch, signal);
		}
	}

	async #checkApp(
		{ run, id, secret }: Extract<RunEffect, { type: 'check-app' }>,
		dispatch: Dispatch,
		signal: AbortSignal,
	) {
		const { transport, forcedVersion } = this.#settings;
		try {
			const checked = await checkApp(transport, { id, secret }, { forcedVersion, signal });
			this.#checked = checked;
			dispatch({ type: 'app-checked', run, app: checked.app, version: checked.version });
		} catch (error) {
			dispatch({ type: 'app-refused', run, problem: problemOf(error) });
		}
	}

	async #reviewToken(
		{ run, token, wanted }: Extract<RunEffect, { type: 'review-token' }>,
		dispatch: Dispatch,
		signal: AbortSignal,
	) {
		const { client, app } = this.#app;
		try {
			this.#review = await reviewToken(client, token, wanted, { appName: app.name, signal });
			const { info, user, missing } = this.#review;
			dispatch({ type: 'token-reviewed', run, review: { info, userName: user?.name ?? null, missing } });
		} catch (error) {
			dispatch({ type: 'token-refused', run, problem: problemOf(error) });
		}
	}

	async #connect({ run }: Extract<RunEffect, { type: 'connect' }>, dispatch: Dispatch, signal: AbortSignal) {
		try {
			for await (const event of connect(this.#app.client, this.#reviewed, { now: this.#settings.now, signal })) {
				if (event.type === 'exchanged') dispatch({ type: 'exchanged', run });
				else if (event.type === 'problem') dispatch({ type: 'trouble', run, problem: event.problem });
				else dispatch({ ...event, run });
			}
			dispatch({ type: 'connection-ended', run, problem: null });
		} catch (error) {
			dispatch({ type: 'connection-ended', run, problem: problemOf(error) });
		}
	}

	async #verifyPage(
		{ run, page }: Extract<RunEffect, { type: 'verify-page' }>,
		dispatch: Dispatch,
		signal: AbortSignal,
	) {
		try {
			const { caller } = this.#reviewed;
			const fresh = await verifyAgain(this.#app.client, caller, page, { now: this.#settings.now, signal });
			dispatch({ type: 'page-verified', run, page: fresh });
		} catch (error) {
			// Only a cancelled verification throws, and its answer is not awaited any more.
			problemOf(error);
		}
	}

	get #app(): CheckedApp {
		if (!this.#checked) throw new Error('The app was not checked yet.');
		return this.#checked;
	}

	get #reviewed(): TokenReview {
		if (!this.#review) throw new Error('The token was not reviewed yet.');
		return this.#review;
	}
}
