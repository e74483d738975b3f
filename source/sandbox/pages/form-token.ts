import { randomBytes } from 'node:crypto';
import type { World } from '../world.ts';
import { type Html, html } from './html.ts';

const tokens = new WeakMap<World, string>();

function formToken(world: World): string {
	const token = tokens.get(world) ?? randomBytes(18).toString('base64url');
	tokens.set(world, token);
	return token;
}

/** A hidden field that every form carries: other sites cannot read it, so they cannot post the form. */
export function formTokenField(world: World): Html {
	return html`<input type="hidden" name="form_token" value="${formToken(world)}">`;
}

/** Whether a posted form came from a page of this sandbox. */
export function isOwnForm(world: World, form: URLSearchParams): boolean {
	return form.get('form_token') === formToken(world);
}
