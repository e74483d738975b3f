import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { tsImport } from 'tsx/esm/api';

/**
 * The JSON Schema of all that the verbs print as JSON, from its one definition in source/operations/output-schema.ts. It is for
 * those who read that: fields and words that a later version adds are valid.
 */
export async function outputSchema() {
	const { OUTPUTS, PARTS } = await tsImport('../source/operations/output-schema.ts', import.meta.url);
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'fb-token-tui',
		description: 'Any JSON that fb-token-tui prints; each output by itself is one of $defs.',
		anyOf: Object.keys(OUTPUTS).map((name) => ({ $ref: `#/$defs/${name}` })),
		$defs: opened(toJsonSchemaDefs({ ...OUTPUTS, ...PARTS }, { target: 'draft-2020-12' })),
	};
}

/** A schema without what would refuse an unknown field or word. */
function opened(schema) {
	if (Array.isArray(schema)) return schema.map(opened);
	if (typeof schema !== 'object' || schema === null) return schema;
	const { additionalProperties, ...rest } = schema;
	const entries = Object.entries(rest).map(([key, value]) => [key, key === 'enum' ? value : opened(value)]);
	const { enum: words, const: word, type, ...others } = Object.fromEntries(entries);
	const known = words ?? (typeof word === 'string' ? [word] : undefined);
	if (known?.every((one) => typeof one === 'string')) {
		return { ...others, anyOf: [{ enum: known }, { type: 'string' }] };
	}
	return Object.fromEntries(entries);
}
