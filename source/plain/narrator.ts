import { describeEnd } from '../domain/page-words.ts';
import { plural } from '../domain/plural.ts';
import { graphNumbers, type Problem } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import { KEYCHAIN_SLOW } from '../domain/protection.ts';
import { describeWaiting } from '../domain/waiting.ts';
import { troublesOf } from '../session/problems.ts';
import {
	ALL_GRANTED,
	CAN_PUBLISH,
	countPages,
	describeExchange,
	describeMissing,
	describeReview,
	RUNNING,
	SEEN_BY,
	waysOfLasting,
} from '../session/session-text.ts';
import type { SessionState } from '../session/state.ts';

/** Counts of work that goes on come no more often than this, in milliseconds. */
const BETWEEN_COUNTS_MS = 5000;

/** Of more Pages than these the outcome is only counted. */
const MOST_TOLD = 5;

/** What the narrator is told of the world: `now` is in Unix seconds, `clock` in milliseconds. */
type NarratorClock = { now: () => number; clock: { now(): number } };

/** Tells in lines what the journey's work does: a line when a step is done, and counts at most every few seconds. */
export class Narrator {
	readonly #write: (...lines: string[]) => void;
	readonly #time: NarratorClock;
	#counted = Number.NEGATIVE_INFINITY;

	constructor(write: (...lines: string[]) => void, time: NarratorClock) {
		this.#write = write;
		this.#time = time;
	}

