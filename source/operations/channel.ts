/** Events from work that runs on several strands, read as one sequence: what is sent waits until it is read. */
export class Channel<T> implements AsyncIterable<T> {
	#waiting: T[] = [];
	#closed = false;
	#wake: () => void = () => {};

	send(event: T): void {
		this.#waiting.push(event);
		this.#wake();
	}

	close(): void {
		this.#closed = true;
		this.#wake();
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
		for (;;) {
			const events = this.#waiting;
			this.#waiting = [];
			yield* events;
			if (this.#waiting.length > 0) continue;
			if (this.#closed) return;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}
}

/** Reads to its end what an operation yields, and gives its result. */
export async function finish<Result>(work: AsyncGenerator<unknown, Result, undefined>): Promise<Result> {
	let step = await work.next();
	while (!step.done) step = await work.next();
	return step.value;
}
