import wrapAnsi from 'wrap-ansi';
import { printable } from '../domain/clean-text.ts';
import { redact } from '../domain/redact.ts';
import type { TerminalOutput } from './line-reader.ts';

/** Signs for a terminal that has no others. */
const ASCII: readonly (readonly [string, string])[] = [
	['…', '...'],
	['’', "'"],
	['–', '-'],
];

/**
 * What is written on: a terminal of which nothing is wanted but that lines follow each other. Long lines are wrapped at words, and
 * what looks like a secret is masked, wherever it came from.
 */
export class Paper {
	readonly #output: TerminalOutput & { readonly columns?: number };
	readonly #unicode: boolean;

	constructor(output: TerminalOutput & { readonly columns?: number }, unicode: boolean) {
		this.#output = output;
		this.#unicode = unicode;
	}

	/** Writes each text as a line. */
	write(...texts: readonly string[]): void {
		for (const text of texts) this.#output.write(`${this.#wrapped(text)}\n`);
	}

	/** Writes a text to be copied as it is: the terminal wraps it, so that no line break gets into it. */
	writeWhole(text: string): void {
		this.#output.write(`${text}\n`);
	}

	/** Writes a question; the answer stands behind it. */
	ask(question: string): void {
		this.#output.write(`${this.#wrapped(question)} `);
	}

	#wrapped(text: string): string {
		const shown = this.#unicode ? text : ASCII.reduce((told, [sign, plain]) => told.replaceAll(sign, plain), text);
		return wrapAnsi(redact(printable(shown)), this.#output.columns || 80);
	}
}
