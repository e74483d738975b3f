import type { JobControl } from '../../source/system/suspension.ts';

/** Job control for a program in the process of the test: it is stopped until the test continues it. */
export class FakeJob implements JobControl {
	isInForeground = true;
	/** How often the program was stopped. */
	stops = 0;
	#isSubmitted = () => {};

	stop(): Promise<void> {
		this.stops++;
		return new Promise((resolve) => {
			this.#isSubmitted = resolve;
		});
	}

	isForeground(): boolean {
		return this.isInForeground;
	}

	/** What `fg` does, or `bg` where the program is not to be in the foreground. */
	continue(isInForeground = true): void {
		this.isInForeground = isInForeground;
		this.#isSubmitted();
	}
}
