import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ProblemError, problem } from '../domain/problem.ts';
import { Secret } from '../domain/secret.ts';
import type { Context } from './context.ts';

/**
 * What a verb asks the person in a terminal. The questions go to standard error. One reader serves all questions, so that
 * nothing that was typed ahead is lost; it lets go of the terminal when it is disposed of.
 */
export class Questions implements Disposable {
	readonly #context: Pick<Context, 'stdin' | 'stderr' | 'signal'>;
	#reader: { reader: Interface; lines: AsyncIterator<string> } | null = null;
	#echoes = true;

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
		this.#reader?.reader.close();
	}

	async #ask(question: string, echoes: boolean): Promise<string> {
		const { stderr } = this.#context;
		this.#reader ??= this.#open();
		const { reader, lines } = this.#reader;
		reader.setPrompt(question);
		this.#echoes = true;
		reader.prompt();
		this.#echoes = echoes;
		const { done, value } = await lines.next();
		if (!echoes || done) stderr.write('\n');
		if (done) throw new ProblemError(problem('cancelled', { remedy: 'Nothing was changed.' }));
		return value;
	}

	#open() {
		const { stdin, stderr, signal } = this.#context;
		const output = new Writable({
			write: (chunk, _encoding, done) => {
				if (this.#echoes) stderr.write(chunk);
				done();
			},
		});
		const reader = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
		const leave = () => reader.close();
		reader.on('SIGINT', leave);
		if (signal.aborted) leave();
		signal.addEventListener('abort', leave, { once: true });
		reader.once('close', () => signal.removeEventListener('abort', leave));
		return { reader, lines: reader[Symbol.asyncIterator]() };
	}
}
