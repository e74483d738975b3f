import type { PageRecord } from '../domain/page.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import type { Caller } from '../graph/debug-token.ts';
import { checkApp } from '../operations/check-app.ts';
import { connect } from '../operations/connect.ts';
import { exportText } from '../operations/export-formats.ts';
import { findPage } from '../operations/find-page.ts';
import { publishTest } from '../operations/publish-test.ts';
import type { Reported } from '../operations/report.ts';
import { reviewToken } from '../operations/review-token.ts';
import { checkSecretFile, describeWritten, writeSecretFile } from '../operations/secret-file.ts';
import { verifyPages } from '../operations/verify-pages.ts';
import type { RunEffect } from './effects.ts';
import type { SessionEvent } from './events.ts';
import { failureOf } from './failures.ts';
import type { Answering, GraphAccess, WorkerSettings } from './graph-access.ts';
import { problemBehind } from './problem-behind.ts';
import { ProfileWorker } from './profile-work.ts';
import { signIn } from './sign-in-work.ts';
import type { Dispatch } from './store.ts';

type Effect<Type extends RunEffect['type']> = Extract<RunEffect, { type: Type }>;

/**
 * Does the journey's work. One piece of work at a time; the one before is aborted. Each ends in one event, whatever fails; what is a
 * fault of this program goes to `onFault` instead.
 */
export class SessionRunner {
	readonly #settings: WorkerSettings;
	readonly #profiles: ProfileWorker | null;
	#running = new AbortController();
	#looking = new AbortController();
	#session: GraphAccess | null = null;

	constructor(settings: WorkerSettings) {
		this.#settings = settings;
		this.#profiles = settings.vault && new ProfileWorker(settings, settings.vault);
	}

	/** Stops what runs, its requests included, and waits no more for the keychain. */
	abort(): void {
		this.#running.abort();
		this.#looking.abort();
	}

	/** Starts a piece of work. */
	start(effect: RunEffect, dispatch: Dispatch): void {
		this.#running.abort();
		this.#running = new AbortController();
		this.#profiles?.waitForKeychain(this.#running.signal, dispatch);
		const answering = { dispatch, signal: this.#running.signal };
		this.#settings.transport.patience.onWaiting = (waiting) => dispatch({ type: 'waiting', run: effect.run, waiting });
		this.#work(effect, answering)
			.catch((error: unknown) => failureOf(effect, problemBehind(error)))
			.then(dispatch)
			.catch(this.#settings.onFault);
	}

	/** Finds out what the keychain is. */
	lookAtKeychain(dispatch: Dispatch): void {
		this.#looking.abort();
		this.#looking = new AbortController();
		const work =
			this.#profiles?.lookAtKeychain(this.#looking.signal, dispatch) ?? Promise.reject(new ProblemError(NO_STORE));
		work
			.catch((error: unknown): SessionEvent => {
				return { type: 'keychain-known', isAvailable: false, words: problemText(problemBehind(error)).title };
			})
			.then(dispatch)
			.catch(this.#settings.onFault);
	}

	/** The event in which a piece of work ends; on the way there it tells how far it is. */
	async #work(effect: RunEffect, answering: Answering): Promise<SessionEvent> {
		switch (effect.type) {
			case 'check-app':
				return this.#checkApp(effect, answering);
			case 'review-token':
				return this.#reviewToken(effect, answering);
			case 'sign-in':
				return signIn(effect, this.#current.client, this.#settings, answering);
			case 'connect':
				return this.#connect(effect, answering);
			case 'verify-pages':
				return this.#verifyPages(effect, answering);
			case 'read-profile':
				return this.#stored.read(effect);
			case 'open-profile':
				return this.#stored.open(effect, answering, (session) => {
					this.#session = session;
				});
			case 'add-page':
				return this.#addPage(effect, answering);
			case 'export-pages':
				return this.#export(effect);
			case 'test-publishing':
				return this.#testPublishing(effect, answering);
			case 'save-profile':
				return this.#stored.save(effect, this.#current);
			default:
				return this.#stored.manage(effect, answering);
		}
	}

	async #checkApp({ run, id, secret }: Effect<'check-app'>, { signal }: Answering): Promise<SessionEvent> {
		const { transport, forcedVersion } = this.#settings;
		const checked = await checkApp(transport, { id, secret }, { forcedVersion, signal });
		this.#session = { ...checked, review: null, signedIn: null };
		return { type: 'app-checked', run, app: checked.app, version: checked.version };
	}

