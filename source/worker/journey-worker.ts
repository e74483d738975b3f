import type { RunEffect } from '../domain/journey.ts';
import type { PageRecord } from '../domain/page.ts';
import { plural } from '../domain/plural.ts';
import { ProblemError, problem, problemOf } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import type { Caller } from '../graph/debug-token.ts';
import { checkApp } from '../operations/check-app.ts';
import { connect } from '../operations/connect.ts';
import { exportText } from '../operations/export-pages.ts';
import { findPage } from '../operations/find-page.ts';
import { publishTest } from '../operations/publish-test.ts';
import { reportOf } from '../operations/report.ts';
import { reviewToken } from '../operations/review-token.ts';
import { complaintAboutFile, writeSecretFile } from '../operations/secret-file.ts';
import { verifyPages } from '../operations/verify-pages.ts';
import type { Dispatch } from './journey-store.ts';
import { ProfileWorker } from './profile-worker.ts';
import type { Answering, Session, WorkerSettings } from './session.ts';
import { signIn } from './sign-in.ts';

type Effect<Type extends RunEffect['type']> = Extract<RunEffect, { type: Type }>;

/** Does the journey's work and answers with events. One piece of work at a time; the one before is aborted. */
export class JourneyWorker {
	readonly #settings: WorkerSettings;
	readonly #profiles: ProfileWorker | null;
	#running = new AbortController();
	#looking = new AbortController();
	#session: Session | null = null;

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
		this.#work(effect, answering).catch(this.#settings.onFault);
	}

	/** Finds out what the keychain is. */
	lookAtKeychain(dispatch: Dispatch): void {
		this.#looking.abort();
		this.#looking = new AbortController();
		this.#profiles?.lookAtKeychain(this.#looking.signal, dispatch).catch(this.#settings.onFault);
	}

	async #work(effect: RunEffect, answering: Answering): Promise<void> {
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
				return this.#profiles?.read(effect, answering);
			case 'open-profile':
				return this.#profiles?.open(effect, answering, (session) => {
					this.#session = session;
				});
			case 'add-page':
				return this.#addPage(effect, answering);
			case 'export-pages':
				return this.#export(effect, answering);
			case 'test-publishing':
				return this.#testPublishing(effect, answering);
			case 'save-profile':
				return this.#profiles?.save(effect, this.#current, answering);
			default:
				return this.#profiles?.manage(effect, answering);
		}
	}

	async #checkApp({ run, id, secret }: Effect<'check-app'>, { dispatch, signal }: Answering) {
		const { transport, forcedVersion } = this.#settings;
		try {
			const checked = await checkApp(transport, { id, secret }, { forcedVersion, signal });
			this.#session = { ...checked, review: null, signedIn: null };
			dispatch({ type: 'app-checked', run, app: checked.app, version: checked.version });
		} catch (error) {
			dispatch({ type: 'app-refused', run, problem: problemOf(error) });
		}
	}

	async #reviewToken({ run, token, wanted }: Effect<'review-token'>, { dispatch, signal }: Answering) {
		const session = this.#current;
		const { now } = this.#settings;
		try {
			const review = await reviewToken(session.client, token, wanted, { appName: session.app.name, now, signal });
			this.#session = { ...session, review };
			const { info, user, missing, declined } = review;
			const told = { info, userName: user?.name ?? null, missing, declined };
			dispatch({ type: 'token-reviewed', run, review: told });
		} catch (error) {
			dispatch({ type: 'token-refused', run, problem: problemOf(error) });
		}
	}

	async #connect({ run }: Effect<'connect'>, { dispatch, signal }: Answering) {
		const session = this.#current;
		if (!session.review) throw new Error('The token was not reviewed yet.');
		try {
			for await (const event of connect(session.client, session.review, { now: this.#settings.now, signal })) {
				if (event.type === 'exchanged') {
					this.#session = { ...session, signedIn: event };
					dispatch({ type: 'exchanged', run, isExchanged: event.isExchanged });
				} else if (event.type === 'problem') dispatch({ type: 'trouble', run, problem: event.problem });
				else dispatch({ ...event, run });
			}
			dispatch({ type: 'connection-ended', run, problem: null });
		} catch (error) {
			dispatch({ type: 'connection-ended', run, problem: problemOf(error) });
		}
	}

	async #verifyPages({ run, pages, profile }: Effect<'verify-pages'>, { dispatch, signal }: Answering) {
		const { client, review } = this.#current;
		const caller: Caller = review?.caller ?? { kind: 'app', token: client.appToken };
		try {
			for await (const some of verifyPages(client, caller, pages, { now: this.#settings.now, signal })) {
				dispatch({ type: 'pages-verified', run, pages: some });
				if (profile !== null) await this.#profiles?.keepVerdicts(profile, some);
			}
			dispatch({ type: 'verified-again', run });
		} catch (error) {
			// Only a cancelled verification throws, and its answer is not awaited any more.
			problemOf(error);
		}
	}

	async #addPage({ run, address, profile }: Effect<'add-page'>, { dispatch, signal }: Answering) {
		const { client, review, signedIn } = this.#current;
		const caller: Caller = review?.caller ?? { kind: 'app', token: client.appToken };
		const find = (userToken: Secret) =>
			findPage(client, caller, userToken, address, { now: this.#settings.now, signal });
		try {
			const kept = profile === null ? null : await this.#profiles?.add(profile, find);
			const page = kept ?? (signedIn && (await find(signedIn.userToken)));
			if (page) dispatch({ type: 'page-added', run, page });
		} catch (error) {
			dispatch({ type: 'page-refused', run, problem: problemOf(error) });
		}
	}

	async #export(effect: Effect<'export-pages'>, { dispatch }: Answering) {
		const { run, pages, among, format, file, profile } = effect;
		try {
			const complaint = await complaintAboutFile(file, this.#settings.env);
			if (complaint) throw new ProblemError(problem('disk', { ...NOT_THERE, cause: complaint }));
			writeSecretFile(file, format === 'json' ? await this.#report(pages, profile) : exportText(format, pages, among));
			const note = `Wrote ${plural(pages.length, 'Page')} to ${file}, which only you can read.`;
			dispatch({ type: 'exported', run, note });
		} catch (error) {
			dispatch({ type: 'export-refused', run, problem: problemOf(error) });
		}
	}

	/** The one shape of the verbs, with the tokens in it. */
	async #report(pages: readonly PageRecord[], profile: string | null): Promise<string> {
		const { app, version, review, signedIn } = this.#current;
		const stored = profile === null ? null : await this.#settings.vault?.find(profile);
		const { user = null, info } = review ?? {};
		const userInfo = signedIn?.info ?? info;
		if (!stored && !userInfo) throw new Error('There is no long-lived user token yet.');
		const connection = { name: null, storage: null, app, graphVersion: version, wanted: [], user, problems: [] };
		const reported = stored ? { ...stored, pages } : { ...connection, userInfo: userInfo as TokenInfo, pages };
		return `${JSON.stringify(reportOf([reported], { reveal: true }), null, 2)}\n`;
	}

	async #testPublishing({ run, page }: Effect<'test-publishing'>, { dispatch, signal }: Answering) {
		const { client } = this.#current;
		const { now, hosts } = this.#settings;
		const { token } = page;
		if (!token) return;
		try {
			const test = publishTest(client, { ...page, token }, { now, signal, hosts });
			let step = await test.next();
			while (!step.done) step = await test.next();
			dispatch({ type: 'publishing-tested', run, problem: step.value.problem });
		} catch (error) {
			dispatch({ type: 'publishing-tested', run, problem: problemOf(error) });
		}
	}

	get #current(): Session {
		if (!this.#session) throw new Error('The app was not checked yet.');
		return this.#session;
	}
}

const NOT_THERE = {
	title: 'The tokens were not written there',
	remedy: 'Do that, or name another file.',
};
