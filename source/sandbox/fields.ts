import { graphError } from './graph-error.ts';

/** What each field of a node gives; undefined: the field exists and has no value, so it is left out. */
export type FieldValues = Readonly<Record<string, () => unknown>>;

/** A field that is an edge, as in `me?fields=accounts.limit(5){id}`: read with the fields and modifiers behind its name. */
export class EdgeField {
	readonly read: (params: Readonly<Record<string, string>>) => unknown;

	constructor(read: EdgeField['read']) {
		this.read = read;
	}
}

interface Field {
	readonly name: string;
	readonly modifiers: string;
	readonly inner: string | undefined;
}

/** Fields that Graph refuses on a type of node that lacks them. Of other fields nobody knows whether Graph has them. */
const MISSING: Readonly<Record<string, readonly string[]>> = {
	Page: ['accounts', 'permissions', 'businesses', 'owned_pages', 'client_pages', 'tasks'],
	User: ['access_token', 'category', 'tasks', 'owned_pages', 'client_pages', 'fan_count', 'followers_count'],
};

/**
 * The node with the fields of `fields=a,b{c},…` in that order, and `id` at the end when it was not asked for; without
 * the parameter, the `defaults`. Throws Graph's error 100 for a field that the node type is known to lack; any other field that
 * is not played here is left out.
 */
export function selectFields(
	text: string | undefined,
	values: FieldValues,
	nodeType: string,
	defaults: readonly string[],
): Record<string, unknown> {
	const asked = text ? parseFields(text) : defaults.map((name): Field => ({ name, modifiers: '', inner: undefined }));
	const selected: Record<string, unknown> = {};
	for (const { name, modifiers, inner } of asked) {
		const value = values[name]?.();
		if (!values[name] && MISSING[nodeType]?.includes(name)) {
			throw graphError('unknownField', { field: name, type: nodeType });
		}
		selected[name] = value instanceof EdgeField ? value.read(paramsOf(modifiers, inner)) : narrow(value, inner);
	}
	selected.id ??= values.id?.();
	return selected;
}

/** Modifiers such as `.limit(5)`, and the fields in braces, as the parameters that they stand for. */
function paramsOf(modifiers: string, fields: string | undefined): Record<string, string> {
	const pairs = [...modifiers.matchAll(/\.(\w+)\(([^)]*)\)/g)].map(([, name = '', value = '']) => [name, value]);
	return { ...Object.fromEntries(pairs), ...(fields === undefined ? {} : { fields }) };
}

/** Splits at the commas that stand in no braces. */
function parseFields(text: string): Field[] {
	const field = /([^,{}().\s]+)((?:\.\w+\([^)]*\))*)(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/g;
	return [...text.matchAll(field)].map((match) => ({
		name: match[1] ?? '',
		modifiers: match[2] ?? '',
		inner: match[3],
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
