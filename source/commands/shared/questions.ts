import { printable } from '../../domain/clean-text.ts';
import { ProblemError, problem } from '../../domain/problem.ts';
import { Secret } from '../../domain/secret.ts';
import type { Context } from './context.ts';
import { LineReader } from './line-reader.ts';

/**
 * What a verb asks the person in a terminal. The questions go to standard error. One reader serves all of them, so that
 * nothing that was typed ahead is lost or shown; it gives the terminal back when it is disposed of.
 */
export class Questions implements Disposable {
	readonly #context: Pick<Context, 'stdin' | 'stderr' | 'signal'>;
	#reader: LineReader | null = null;

	constructor(context: Pick<Context, 'stdin' | 'stderr' | 'signal'>) {
		this.#context = context;
	}

	/** Is there a person to ask? */
	get canAsk(): boolean {
		const { stdin, stderr } = this.#context;
		return stdin.isTTY === true && stderr.isTTY === true;
	}

	/**
	 * Asks for a line; null where the person goes back, with Ctrl+D or Escape in an empty line.
	 * @throws {ProblemError} `cancelled` for Ctrl+C and where the terminal is gone.
	 */
	async ask(prompt: string, { isHidden = false } = {}): Promise<string | null> {
		const { stdin, stderr, signal } = this.#context;
		if (signal.aborted) throw new ProblemError(CANCELLED);
		if (!this.#reader) {
			// In raw mode Ctrl+C is no signal: work that continues after a question would not hear of it.
			this.#reader = new LineReader(stdin, stderr, () => process.emit('SIGINT', 'SIGINT'));
			signal.addEventListener('abort', this.#end, { once: true });
		}
		return await this.#reader.read(printable(prompt), { isHidden });
	}

	/**
	 * Asks for a line that is not shown as it is typed.
	 * @throws {ProblemError} `cancelled` for Ctrl+C and Ctrl+D.
	 */
	async askSecret(prompt: string): Promise<Secret> {
		const line = await this.ask(prompt, { isHidden: true });
		if (line === null) throw new ProblemError(CANCELLED);
		return new Secret(line);
	}

	/**
	 * Asks for a yes; everything else is a no. What was typed ahead is no answer.
	 * @throws {ProblemError} `cancelled` for Ctrl+C and Ctrl+D.
	 */
	async confirm(question: string): Promise<boolean> {
		this.#reader?.discard();
		const line = await this.ask(`${question} [y/N] `);
		if (line === null) throw new ProblemError(CANCELLED);
		return /^y(es)?$/i.test(line.trim());
	}

	/** Writes lines between the questions. */
	tell(...lines: readonly string[]): void {
		for (const line of lines) this.#context.stderr.write(`${line}\n`);
	}

	[Symbol.dispose](): void {
		this.#end();
	}

	/** Gives the terminal back; the next question takes it again. */
	readonly #end = (): void => {
		this.#context.signal.removeEventListener('abort', this.#end);
		this.#reader?.[Symbol.dispose]();
		this.#reader = null;
	};
}

const CANCELLED = problem('cancelled', { kind: 'nothing-changed' });