	/** Tells what has changed from one state to the next. */
	tell(before: SessionState, after: SessionState): void {
		const lines = [
			...linesOfSignIn(before, after, this.#time.now()),
			...this.#linesOfConnection(before, after),
			...linesOfWork(before, after),
			...linesOfVerification(before, after, this.#time.now()),
			...linesOfProblems(before, after),
		];
		if (after.waiting && !before.waiting) {
			lines.push(`${describeWaiting(after.waiting, after.waiting.seconds, { separator: '-' })}.`);
		}
		if (after.isKeychainSlow && !before.isKeychainSlow) lines.push(`${KEYCHAIN_SLOW}. Ctrl+C cancels.`);
		this.#write(...lines);
	}

	#linesOfConnection(before: SessionState, after: SessionState): string[] {
		const { connection, opened, pages } = after;
		const was = before.connection;
		if (connection === was && pages === before.pages) return [];
		const count = `${countPages(after, this.#time.now())}.`;
		if (connection.running && !was.running) {
			this.#counted = this.#time.clock.now();
			return opened && connection.exchanged ? [count] : [];
		}
		if (was.running && !connection.running) return pages.length > 0 && after.step !== 'unlock' ? [count] : [];
		if (!connection.running && after.verifying.length === 0) return [];
		const lines: string[] = [];
		if (connection.exchanged && !was.exchanged) lines.push(`${describeExchange(connection)}.`);
		if (connection.listed && !was.listed) lines.push(`Pages listed: ${pages.length}.`);
		else if (pages !== before.pages && this.#isTimeToCount()) lines.push(count);
		return lines;
	}

	#isTimeToCount(): boolean {
		const time = this.#time.clock.now();
		if (time - this.#counted < BETWEEN_COUNTS_MS) return false;
		this.#counted = time;
		return true;
	}
}

/** A problem as lines: what it is, why, what to do, and Meta's numbers for people who look them up. */
export function linesOfProblem(problem: Problem): string[] {
	const { code, graph } = problem;
	const { title, cause, remedy } = problemText(problem);
	if (code === 'cancelled') return [`${title}. ${remedy}`];
	const numbers = graphNumbers(graph);
	return [`Trouble: ${title}.`, cause, `What to do: ${remedy}`, ...(numbers ? [`Meta: ${numbers}.`] : [])];
}

function linesOfSignIn(before: SessionState, { app, signIn, token }: SessionState, now: number): string[] {
	const lines: string[] = [];
	if (app.status !== before.app.status) {
		if (app.status.state === 'running') lines.push(`${RUNNING.app}.`);
		if (app.status.state === 'done' && before.app.status.state === 'running') {
			lines.push(`Accepted: ${app.status.value.name ?? app.id}.`);
		}
	}
	if (signIn.way === 'device' && signIn.status.state === 'running' && before.signIn.status.state !== 'running') {
		lines.push(`${RUNNING.code}.`);
	}
	if (signIn.device && signIn.device !== before.signIn.device) {
		const { url, userCode } = signIn.device;
		lines.push(
			`On a phone or another computer open ${url}`,
			`and enter the code ${userCode}`,
			`${RUNNING.device}. Ctrl+C stops it.`,
		);
	}
	if (signIn.hitch && signIn.hitch !== before.signIn.hitch) lines.push(signIn.hitch);
	if (token.status !== before.token.status) {
		if (token.status.state === 'running') lines.push(`${RUNNING.token}.`);
		if (token.status.state === 'done') {
			const { value } = token.status;
			const kept = waysOfLasting(value.info, now);
			lines.push(`${describeReview(value, now).join(', ')}.`);
			if (kept !== null) lines.push(`${kept}.`);
			lines.push(describeMissing(value, signIn.way, 's') || `${ALL_GRANTED}.`);
		}
	}
	return lines;
}

/** The shorter work: on a profile, on a Page that is added or tested, on what is saved or exported. */
function linesOfWork(before: SessionState, after: SessionState): string[] {
	const lines: string[] = [];
	const { busy } = after.profiles;
	if (busy && busy.work !== 'reading' && before.profiles.busy === null) {
		lines.push(
			after.unlock ? `${RUNNING.unlock}.` : `${busy.work === 'writing' ? RUNNING.save : `Checking ${busy.name}`}.`,
		);
	}
	const works = [
		['adding', RUNNING.add],
		['save', RUNNING.save],
		['exporting', RUNNING.export],
		['publishTest', RUNNING.publishing],
	] as const;
	for (const [work, words] of works) {
		if (after[work]?.status.state === 'running' && before[work]?.status.state !== 'running') lines.push(`${words}.`);
	}
	const hasPassed = after.publishTest?.status.state === 'done' && after.publishTest !== before.publishTest;
	return hasPassed ? [...lines, `${CAN_PUBLISH}.`, SEEN_BY] : lines;
}

function linesOfVerification(before: SessionState, after: SessionState, now: number): string[] {
	const { verifying, pages } = after;
	// What was stopped has no outcome.
	if (verifying === before.verifying || (verifying.length === 0 && after.run !== before.run)) return [];
	const named = (ids: readonly string[]) => pages.filter(({ id }) => ids.includes(id));
	if (verifying.length > 0) {
		const [page, ...others] = named(verifying);
		const what = page && others.length === 0 ? page.name : plural(verifying.length, 'Page');
		return [`Asking Meta again about ${what}.`];
	}
	if (before.verifying.length > MOST_TOLD) return [`${countPages(after, now)}.`];
	return named(before.verifying).map((page) => {
		const end = describeEnd(page, now);
		return `${page.name}: ${page.assessment?.verdict ?? 'unverified'}${end && `, ${end}`}.`;
	});
}

function linesOfProblems(before: SessionState, after: SessionState): string[] {
	const known = new Set(allProblems(before));
	return [...new Set(allProblems(after))].filter((problem) => !known.has(problem)).flatMap(linesOfProblem);
}

function allProblems(journey: SessionState): Problem[] {
	const { profiles, unlock, app, signIn, token, adding, exporting, publishTest, save } = journey;
	const works = [app, signIn, token, adding, exporting, publishTest, save];
	const refused = works
		.map((work) => work?.status)
		.map((status) => (status?.state === 'refused' ? status.problem : null));
	return [profiles.problem, unlock?.problem, ...refused, ...troublesOf(journey)].flatMap((problem) => problem ?? []);
}
