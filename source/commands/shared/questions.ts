import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { printable } from '../../domain/clean-text.ts';
import { ProblemError, problem } from '../../domain/problem.ts';
import { Secret } from '../../domain/secret.ts';
import { Suspension, systemJobControl } from '../../system/suspension.ts';
import type { Context } from './context.ts';

/** A question that has no answer yet. */
type Open = { text: string; echoes: boolean; answer: (line: string | null) => void };

/**
 * What a verb asks the person in a terminal. The questions go to standard error. One reader serves all questions, so that
 * nothing that was typed ahead is lost; it lets go of the terminal when it is disposed of. Where the program is suspended
 * meanwhile, what was typed is dropped and the question is asked again.
 */
export class Questions implements Disposable {
	readonly #context: Pick<Context, 'stdin' | 'stderr' | 'signal'>;
	#reader: Interface | null = null;
	#suspension: Suspension | null = null;
	#lines: string[] = [];
	#open: Open | null = null;
	#hasEnded = false;
	#echoes = false;

	constructor(context: Pick<Context, 'stdin' | 'stderr' | 'signal'>) {
		this.#context = context;
	}

	/** Is there a person to ask? */
	get canAsk(): boolean {
		const { stdin, stderr } = this.#context;
		return stdin.isTTY === true && stderr.isTTY === true;
	}

	/**
	 * Asks for a line that is not shown as it is typed.
	 * @throws {ProblemError} `cancelled` for Ctrl+C and Ctrl+D.
	 */
	async askSecret(question: string): Promise<Secret> {
		return new Secret(await this.#ask(question, false));
	}

	/**
	 * Asks for a yes; everything else is a no.
	 * @throws {ProblemError} `cancelled` for Ctrl+C and Ctrl+D.
	 */
	async confirm(question: string): Promise<boolean> {
		return /^y(es)?$/i.test((await this.#ask(`${question} [y/N] `, true)).trim());
	}

	[Symbol.dispose](): void {
		this.#end();
	}

	async #ask(text: string, echoes: boolean): Promise<string> {
		const { stdin, stderr, signal } = this.#context;
		if (!this.#suspension && !this.#hasEnded) {
			this.#startReading();
			this.#suspension = new Suspension(stdin, {
				leave: () => this.#stopReading(),
				enter: () => this.#startReading(),
			});
			signal.addEventListener('abort', this.#end, { once: true });
			if (signal.aborted) this.#end();
		}
		const line = await new Promise<string | null>((answer) => {
			this.#open = { text, echoes, answer };
			this.#prompt();
			if (this.#hasEnded) this.#answer(null);
			else if (this.#lines.length > 0) this.#answer(this.#lines.shift() ?? null);
		});
		if (!echoes || line === null) stderr.write('\n');
		if (line === null) throw new ProblemError(problem('cancelled', { remedy: 'Nothing was changed.' }));
		return line;
	}

	#startReading(): void {
		const { stdin, stderr } = this.#context;
		const output = new Writable({
			write: (chunk, _encoding, done) => {
				if (this.#echoes) stderr.write(chunk);
				done();
			},
		});
		// It sets raw mode first of all.
		this.#reader = createInterface({ input: stdin, output, terminal: true, historySize: 0 })
			.on('line', (line) => {
				if (this.#open) this.#answer(line);
				else this.#lines.push(line);
			})
			.on('SIGINT', () => {
				this.#end();
				// In raw mode Ctrl+C is no signal: work that continues after a question would not hear of it.
				process.emit('SIGINT', 'SIGINT');
			})
			.on('SIGTSTP', () => this.#suspension?.suspend())
			.on('close', this.#end);
		this.#prompt();
	}

	#stopReading(): void {
		this.#lines = [];
		const { stdin } = this.#context;
		this.#reader?.off('close', this.#end);
		// It turns raw mode off, which would stop the process while another job has the terminal.
		if (systemJobControl.isForeground()) this.#reader?.close();
		else stdin.pause();
		this.#reader = null;
	}

	/** Writes the open question, if there is one. */
	#prompt(): void {
		if (!this.#open || !this.#reader) return;
		this.#echoes = true;
		this.#reader.setPrompt(printable(this.#open.text));
		this.#reader.prompt();
		this.#echoes = this.#open.echoes;
	}

	#answer(line: string | null): void {
		const open = this.#open;
		this.#open = null;
		this.#echoes = false;
		open?.answer(line);
	}

	/** There will be no more answers. */
	readonly #end = (): void => {
		if (this.#hasEnded) return;
		this.#hasEnded = true;
		this.#context.signal.removeEventListener('abort', this.#end);
		this.#suspension?.[Symbol.dispose]();
		this.#stopReading();
		this.#answer(null);
	};
}
