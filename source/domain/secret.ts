/**
 * A token or an app secret that cannot be printed by accident: interpolation, `JSON.stringify`, `console.log` and
 * `util.inspect` all give the mask. The raw text is asked for by name, with {@link Secret.reveal}.
 */
export class Secret {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	/** The raw text. Every call of this is a place where the secret may leave the program. */
	reveal(): string {
		return this.#text;
	}

	/** The number of UTF-16 code units. */
	get length(): number {
		return this.#text.length;
	}

	/** First and last four characters, `EAAB…x9fQ`; of a text too short to show eight, only the ellipsis. */
	get preview(): string {
		return this.#text.length >= 24 ? `${this.#text.slice(0, 4)}…${this.#text.slice(-4)}` : '…';
	}

	equals(other: Secret): boolean {
		return this.#text === other.#text;
	}

	toString(): string {
		return this.preview;
	}

	toJSON(): string {
		return this.preview;
	}

	[Symbol.for('nodejs.util.inspect.custom')](): string {
		return `Secret(${this.preview})`;
	}
}
