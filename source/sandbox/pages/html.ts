/** Text that is HTML already. Made by {@link html} and {@link trusted} only, so that nothing else gets in unescaped. */
export class Html {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

type Value = Html | string | number | false | undefined | readonly Value[];

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/**
 * A template of HTML: `` html`<p title="${title}">${text}</p>` ``. Strings are escaped for text and for quoted
 * attributes, lists are joined, `false` and `undefined` give nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
	const parts = strings.map((string, index) => string + render(values[index]));
	return new Html(parts.join(''));
}

/** HTML that this program wrote itself, as it is. */
export function trusted(text: string): Html {
	return new Html(text);
}

function render(value: Value): string {
	if (value === undefined || value === false) {
		return '';
	}
	if (value instanceof Html) {
		return value.text;
	}
	if (typeof value === 'string' || typeof value === 'number') {
		return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
	}
	return value.map(render).join('');
}
