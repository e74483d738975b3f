import type { Problem } from './problem.ts';
import { problemText } from './problem-text.ts';

/** The names of what is checked of the surroundings; scripts rely on them. There is one `profile` for each. */
export const CHECK_NAMES = [
	'node',
	'hosts',
	'proxy',
	'tls',
	'network',
	'graph-version',
	'clock',
	'store',
	'file-modes',
	'profile',
	'keychain',
	'browser',
	'clipboard',
	'terminal',
] as const;

/** One of {@link CHECK_NAMES}. */
export type CheckName = (typeof CHECK_NAMES)[number];

/** What was found of one part of the surroundings: `detail` says what it is, `remedy` what to do; null where it is fine. */
export type Check =
	| { name: CheckName; state: 'fine'; detail: string; remedy: null }
	| { name: CheckName; state: 'warning' | 'failed'; detail: string; remedy: string };

/** A part that is as it should be. */
export function fine(name: CheckName, detail: string): Check {
	return { name, state: 'fine', detail, remedy: null };
}

/** A part without which the program still works. */
export function warning(name: CheckName, detail: string, remedy: string): Check {
	return { name, state: 'warning', detail, remedy };
}

/** A part that keeps the program from working. */
export function failed(name: CheckName, detail: string, remedy: string): Check {
	return { name, state: 'failed', detail, remedy };
}

/** A part that a problem keeps from working. */
export function failedWith(name: CheckName, problem: Problem, label = ''): Check {
	const { title, cause, remedy } = problemText(problem);
	return failed(name, `${label}${title}: ${cause}`, remedy);
}
