import type { Problem } from '../domain/problem.ts';
import type { RunEffect } from './effects.ts';
import type { SessionEvent } from './events.ts';

/** How work says that it has failed, for each kind. */
const FAILURES: Readonly<Record<RunEffect['type'], (run: number, problem: Problem) => SessionEvent>> = {
	'check-app': (run, problem) => ({ type: 'app-refused', run, problem }),
	'review-token': (run, problem) => ({ type: 'token-refused', run, problem }),
	'sign-in': (run, problem) => ({ type: 'sign-in-refused', run, problem }),
	connect: (run, problem) => ({ type: 'connection-ended', run, problem }),
	'verify-pages': (run, problem) => ({ type: 'verified-again', run, problem }),
	'add-page': (run, problem) => ({ type: 'page-refused', run, problem }),
	'export-pages': (run, problem) => ({ type: 'export-refused', run, problem }),
	'test-publishing': (run, problem) => ({ type: 'publishing-tested', run, problem }),
	'read-profile': (run, problem) => ({ type: 'profile-failed', run, problem }),
	'open-profile': (run, problem) => ({ type: 'profile-failed', run, problem }),
	'check-profile': (run, problem) => ({ type: 'profile-failed', run, problem }),
	'rename-profile': (run, problem) => ({ type: 'profile-failed', run, problem }),
	'remove-profile': (run, problem) => ({ type: 'profile-failed', run, problem }),
	'save-profile': (run, problem) => ({ type: 'save-failed', run, problem, isReplaceable: false }),
};

/** The event in which work ends that a problem has stopped. */
export function failureOf({ type, run }: RunEffect, problem: Problem): SessionEvent {
	return FAILURES[type](run, problem);
}
