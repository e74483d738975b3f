import assert from 'node:assert/strict';

/** A piece of a secret this long gives it away, in UTF-16 units; a shorter secret counts only as a whole. */
const TELLING = 20;
/** Any piece of 20 holds one of the blocks of this length that begin at a multiple of it. */
const BLOCK = 8;

/** A secret found in a text, and how it stood there. */
export interface Leak {
	readonly secret: string;
	readonly form: string;
	/** Where in the text, and how much of the secret. */
	readonly index: number;
	readonly length: number;
}

/** One way in which a secret can stand in a text. */
interface Form {
	readonly secret: string;
	readonly name: string;
	readonly text: string;
}

/** Secrets of at least 8 characters to look for in texts; a thousand of them cost hardly more than one. */
export class PlantedSecrets {
	readonly #secrets = new Set<string>();
	readonly #blocks = new Map<string, { readonly form: Form; readonly start: number }[]>();
	/** Length of the longest form of any of the secrets, in UTF-16 units. */
	longest = 0;

	constructor(secrets: Iterable<string> = []) {
		for (const secret of secrets) this.add(secret);
	}

	get size(): number {
		return this.#secrets.size;
	}

	/** Gives whether the secret is new. */
	add(secret: string): boolean {
		assert.ok(secret.length >= BLOCK, `a secret of less than ${BLOCK} characters would be found by chance`);
		if (this.#secrets.has(secret)) return false;
		this.#secrets.add(secret);
		for (const form of formsOf(secret)) {
			this.longest = Math.max(this.longest, form.text.length);
			for (let start = 0; start + BLOCK <= form.text.length; start += BLOCK) {
				const block = form.text.slice(start, start + BLOCK);
				const places = this.#blocks.get(block) ?? [];
				places.push({ form, start });
				this.#blocks.set(block, places);
			}
		}

		return true;
	}

	delete(secret: string): void {
		this.#secrets.delete(secret);
	}

	/**
	 * The first secret that stands in `text`: plain, URL-encoded, JSON-escaped, in hexadecimal or in base64 at any alignment,
	 * whole or a piece of at least 20 characters. Only those that are sought count: all, unless told.
	 */
	find(text: string, isSought: (secret: string) => boolean = () => true): Leak | undefined {
		for (let hit = 0; hit + BLOCK <= text.length; hit++) {
			for (const { form, start } of this.#blocks.get(text.slice(hit, hit + BLOCK)) ?? []) {
				const leak = measure(text, hit, form, start);
				if (
					this.#secrets.has(form.secret) &&
					isSought(form.secret) &&
					leak.length >= Math.min(TELLING, form.text.length)
				) {
					return leak;
				}
			}
		}

		return undefined;
	}
}

/** Fails when a secret stands in `text`; `where` names the text in the message, which shows the secret masked. */
export function assertNoSecrets(
	text: string,
	secrets: Iterable<string> | PlantedSecrets,
	where: string,
	isSought?: (secret: string) => boolean,
): void {
	const planted = secrets instanceof PlantedSecrets ? secrets : new PlantedSecrets(secrets);
	const leak = planted.find(text, isSought);
	if (leak) {
		const { secret, form, index, length } = leak;
		const before = JSON.stringify(text.slice(Math.max(0, index - 60), index));
		assert.fail(
			`The secret ${secret.slice(0, 4)}… (${secret.length} characters) is in ${where}: ${length} characters, ${form}, at ${index}, after ${before}`,
		);
	}
}

function formsOf(secret: string): Form[] {
	const forms = [
		{ secret, name: 'plain', text: secret },
		{ secret, name: 'URL-encoded', text: encodeURIComponent(secret) },
		{ secret, name: 'JSON-escaped', text: JSON.stringify(secret).slice(1, -1) },
		{ secret, name: 'hexadecimal', text: Buffer.from(secret).toString('hex') },
		...[0, 1, 2].flatMap((alignment) => base64Forms(secret, alignment)),
	];
	return forms.filter(({ text }, index) => forms.findIndex((other) => other.text === text) === index);
}

// Only the characters that the secret alone decides, whatever bytes stand before and after it.
function base64Forms(secret: string, alignment: number): Form[] {
	const bytes = Buffer.concat([Buffer.alloc(alignment), Buffer.from(secret)]);
	const start = Math.ceil((alignment * 8) / 6);
	const end = Math.floor((bytes.length * 8) / 6);
	return [
		{ secret, name: 'base64', text: bytes.toString('base64').slice(start, end) },
		{ secret, name: 'base64url', text: bytes.toString('base64url').slice(start, end) },
	];
}

/** How much of a form stands around `hit`, where its block from `start` was found. */
function measure(text: string, hit: number, form: Form, start: number): Leak {
	let before = 0;
	while (before < start && before < hit && form.text[start - before - 1] === text[hit - before - 1]) before++;
	let after = BLOCK;
	while (start + after < form.text.length && form.text[start + after] === text[hit + after]) after++;

	return { secret: form.secret, form: form.name, index: hit - before, length: before + after };
}
