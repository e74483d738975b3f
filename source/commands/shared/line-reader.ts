import { StringDecoder } from 'node:string_decoder';
import stringWidth from 'string-width';
import { cleanText } from '../../domain/clean-text.ts';
import { ProblemError, problem } from '../../domain/problem.ts';
import { TOO_LONG_FOR_FIELD } from '../../domain/problems/input.ts';
import { redact } from '../../domain/redact.ts';
import { CTRL_Z, canSuspend, type JobControl, Suspension } from '../../system/suspension.ts';
import { leaveRawMode, type TerminalInput } from '../../system/terminal.ts';
import { ESCAPE } from '../../terminal/escape-sequence.ts';
import { CTRL_C, type KeyEvent, KeySplitter } from '../../terminal/key-splitter.ts';

/** Where the terminal is written to. Bytes are what erases a character: they pass where a text is made printable. */
type TerminalOutput = { write(text: string | Uint8Array): unknown };

/** A piece of the line that Backspace deletes at once, and the cells that it takes on the screen. */
type Piece = { text: string; cells: number };

type Question = {
	prompt: string;
	isHidden: boolean;
	pieces: Piece[];
	answer: (line: string | null) => void;
	cancel: (error: ProblemError) => void;
};

/** Type-ahead beyond this is dropped, as a terminal's own input queue does. */
const QUEUE_LIMIT = 4096;
const CTRL_D = '\x04';
const CTRL_U = '\x15';
const CTRL_W = '\x17';

/**
 * Reads lines from a terminal as the terminal itself would, and writes nothing but what is typed: no escape sequence. It
 * does the echo itself, so that what is hidden, or typed while nothing is asked, is never seen. A paste may be broken over
 * lines; what looks like a secret in one is not echoed either.
 *
 * Enter ends a line. Backspace, Ctrl+W and Ctrl+U delete. Ctrl+D or Escape in an empty line answer with null. Ctrl+C and the
 * end of the input cancel. Ctrl+Z suspends the program; afterwards an open question is asked again.
 */
export class LineReader implements Disposable {
	readonly #input: TerminalInput;
	readonly #output: TerminalOutput;
	readonly #onInterrupt: () => void;
	readonly #job: JobControl | undefined;
	readonly #suspension: Suspension;
	readonly #splitter = new KeySplitter();
	readonly #decoder = new StringDecoder('utf8');
	#queue: KeyEvent[] = [];
	#question: Question | null = null;
	#hasEnded = false;
	#timer: NodeJS.Timeout | undefined;

	/** `onInterrupt` is told of Ctrl+C, which is no signal in raw mode. `job` is that of the system unless given. */
	constructor(input: TerminalInput, output: TerminalOutput, onInterrupt: () => void, job?: JobControl) {
		this.#input = input;
		this.#output = output;
		this.#onInterrupt = onInterrupt;
		this.#job = job;
		input.on('data', this.#onData).on('end', this.#onEnd);
		this.#enter();
		this.#suspension = new Suspension(
			input,
			{
				leave: () => {
					this.discard();
					this.#leave();
				},
				enter: () => this.#enter(),
			},
			job,
		);
	}

	/**
	 * Writes the prompt and gives the next line; null where the person goes back.
	 * @throws {ProblemError} `cancelled` for Ctrl+C and the end of the input.
	 */
	read(prompt: string, { isHidden = false } = {}): Promise<string | null> {
		return new Promise((answer, cancel) => {
			this.#question = { prompt, isHidden, pieces: [], answer, cancel };
			this.#output.write(prompt);
			this.#work();
		});
	}

	/** Drops what was typed ahead. */
	discard(): void {
		this.#splitter.reset();
		this.#queue = [];
	}

	/** Gives the terminal back. An open question is cancelled. */
	[Symbol.dispose](): void {
		this.#suspension[Symbol.dispose]();
		this.#input.off('data', this.#onData).off('end', this.#onEnd);
		this.#leave();
		this.#hasEnded = true;
		this.#work();
	}

