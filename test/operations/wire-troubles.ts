import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { startHttpServer } from '../support/http-server.ts';
import { tried } from '../support/tried.ts';

/** The requests that a fault befalls. */
export type Spot = Pick<Fault, 'endpoint' | 'nth' | 'path'>;

/** One thing that befalls an answer. */
export type Trouble = {
	name: string;
	fault: Omit<Fault, keyof Spot>;
	/** What it is called; null: it does no harm. */
	code: ProblemCode | null;
	/** Milliseconds that a call is given: few where it is to run out of time. */
	timeoutMs: number;
};

/** A host that no call may ever reach. */
export const elsewhere = await startHttpServer(() => ({ body: '{"data":[]}' }));

const html = { body: '<!DOCTYPE html><title>Sorry</title>', headers: { 'Content-Type': 'text/html' } };
const image = { body: '\0\u0001\uFFFD', headers: { 'Content-Type': 'image/png' } };
const away = { body: '', headers: { Location: `${elsewhere.origin}v27.0/me` } };

/** Everything that can befall an answer. */
export const TROUBLES: readonly Trouble[] = [
	problem('no answer', 'timeout', { delayMs: Number.POSITIVE_INFINITY }),
	problem('a slow drip', 'timeout', { flow: 'drip', body: `{"data":[${' '.repeat(1000)}]}` }),
	problem('a cut before all', 'network', { cut: 'before-handling' }),
	problem('a cut before the headers', 'network', { cut: 'before-headers' }),
	problem('a cut within the headers', 'network', { cut: 'within-headers' }),
	problem('a cut before the body', 'network', { cut: 'after-headers' }),
	problem('a cut within the body', 'network', { cut: 'within-body' }),
	problem('a cut after the body', null, { cut: 'after-body' }),
	problem('HTTP 500 with HTML', 'graph-unavailable', { status: 500, ...html }),
	problem('HTTP 503 with nothing', 'graph-unavailable', { status: 503 }),
	problem('HTTP 200 with HTML', 'bad-reply', html),
	problem('HTTP 429 with HTML', 'rate-limited', { status: 429, ...html }),
	problem('the limit of the app', 'rate-limited', { limit: { code: 4, minutes: 7 } }),
	problem('the limit of the person', 'rate-limited', { limit: { code: 17, minutes: 7 } }),
	problem('the limit of the Page', 'rate-limited', { limit: { code: 32, minutes: 7 } }),
	problem('the limit by special measure', 'rate-limited', { limit: { code: 613, minutes: 7 } }),
	problem("the limit of a Page's token", 'rate-limited', { limit: { code: 80001, minutes: 7 } }),
	problem('half JSON', 'bad-reply', { body: '{"data":[{"id":"1","name":"Ha' }),
	problem('JSON of another kind', 'bad-reply', { body: '"true"' }),
	problem('bytes that are no text', 'bad-reply', image),
	problem('another content type', null, { headers: { 'Content-Type': 'text/html' } }),
	problem('a body without an end', 'bad-reply', { flow: 'endless' }),
	problem('a body that unpacks to 64 MiB', 'bad-reply', { flow: 'bomb' }),
	problem('a redirect to another host', 'bad-reply', { status: 302, ...away }),
	problem('a lasting redirect to another host', 'bad-reply', { status: 308, ...away }),
];

function problem(name: string, code: ProblemCode | null, fault: Trouble['fault']): Trouble {
	return { name, code, fault, timeoutMs: code === 'timeout' ? 1500 : 30_000 };
}

/** Runs cases side by side; the message of one that fails begins with its name. */
export async function sideBySide<T>(
	cases: readonly T[],
	nameOf: (item: T) => string,
	run: (item: T) => Promise<void>,
): Promise<void> {
	await Promise.all(
		cases.map((item) => {
			tried('troubles');
			return run(item).catch((error: Error) => {
				throw new Error(`${nameOf(item)}: ${error.message}`, { cause: error });
			});
		}),
	);
}
