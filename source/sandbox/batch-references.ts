const REFERENCE = /\{result=([\w-]+):(\$[^}]*)\}/g;

/** The names of the requests whose results the text refers to, as in `?ids={result=pages:$.data.*.id}`. */
export function referencedNames(text: string): string[] {
	return [...text.matchAll(REFERENCE)].map((match) => match[1] ?? '');
}

/** Puts the referred values in, several of them with commas between. `bodyOf` gives the JSON text of a result. */
export function fillReferences(text: string, bodyOf: (name: string) => string): string {
	return text.replace(REFERENCE, (_, name: string, path: string) => valuesAt(JSON.parse(bodyOf(name)), path).join(','));
}

/** The part of JSONPath that Meta's examples use: `$.a.b`, `$.a[0].b`, `$.a.*.b`. */
function valuesAt(root: unknown, path: string): unknown[] {
	const steps = path.match(/\*|[^.[\]$]+/g) ?? [];
	return steps.reduce<unknown[]>((values, step) => values.flatMap((value) => children(value, step)), [root]);
}

function children(value: unknown, step: string): unknown[] {
	if (typeof value !== 'object' || value === null) {
		return [];
	}
	const entries = Object.entries(value);
	return entries.filter(([key]) => step === '*' || key === step).map(([, child]) => child);
}
