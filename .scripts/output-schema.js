import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { tsImport } from 'tsx/esm/api';

/** The JSON Schema of all that the verbs print as JSON, from its one definition in source/operations/output-schema.ts. */
export async function outputSchema() {
	const { OUTPUTS, PARTS } = await tsImport('../source/operations/output-schema.ts', import.meta.url);
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'fb-token-tui',
		description: 'Any JSON that fb-token-tui prints; each output by itself is one of $defs.',
		anyOf: Object.keys(OUTPUTS).map((name) => ({ $ref: `#/$defs/${name}` })),
		$defs: toJsonSchemaDefs({ ...OUTPUTS, ...PARTS }, { target: 'draft-2020-12' }),
	};
}