	#leave(): void {
		clearTimeout(this.#timer);
		this.#input.pause();
		leaveRawMode(this.#input, this.#job);
	}

	#enter(): void {
		this.#input.setRawMode(true);
		this.#input.resume();
		if (!this.#question) return;
		this.#question.pieces = [];
		this.#output.write(`\n${this.#question.prompt}`);
	}

	readonly #onData = (chunk: Buffer | string): void => {
		const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
		if (canSuspend && text.includes(CTRL_Z)) {
			if (text.slice(0, text.indexOf(CTRL_Z)).includes(CTRL_C)) this.#interrupt();
			this.#suspension.suspend();
			return;
		}
		const events = this.#splitter.push(text);
		if (text.includes(CTRL_C)) this.#interrupt();
		this.#take(events.filter((event) => event.kind !== 'key' || event.sequence !== CTRL_C));
	};

	readonly #onEnd = (): void => {
		this.#hasEnded = true;
		this.#work();
	};

	#take(events: readonly KeyEvent[]): void {
		clearTimeout(this.#timer);
		this.#queue.push(...events.slice(0, QUEUE_LIMIT - this.#queue.length));
		this.#work();
		const { wait } = this.#splitter;
		if (wait !== undefined) this.#timer = setTimeout(() => this.#take(this.#splitter.settle()), wait);
	}

	/** Gives the open question what was typed. */
	#work(): void {
		while (this.#question) {
			const event = this.#queue.shift();
			if (event) this.#edit(this.#question, event);
			else if (this.#hasEnded) this.#close()?.cancel(new ProblemError(problem('cancelled')));
			else return;
		}
	}

	#edit(question: Question, event: KeyEvent): void {
		const { pieces, answer } = question;
		const sequence = event.kind === 'key' ? event.sequence : '';
		const isEmpty = pieces.length === 0;
		if (event.kind === 'too-long') this.#refusePaste(question);
		else if (event.kind === 'paste') this.#insert(question, event.text, cleanText(redact(event.text)));
		else if (sequence === '\r') {
			this.#close();
			answer(pieces.map(({ text }) => text).join(''));
		} else if ((sequence === CTRL_D || sequence === ESCAPE) && isEmpty) {
			this.#close();
			answer(null);
		} else if (sequence === '\x7f' || sequence === '\b') this.#erase(pieces, 1);
		else if (sequence === CTRL_W) this.#erase(pieces, lastWordOf(question));
		else if (sequence === CTRL_U) this.#erase(pieces, pieces.length);
		else if (!/\p{Cc}/u.test(sequence)) this.#insert(question, sequence, sequence);
	}

	/** Tells why the line is still empty, and asks again: nobody could see what of it is there. */
	#refusePaste(question: Question): void {
		question.pieces = [];
		this.#output.write(`\n${TOO_LONG_FOR_FIELD}\n${question.prompt}`);
	}

	#insert({ isHidden, pieces }: Question, text: string, shown: string): void {
		pieces.push({ text, cells: isHidden ? 0 : stringWidth(shown) });
		if (!isHidden) this.#output.write(shown);
	}

	#erase(pieces: Piece[], count: number): void {
		const gone = pieces.splice(Math.max(0, pieces.length - count));
		const cells = gone.reduce((sum, piece) => sum + piece.cells, 0);
		if (cells > 0) this.#output.write(Buffer.from('\b \b'.repeat(cells)));
	}

	#interrupt(): void {
		this.#queue = [];
		const question = this.#close();
		this.#onInterrupt();
		question?.cancel(new ProblemError(problem('cancelled')));
	}

	/** Ends the line of the open question, and gives that. */
	#close(): Question | null {
		const question = this.#question;
		this.#question = null;
		if (question) this.#output.write('\n');
		return question;
	}
}

/** How many pieces the last word takes, with the blanks behind it; all of a hidden line. */
function lastWordOf({ isHidden, pieces }: Question): number {
	if (isHidden) return pieces.length;
	const isBlank = ({ text }: Piece) => text === ' ';
	const end = pieces.findLastIndex((piece) => !isBlank(piece));
	const start = pieces.slice(0, Math.max(0, end)).findLastIndex(isBlank) + 1;
	return pieces.length - start;
}
