import * as v from 'valibot';

/** What some work gives; undefined where it fails. */
export function attempt<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch {
		return undefined;
	}
}

/** The value of a JSON text, with or without a byte order mark; undefined for other text. No error repeats the text. */
export function parseJson(text: string): unknown {
	return attempt(() => JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text));
}

/** A JSON object, as opposed to the other things that a stored file may hold. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, or a number as the text that it is; null for all else. */
export function textIn(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** A number, or the digits of one; null for all else. */
export function numberIn(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The word of a list that a value is; null for an unknown one. */
export function wordIn<const Word extends string>(words: readonly Word[], value: unknown): Word | null {
	return words.find((word) => word === value) ?? null;
}

/** A schema that accepts any value, a missing one too, and reads of it what it can. */
export function tolerant<Output>(read: (value: unknown) => Output) {
	return v.fallback(v.pipe(v.unknown(), v.transform(read)), () => read(undefined));
}

/** What a schema makes of a value; null where it cannot. */
export function orNull<const Schema extends v.GenericSchema>(schema: Schema) {
	return tolerant((value): v.InferOutput<Schema> | null => {
		if (value === null || value === undefined) return null;
		const { success, output } = v.safeParse(schema, value);
		return success ? output : null;
	});
}

/** {@link orNull} for a key that is left out where there is nothing. */
export function orAbsent<const Schema extends v.GenericSchema>(schema: Schema) {
	return v.fallback(v.optional(schema), undefined);
}

/** Those elements of a list of which a schema can make something. */
export function those<const Schema extends v.GenericSchema>(schema: Schema) {
	return tolerant((value): v.InferOutput<Schema>[] => {
		const elements: unknown[] = Array.isArray(value) ? value : [];
		return elements.flatMap((element) => {
			const { success, output } = v.safeParse(schema, element);
			return success ? [output] : [];
		});
	});
}

/** A text without which the thing that it belongs to cannot be read. */
export const Required = v.pipe(v.unknown(), v.transform(textIn), v.string(), v.nonEmpty());
/** A text, a number, a truth value: null where there is none. */
export const Text = tolerant(textIn);
export const Amount = tolerant(numberIn);
export const Flag = tolerant((value) => (typeof value === 'boolean' ? value : null));
/** Texts; what is none is left out. */
export const Texts = tolerant((value) => (Array.isArray(value) ? value.flatMap((one) => textIn(one) ?? []) : []));
/** A word of a list; null for one that this program does not know. */
export const wordOf = <const Word extends string>(words: readonly Word[]) => tolerant((value) => wordIn(words, value));
