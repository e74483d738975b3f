import stringWidth from 'string-width';
import { formatTimeLeft } from '../../domain/time.ts';
import type { CheckEvent } from '../../operations/profiles.ts';
import type { JourneyEvent } from '../../operations/run-journey.ts';
import { fitText } from '../../terminal/fit-text.ts';
import { glyphsFor, progressBar } from '../../terminal/glyphs.ts';
import type { Context } from './context.ts';

const CLEAR = '\r\x1b[K';
const WIDEST_BAR = 20;
const NARROWEST_BAR = 5;

/**
 * How far the work on many Pages has come, as one line of a terminal that is rewritten, and removed at the end:
 *
 *     Listing Pages: 150 found, 50 verified
 *     Verifying my-bakery  ━━━━━━━─────────────  100 of 240
 *     Verifying my-bakery  ━━━━━━━─────────────  24000 of 100000, about 3 h 52 min left, goes on in 52 min
 *
 * There is none where standard error is no terminal, with `--json`, and where only lines are wanted.
 */
export class Progress {
	/** Standard error, to be used in its place: what is written there comes above the line. */
	readonly stderr: Context['stderr'];
	readonly #output: Context['stderr'];
	readonly #unicode: boolean;
	readonly #label: string;
	readonly #isWanted: boolean;
	#found = 0;
	/** Tokens that there are, as far as it is known. */
	#total = 0;
	#done = 0;
	#isListed = false;
	#timeLeft = '';
	#shown = '';

	/** `subject` is what the tokens are of, where there is more than one; `isQuiet`: nothing is to be told. */
	constructor(
		{ stderr, options, unicode }: Pick<Context, 'stderr' | 'options' | 'unicode'>,
		{ subject = null, isQuiet = false }: { subject?: string | null; isQuiet?: boolean } = {},
	) {
		this.#output = stderr;
		this.#unicode = unicode;
		this.#label = subject === null ? 'Verifying' : `Verifying ${subject}`;
		this.#isWanted = stderr.isTTY === true && !options.json && !isQuiet && !options.plain;
		this.stderr = this.#isWanted ? { isTTY: true, write: (text) => this.#writeAbove(text) } : stderr;
	}

	/** So many tokens will be verified. */
	expect(total: number): void {
		this.#total = total;
		this.#isListed = true;
		this.#draw();
	}

	/** Counts what has come to pass. */
	tell(event: JourneyEvent | CheckEvent): void {
		if (event.type === 'pages-found') {
			this.#found += event.pages.length;
			this.#total += event.pages.filter(({ token }) => token).length;
		} else if (event.type === 'pages-verified') this.#done += event.pages.length;
		else if (event.type === 'listed') this.#isListed = true;
		else if (event.type !== 'exchanged') return;
		this.#draw();
	}

	/** So much time is left, in seconds, and calls go on after a pause; 0 for less than can be told. */
	predict(secondsLeft: number, pauseSeconds: number): void {
		this.#timeLeft = [
			...(secondsLeft > 0 ? [`, about ${formatTimeLeft(secondsLeft)} left`] : []),
			...(pauseSeconds > 0 ? [`, goes on in ${formatTimeLeft(pauseSeconds)}`] : []),
		].join('');
		this.#draw();
	}

	/** Removes the line. */
	end(): void {
		if (this.#shown !== '') this.#output.write(CLEAR);
		this.#shown = '';
	}

	#draw(): void {
		if (!this.#isWanted) return;
		if (this.#isListed && this.#total === 0) {
			this.end();
			return;
		}
		// A line that fills the last column goes on in the next row with some terminals.
		const width = Math.max(1, (this.#output.columns ?? 80) - 1);
		const text = this.#isListed
			? this.#barLine(width)
			: fitText(`Listing Pages: ${this.#found} found, ${this.#done} verified`, width).text;
		this.#shown = this.#unicode ? text : text.replaceAll('…', '.');
		this.#output.write(`${CLEAR}${this.#shown}`);
	}

	/** With the time that is left, where there is room for it. */
	#barLine(width: number): string {
		const count = `${this.#done} of ${this.#total}`;
		const told = `${count}${this.#timeLeft}`;
		const bar = { label: this.#label, share: this.#done / this.#total, width, unicode: this.#unicode };
		return barLine({ ...bar, count: told.length + stringWidth(this.#label) + 2 <= width ? told : count });
	}

	#writeAbove(text: string): void {
		this.#output.write(this.#shown === '' ? text : `${CLEAR}${text}${text.endsWith('\n') ? this.#shown : ''}`);
	}
}

/** The line with as long a bar as has room, or none; then the label is cut, and then the count. */
function barLine({
	label,
	share,
	width,
	count,
	unicode,
}: {
	label: string;
	share: number;
	width: number;
	count: string;
	unicode: boolean;
}): string {
	const bar = Math.min(WIDEST_BAR, width - stringWidth(label) - count.length - 4);
	if (bar >= NARROWEST_BAR) {
		return `${label}  ${progressBar(share, bar, glyphsFor(unicode)).join('')}  ${count}`;
	}
	const room = width - count.length - 1;
	return room > 0 ? `${fitText(label, room).text} ${count}` : count.slice(0, width);
}
