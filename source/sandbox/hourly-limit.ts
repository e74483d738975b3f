const HOUR = 3600;

/** The calls of an app within the last hour, of which Meta allows so many. Calls that were refused count as well. */
export class HourlyLimit {
	readonly #allowed: number;
	/** Calls by the second in which they were made, oldest first. */
	readonly #made: { second: number; calls: number }[] = [];
	#within = 0;

	constructor(allowed: number) {
		this.#allowed = allowed;
	}

	/** Counts a call; `now` is in Unix seconds. */
	count(now: number): void {
		const last = this.#made.at(-1);
		if (last?.second === now) last.calls++;
		else this.#made.push({ second: now, calls: 1 });
		this.#within++;
	}

	/** How much of the limit is used up, in whole percent; more than 100 where calls are refused. */
	percent(now: number): number {
		while (this.#made[0] && this.#made[0].second <= now - HOUR) this.#within -= this.#made.shift()?.calls ?? 0;
		return Math.floor((this.#within / this.#allowed) * 100);
	}
}
