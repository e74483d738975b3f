import type { Context } from './context.ts';
import type { Output } from './write.ts';

/** What is to be written only once it is known that it is wanted, in the order in which it was told. */
export class Delayed {
	readonly #parts: { output: Output; text: string }[] = [];

	/** Takes what is written in the place of these. */
	of({ stdout, stderr }: Pick<Context, 'stdout' | 'stderr'>): { stdout: Output; stderr: Output } {
		return { stdout: this.#inPlaceOf(stdout), stderr: this.#inPlaceOf(stderr) };
	}

	/** Writes all that was put off. */
	write(): void {
		for (const { output, text } of this.#parts.splice(0)) output.write(text);
	}

	#inPlaceOf(output: Output): Output {
		return { write: (text) => this.#parts.push({ output, text }) };
	}
}
