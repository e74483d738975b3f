import { describePermission, PUBLIC_PROFILE } from '../permission-groups.ts';
import type { World } from '../world.ts';
import { formTokenField } from './form-token.ts';
import { type Html, html } from './html.ts';

/** What every form holds: the token that only pages of this sandbox know, and fields that are not shown. */
export function hiddenFields(world: World, fields: readonly (readonly [name: string, value: string])[] = []): Html {
	const inputs = fields.map(
		([name, value]) => html`
<input type="hidden" name="${name}" value="${value}">`,
	);
	return html`${formTokenField(world)}${inputs}`;
}

/** A line of a menu. */
export function option(value: string, title: string, chosen: string): Html {
	return html`<option value="${value}"${value === chosen && html` selected`}>${title}</option>`;
}

/** A permission with its box; a fixed one cannot be changed, and every token has `public_profile`. */
export function permissionItem(permission: string, isTicked: boolean, isFixed = permission === PUBLIC_PROFILE): Html {
	return html`<li><label><input type="checkbox"${!isFixed && html` name="permission"`} value="${permission}"${isTicked && html` checked`}${isFixed && html` disabled`}><span><code>${permission}</code><small>${describePermission(permission)}</small></span></label></li>`;
}
