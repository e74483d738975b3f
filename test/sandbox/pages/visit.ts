import assert from 'node:assert/strict';

export interface Visit {
	readonly status: number;
	readonly headers: Headers;
	readonly html: string;
}

/** Opens a page as a browser does, without its script. */
export async function open(url: string, init: RequestInit = {}): Promise<Visit> {
	const response = await fetch(url, init);
	return { status: response.status, headers: response.headers, html: await response.text() };
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Posts a form of the page at `url`, with the hidden token that the page gives to its forms. Follows no redirect. */
export async function submit(url: string, fields: Fields): Promise<Visit> {
	const { html } = await open(url);
	const body = new URLSearchParams({ form_token: fieldOf(html, 'form_token') });
	for (const [name, values] of Object.entries(fields)) {
		for (const value of [values].flat()) {
			body.append(name, value);
		}
	}
	return open(url, { method: 'POST', body, redirect: 'manual' });
}

/** The value of the first field of this name. */
export function fieldOf(html: string, name: string): string {
	const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
	assert.ok(value !== undefined, `no field ${name}`);
	return value;
}

/** The text of the Explorer's token field. */
export function tokenOf({ html }: Visit): string {
	return /<textarea id="access-token"[^>]*>([^<]*)</.exec(html)?.[1] ?? '';
}

/** The names and values of all ticked boxes. */
export function ticked({ html }: Visit): string[] {
	return [...html.matchAll(/<input type="checkbox"([^>]*)>/g)]
		.filter(([, attributes]) => /\schecked/.test(attributes ?? ''))
		.map(([, attributes]) => /value="([^"]*)"/.exec(attributes ?? '')?.[1] ?? '');
}

/** The rows of the debugger's table as text. */
export function tableOf({ html }: Visit): Record<string, string> {
	const rows = html.matchAll(/<th scope="row">([^<]*)<\/th><td>([\s\S]*?)<\/td><\/tr>/g);
	return Object.fromEntries(
		[...rows].map(([, title = '', cell = '']) => [
			title,
			cell
				.replace(/<[^>]*>/g, ' ')
				.replace(/\s+/g, ' ')
				.trim(),
		]),
	);
}
