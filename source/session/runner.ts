import type { Problem } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import {
	clearClipboard,
	copy,
	copyReport,
	copyToken,
	openDebugger,
	openDialog,
	openUrl,
	showLink,
	showToken,
} from './actions.ts';
import type { Context, Effect } from './context.ts';
import type { Command, OutsideEffect, RunEffect, SessionEffect } from './effects.ts';
import type { SessionEvent } from './events.ts';
import { exportPages } from './export-work.ts';
import { addPage, checkApp, connect, inspectToken, testPublishing, verifyPages } from './graph-work.ts';
import type { Dispatch, SessionOptions, Ui } from './options.ts';
import { problemBehind } from './problem-behind.ts';
import { manageProfile, openProfile, readProfile } from './profile-work.ts';
import { lookAtKeychain, saveProfile } from './save-work.ts';
import { signIn } from './sign-in-work.ts';

type Work = RunEffect | OutsideEffect;
type Kinds<Of extends SessionEffect> = Of['type'];

/** How each effect is performed. Every one ends in an event. */
const HANDLERS: { readonly [Type in Kinds<Work>]: (effect: Effect<Type>, context: Context) => Promise<SessionEvent> } =
	{
		'check-app': checkApp,
		'inspect-token': inspectToken,
		'sign-in': signIn,
		connect,
		'verify-pages': verifyPages,
		'add-page': addPage,
		'export-pages': exportPages,
		'test-publishing': testPublishing,
		'read-profile': readProfile,
		'open-profile': openProfile,
		'check-profile': manageProfile,
		'rename-profile': manageProfile,
		'remove-profile': manageProfile,
		'save-profile': saveProfile,
		'look-at-keychain': lookAtKeychain,
		'open-url': openUrl,
		'open-dialog': openDialog,
		'show-link': showLink,
		copy,
		'copy-token': copyToken,
		'clear-clipboard': clearClipboard,
		'copy-report': copyReport,
		'show-token': showToken,
		'open-debugger': openDebugger,
	};

type Failure = (problem: Problem, run: number) => SessionEvent;

const profileFailed: Failure = (problem, run) => ({ type: 'profile-failed', run, problem });
const told: Failure = (problem) => ({
	type: 'notice',
	notice: { tone: 'bad', text: `${problemText(problem).title}.` },
});

/** The event in which each effect ends that a problem has stopped. */
const FAILURES: Readonly<Record<Kinds<Work>, Failure>> = {
	'check-app': (problem, run) => ({ type: 'app-refused', run, problem }),
	'inspect-token': (problem, run) => ({ type: 'token-refused', run, problem }),
	'sign-in': (problem, run) => ({ type: 'sign-in-refused', run, problem }),
	connect: (problem, run) => ({ type: 'connection-ended', run, problem }),
	'verify-pages': (problem, run) => ({ type: 'verified-again', run, problem }),
	'add-page': (problem, run) => ({ type: 'page-refused', run, problem }),
	'export-pages': (problem, run) => ({ type: 'export-refused', run, problem }),
	'test-publishing': (problem, run) => ({ type: 'publishing-tested', run, problem }),
	'read-profile': profileFailed,
	'open-profile': profileFailed,
	'check-profile': profileFailed,
	'rename-profile': profileFailed,
	'remove-profile': profileFailed,
	'save-profile': (problem, run) => ({ type: 'save-failed', run, problem, isReplaceable: false }),
	'look-at-keychain': (problem) => ({ type: 'keychain-known', isAvailable: false, words: problemText(problem).title }),
	'open-url': told,
	'open-dialog': told,
	'show-link': told,
	copy: told,
	'copy-token': told,
	'clear-clipboard': told,
	'copy-report': told,
	'show-token': told,
	'open-debugger': told,
};

const REMINDER_MS = 60_000;

/**
 * Performs the effects of a session. Of the work that has a number there is one piece at a time: the one before is aborted. Each
 * ends in one event, whatever fails; what is a fault of this program goes to `onFault` instead.
 */
export class Runner {
	readonly #options: SessionOptions;
	readonly #ui: Ui;
	readonly #kept: Context['kept'] = { access: null, callbacks: null };
	#running = new AbortController();
	#looking = new AbortController();
	#reminder: NodeJS.Timeout | undefined;

	constructor(options: SessionOptions, ui: Ui) {
		this.#options = options;
		this.#ui = ui;
	}

	readonly perform = (effect: SessionEffect, dispatch: Dispatch): void => {
		if (effect.type === 'abort') this.abort();
		else if (effect.type === 'leave') this.#ui.leave(effect.exitCode);
		else if (effect.type === 'discard-type-ahead') this.#ui.discardTypeAhead();
		else this.#work(effect, dispatch);
	};

	/** Stops what runs, its requests included, and waits no more for the keychain. */
	abort(): void {
		this.#running.abort();
		this.#looking.abort();
	}

	/** Stops all work, reminds of nothing any more, and no longer listens for Facebook. */
	close(): void {
		this.abort();
		clearTimeout(this.#reminder);
		this.#kept.callbacks?.[Symbol.asyncDispose]().catch(this.#ui.onFault);
		this.#kept.callbacks = null;
	}

	#work(effect: Exclude<SessionEffect, Command>, dispatch: Dispatch): void {
		const signal = this.#begin(effect, dispatch);
		const context = { options: this.#options, ui: this.#ui, kept: this.#kept, dispatch, signal };
		perform(effect, context)
			.catch((error: unknown) => FAILURES[effect.type](problemBehind(error), 'run' in effect ? effect.run : 0))
			.then(dispatch)
			.catch(this.#ui.onFault);
	}

	/** Makes way for an effect, and gives what stops it. */
	#begin(effect: Work, dispatch: Dispatch): AbortSignal {
		if (effect.type === 'copy-token') this.#remindLater(dispatch);
		if (effect.type === 'look-at-keychain') {
			this.#looking.abort();
			this.#looking = new AbortController();
			return this.#looking.signal;
		}
		if (!('run' in effect)) return this.#running.signal;
		this.#running.abort();
		this.#running = new AbortController();
		const { signal } = this.#running;
		const { transport, vault } = this.#options;
		transport.retryPolicy.onWaiting = (waiting) => dispatch({ type: 'waiting', run: effect.run, waiting });
		if (vault)
			Object.assign(vault.patience, {
				signal,
				onSlow: (isSlow: boolean) => dispatch({ type: 'keychain-slow', isSlow }),
			});
		return signal;
	}

	/** Nobody knows whether a token is still in the clipboard; who has pasted it by now does not need it there. */
	#remindLater(dispatch: Dispatch): void {
		clearTimeout(this.#reminder);
		const text = 'The copied token may still be in the clipboard: x empties it.';
		const remind = () => dispatch({ type: 'notice', notice: { tone: 'plain', text } });
		this.#reminder = setTimeout(remind, this.#options.reminderMs ?? REMINDER_MS);
	}
}

async function perform(effect: Work, context: Context): Promise<SessionEvent> {
	// The compiler does not see that an effect and the handler of its type belong together.
	const handler = HANDLERS[effect.type] as (effect: Work, context: Context) => Promise<SessionEvent>;
	return handler(effect, context);
}
