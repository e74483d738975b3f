import { type Errands, errandsFor } from '../session/actions.ts';
import type { UiOptions, Work } from '../session/options.ts';
import { problemsOf } from '../session/problems.ts';
import { proposedName } from '../session/proposed-name.ts';
import { aboutDeparting } from '../session/session-text.ts';
import type { Departure, SessionState } from '../session/state.ts';
import type { Dispatch } from '../session/store.ts';
import { type Command, commandOf, describeCommand, readCommand } from './commands.ts';
import type { LineReader } from './line-reader.ts';
import type { Paper } from './paper.ts';

/** The exit code of a program that was left before it had come to an end. */
const CANCELLED = 130;

/** Where questions are asked: the journey, the terminal, and what all questions have in common. */
export class Desk {
	readonly options: UiOptions;
	readonly paper: Paper;
	/** Not null once the person has left. */
	exitCode: number | null = null;
	readonly #left = new AbortController();
	readonly #work: Work;
	readonly #reader: LineReader;

	constructor({ options, paper, work, reader }: { options: UiOptions; paper: Paper; work: Work; reader: LineReader }) {
		this.options = options;
		this.paper = paper;
		this.#work = work;
		this.#reader = reader;
	}

	get journey(): SessionState {
		return this.#work.store.getState();
	}

	get dispatch(): Dispatch {
		return this.#work.store.dispatch;
	}

	/** Are the tokens of the opened profile out of reach? */
	get isLocked(): boolean {
		const { opened } = this.journey;
		return opened !== null && !opened.isUnlocked;
	}

	get errands(): Errands {
		return errandsFor(this.options, {
			isLocked: this.isLocked,
			say: (_tone, text) => this.paper.write(text),
			showBare: async (title, text) => {
				this.paper.write(title);
				this.paper.writeWhole(typeof text === 'string' ? text.trimEnd() : text.reveal());
			},
		});
	}

	/** Resolves when the journey is as it `is` wanted, or the person has left. */
	async until(is: (journey: SessionState) => boolean): Promise<void> {
		const { store } = this.#work;
		const { signal } = this.#left;
		await new Promise<void>((resolve) => {
			const look = () => {
				if (!signal.aborted && !is(store.getState())) return;
				unsubscribe();
				signal.removeEventListener('abort', look);
				resolve();
			};
			const unsubscribe = store.subscribe(look);
			signal.addEventListener('abort', look);
			look();
		});
	}

	/** Asks for a line that may be anything; null where the person would rather not answer. */
	async askText(question: string, { isHidden = false } = {}): Promise<string | null> {
		const line = await this.#reader.read({ isHidden, ask: () => this.paper.ask(question) });
		if (isHidden && line) this.paper.write(`${line.length} characters read.`);
		return line;
	}

	/**
	 * Asks for a line that may be one of the commands, or of those that every such question has. Null where it was one, or where
	 * the person went back or has left: then the journey tells what comes next.
	 */
	async ask(
		question: string,
		commands: readonly Command[],
		{ isHidden = false, back = () => this.goBack() } = {},
	): Promise<string | null> {
		const line = await this.#reader.read({ isHidden, ask: () => this.paper.ask(question) });
		const { word, rest } = readCommand(line ?? 'back');
		const command = commandOf([...commands, ...this.#common(commands, back)], word);
		if (command && (rest === '' || command.takes !== undefined)) {
			await command.run(rest);
			return null;
		}
		if (isHidden && line) this.paper.write(`${line.length} characters read.`);
		return line;
	}

	/** Asks for one of the commands; `otherwise` takes what is none. */
	async askFor(question: string, commands: readonly Command[], otherwise: (line: string) => unknown): Promise<void> {
		const line = await this.ask(question, commands);
		if (line !== null) await otherwise(line.trim());
	}

	/** Asks for a yes; everything else is a no. What was typed ahead is no answer. */
	async confirm(question: string): Promise<boolean> {
		this.#reader.discard();
		return /^y(es)?$/i.test((await this.askText(`${question} [y/N]`))?.trim() ?? '');
	}

	/** Says that a line was no answer. */
	refuse(): void {
		this.paper.write('That is no answer here; ? tells what is.');
	}

	/** Ends the program. */
	leave(exitCode: number): void {
		this.exitCode ??= exitCode;
		this.#left.abort();
	}

	/** To the part of the journey before this one; from the first one, out of the program. */
	goBack(): void {
		// Ctrl+C may have begun to leave.
		if (this.exitCode !== null || this.#isDeparting) return;
		const { step } = this.journey;
		this.dispatch({ type: 'back' });
		if (this.journey.step === step && !this.#isDeparting) this.leave(CANCELLED);
	}

	/** Asks whether tokens are to be lost. At the end of the input nobody can answer. */
	async askBeforeDeparting(by: Departure): Promise<void> {
		const answer = (chosen: 'save' | 'leave' | 'stay') =>
			this.dispatch({ type: 'answer-departing', answer: chosen, proposedName: proposedName(this.journey) });
		this.#reader.discard();
		const question = `${aboutDeparting(this.journey, by)} s saves, q does not, b stays [s]:`;
		const word = (await this.askText(question))?.trim().toLowerCase();
		if (word === undefined) answer(this.#reader.hasEnded ? 'leave' : 'stay');
		else if (word === '' || word === 's') answer('save');
		else if (word === 'q') answer('leave');
		else if (word === 'b') answer('stay');
		else this.refuse();
	}

	get #isDeparting(): boolean {
		return this.journey.departing?.isSaving === false;
	}

	#common(commands: readonly Command[], back: () => void): Command[] {
		const { step, app } = this.journey;
		const common: Command[] = [
			{ words: ['b', 'back'], does: 'goes back; so does Ctrl+D', run: back },
			{
				words: ['report'],
				does: 'copies a report of what went wrong, which can be shown to anyone',
				run: () => this.errands.copyReport(step, problemsOf(this.journey), app.version),
			},
			{ words: ['q', 'quit'], does: 'leaves', run: () => this.dispatch({ type: 'quit' }) },
			{
				words: ['?', 'help'],
				does: 'tells all this',
				run: () => this.paper.write(...[...commands, ...common].map(describeCommand)),
			},
		];
		return common;
	}
}