	async #reviewToken({ run, token, wanted }: Effect<'review-token'>, { signal }: Answering): Promise<SessionEvent> {
		const session = this.#current;
		const { now } = this.#settings;
		const review = await reviewToken(session.client, token, wanted, { appName: session.app.name, now, signal });
		this.#session = { ...session, review };
		const { info, user, missing, declined } = review;
		return { type: 'token-reviewed', run, review: { info, userName: user?.name ?? null, missing, declined } };
	}

	async #connect({ run }: Effect<'connect'>, { dispatch, signal }: Answering): Promise<SessionEvent> {
		const session = this.#current;
		const { review } = session;
		if (!review) throw new Error('The token was not reviewed yet.');
		for await (const event of connect(session.client, review, { now: this.#settings.now, signal })) {
			if (event.type === 'exchanged') {
				const { userToken, info, isExchanged } = event;
				this.#session = { ...session, signedIn: { userToken, info, user: review.user } };
				dispatch({ type: 'exchanged', run, isExchanged });
			} else if (event.type === 'problem') dispatch({ type: 'trouble', run, problem: event.problem });
			else dispatch({ ...event, run });
		}
		return { type: 'connection-ended', run, problem: null };
	}

	async #verifyPages(
		{ run, pages, profile }: Effect<'verify-pages'>,
		{ dispatch, signal }: Answering,
	): Promise<SessionEvent> {
		const { client, review } = this.#current;
		const caller: Caller = review?.caller ?? { kind: 'app', token: client.appToken };
		for await (const some of verifyPages(client, caller, pages, { now: this.#settings.now, signal })) {
			dispatch({ type: 'pages-verified', run, pages: some });
			const missing = profile === null ? null : await this.#stored.keepVerdicts(profile, some);
			if (missing && profile !== null) return { type: 'profile-gone', run, name: profile, problem: missing };
		}
		return { type: 'verified-again', run, problem: null };
	}

	async #addPage({ run, address, profile }: Effect<'add-page'>, { signal }: Answering): Promise<SessionEvent> {
		const { client, review, signedIn } = this.#current;
		const caller: Caller = review?.caller ?? { kind: 'app', token: client.appToken };
		const find = (userToken: Secret) =>
			findPage(client, caller, userToken, address, { now: this.#settings.now, signal });
		if (profile !== null) return { type: 'page-added', run, page: await this.#stored.add(profile, find) };
		if (!signedIn) throw new ProblemError(problem('sign-in-needed'));
		return { type: 'page-added', run, page: await find(signedIn.userToken) };
	}

	async #export(effect: Effect<'export-pages'>): Promise<SessionEvent> {
		const { run, pages, among, format, file, mayReplace, profile } = effect;
		const check = await checkSecretFile({ file, format }, this.#settings.env);
		if (check.state === 'refused') throw new ProblemError(problem('disk', { ...NOT_THERE, cause: check.reason }));
		if (check.state === 'occupied' && !mayReplace) return { type: 'export-occupied', run, reason: check.reason };
		const text = await exportText(format, pages, { among, report: () => this.#report(pages, profile) });
		const written = await writeSecretFile({ file, format }, text, { mayReplace });
		return { type: 'exported', run, note: describeWritten({ file, format }, pages.length, written) };
	}

	/** What the JSON output of the verbs tells of these Pages. */
	async #report(pages: readonly PageRecord[], profile: string | null): Promise<Reported> {
		const { app, version, review, signedIn } = this.#current;
		const stored = profile === null ? null : await this.#settings.vault?.find(profile);
		const { user = null, info } = review ?? {};
		const userInfo = signedIn?.info ?? info;
		if (!stored && !userInfo) throw new Error('There is no long-lived user token yet.');
		const graphUrl = this.#settings.transport.graph.origin;
		const connection = {
			name: null,
			storage: null,
			app,
			graphVersion: version,
			graphUrl,
			wanted: [],
			user,
			problems: [],
		};
		return stored ? { ...stored, pages } : { ...connection, userInfo: userInfo as TokenInfo, pages };
	}

	async #testPublishing({ run, page }: Effect<'test-publishing'>, { signal }: Answering): Promise<SessionEvent> {
		const { client } = this.#current;
		const { now, hosts } = this.#settings;
		const { token } = page;
		if (!token) throw new ProblemError(problem('page-without-token'));
		const test = publishTest(client, { ...page, token }, { now, signal, hosts });
		let step = await test.next();
		while (!step.done) step = await test.next();
		return { type: 'publishing-tested', run, problem: step.value.problem };
	}

	get #current(): GraphAccess {
		if (!this.#session) throw new Error('The app was not checked yet.');
		return this.#session;
	}

	get #stored(): ProfileWorker {
		if (!this.#profiles) throw new ProblemError(NO_STORE);
		return this.#profiles;
	}
}

const NO_STORE = problem('disk', {
	title: 'Nothing can be saved here',
	cause: 'The demonstration has no profiles.',
	remedy: 'Start without demo: fb-token-tui',
});

const NOT_THERE = {
	title: 'The tokens were not written there',
	remedy: 'Do that, or name another file.',
};
