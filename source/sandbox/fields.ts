import { graphError } from './graph-error.ts';

/** What each field of a node gives; undefined: the field exists and has no value, so it is left out. */
export type FieldValues = Readonly<Record<string, () => unknown>>;

interface Field {
	readonly name: string;
	readonly inner: string | undefined;
}

/**
 * The node with the fields of `fields=a,b{c},…` in that order, and `id` at the end when it was not asked for; without
 * the parameter, the `defaults`. Throws Graph's error 100 for a field that the node type lacks.
 */
export function selectFields(
	text: string | undefined,
	values: FieldValues,
	nodeType: string,
	defaults: readonly string[],
): Record<string, unknown> {
	const asked = text ? parseFields(text) : defaults.map((name): Field => ({ name, inner: undefined }));
	const selected: Record<string, unknown> = {};
	for (const { name, inner } of asked) {
		const value = values[name];
		if (!value) {
			throw graphError('unknownField', { field: name, type: nodeType });
		}
		selected[name] = narrow(value(), inner);
	}
	selected.id ??= values.id?.();
	return selected;
}

/** Splits at the commas that stand in no braces, and drops modifiers such as `.limit(5)`. */
function parseFields(text: string): Field[] {
	return [...text.matchAll(/([^,{}().\s]+)(?:\.\w+\([^)]*\))*(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/g)].map((match) => ({
		name: match[1] ?? '',
		inner: match[2],
	}));
}

function narrow(value: unknown, inner: string | undefined): unknown {
	if (inner === undefined || typeof value !== 'object' || value === null) {
		return value;
	}
	if (Array.isArray(value)) {
		return value.map((item) => narrow(item, inner));
	}
	const known = new Map(Object.entries(value));
	const entries = parseFields(inner).map(({ name, inner: deeper }) => [name, narrow(known.get(name), deeper)]);
	return Object.fromEntries(entries);
}
