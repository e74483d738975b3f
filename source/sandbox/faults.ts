import type { BatchItemFaults } from './batch.ts';
import type { RateLimit } from './error-catalogue.ts';
import type { EndpointName } from './route.ts';

/**
 * Trouble by script. Matches requests to `endpoint` (default: all), of these the `nth` (from 1, counted since the
 * fault was added; default: every one). Items inside a batch are not requests of their own.
 */
export interface Fault {
	readonly endpoint?: EndpointName;
	readonly nth?: number | readonly number[];
	/** Matches those alone that have this in their path or query, as the log of requests shows them. */
	readonly path?: string;
	/** With `status` or `body`, the request is not handled: this is the whole answer. */
	readonly status?: number;
	/** Text of the answer, JSON or not. */
	readonly body?: string;
	/** The request is beyond a limit of calls, and is answered as Graph does, with the usage in its headers. */
	readonly limit?: RateLimit;
	/** Added to the answer; replaces a header of the same name. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Milliseconds before the answer; `Infinity`: as long as the client waits. */
	readonly delayMs?: number;
	/**
	 * Where the connection is cut: before the request was handled; after that but before any byte; in the middle of the
	 * headers; after them; in the middle of the body; after it, though it was to be kept.
	 */
	readonly cut?:
		| 'before-handling'
		| 'before-headers'
		| 'within-headers'
		| 'after-headers'
		| 'within-body'
		| 'after-body';
	/** How the body comes: without an end, from a few bytes as 64 MiB, or by one byte every 50 milliseconds. */
	readonly flow?: 'endless' | 'bomb' | 'drip';
	/** Replies of single batch items, by index; `null`: timed out. */
	readonly items?: BatchItemFaults;
}

/** The faults that are in force; `list` may be changed at any time. */
export class FaultScript {
	readonly list: Fault[];
	readonly #counts = new WeakMap<Fault, number>();

	constructor(faults: readonly Fault[] = []) {
		this.list = [...faults];
	}

	/** Counts the request and gives the first fault that is due for it; `path` is as the log of requests shows it. */
	take(endpoint: EndpointName, path: string): Fault | undefined {
		let due: Fault | undefined;
		for (const fault of this.list) {
			if ((fault.endpoint ?? endpoint) !== endpoint || !path.includes(fault.path ?? '')) {
				continue;
			}
			const count = (this.#counts.get(fault) ?? 0) + 1;
			this.#counts.set(fault, count);
			if (fault.nth === undefined || [fault.nth].flat().includes(count)) {
				due ??= fault;
			}
		}
		return due;
	}
}
