import type { Context } from './context.ts';
import type { Output } from './write.ts';

/** What is to be written only once it is known that it is wanted, in the order in which it was told. */
export class BufferedOutput {
	#parts: { output: Output; text: string }[] | null = [];

	/** Takes what is written in the place of these. */
	of({ stdout, stderr }: Pick<Context, 'stdout' | 'stderr'>): { stdout: Output; stderr: Output } {
		return { stdout: this.#inPlaceOf(stdout), stderr: this.#inPlaceOf(stderr) };
	}

	/** It is wanted: writes all that was put off, and what follows at once. */
	release(): void {
		const parts = this.#parts ?? [];
		this.#parts = null;
		for (const { output, text } of parts) output.write(text);
	}

	#inPlaceOf(output: Output): Output {
		return {
			write: (text) => {
				if (this.#parts) this.#parts.push({ output, text });
				else output.write(text);
			},
		};
	}
}
