import { randomBytes } from 'node:crypto';
import { describePermission, PUBLIC_PROFILE } from '../permission-groups.ts';
import type { World } from '../world.ts';
import { type Html, html } from './html.ts';

const tokens = new WeakMap<World, string>();

function formToken(world: World): string {
	const token = tokens.get(world) ?? randomBytes(18).toString('base64url');
	tokens.set(world, token);
	return token;
}

/** Whether a posted form came from a page of this sandbox. */
export function isOwnForm(world: World, form: URLSearchParams): boolean {
	return form.get('form_token') === formToken(world);
}

/** What every form holds: the token, which other sites cannot read, so they cannot post the form; and hidden fields. */
export function hiddenFields(world: World, fields: readonly (readonly [name: string, value: string])[] = []): Html {
	const inputs = fields.map(
		([name, value]) => html`
<input type="hidden" name="${name}" value="${value}">`,
	);
	return html`<input type="hidden" name="form_token" value="${formToken(world)}">${inputs}`;
}

/** A line of a menu. */
export function option(value: string, title: string, chosen: string): Html {
	return html`<option value="${value}"${value === chosen && html` selected`}>${title}</option>`;
}

/** A permission with its box; a fixed one cannot be changed, and every token has `public_profile`. */
export function permissionItem(permission: string, isTicked: boolean, isFixed = permission === PUBLIC_PROFILE): Html {
	return html`<li><label><input type="checkbox"${!isFixed && html` name="permission"`} value="${permission}"${isTicked && html` checked`}${isFixed && html` disabled`}><span><code>${permission}</code><small>${describePermission(permission)}</small></span></label></li>`;
}
