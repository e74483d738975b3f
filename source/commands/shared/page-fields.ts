import { InvalidArgumentError } from 'commander';
import { PAGE_FIELDS, type PageField } from '../../domain/page-variables.ts';
import type { Secret } from '../../domain/secret.ts';
import { appSecretProof } from '../../graph/proof.ts';
import type { ProfileSecrets } from '../../vault/profile.ts';
import type { FoundPage } from './find-page.ts';
import { tokenOf } from './page-token.ts';

type OpenPage = Pick<FoundPage, 'page' | 'profile'> & { token: Secret; appSecret: Secret };

const VALUES: Readonly<Record<PageField, (of: OpenPage) => string>> = {
	id: ({ page }) => page.id,
	// No environment has room for a NUL.
	name: ({ page }) => page.name.replaceAll('\0', ''),
	token: ({ token }) => token.reveal(),
	'app-id': ({ profile }) => profile.app.id,
	'app-secret': ({ appSecret }) => appSecret.reveal(),
	proof: ({ appSecret, token }) => appSecretProof(appSecret, token),
};

/** The name of a variable of the environment, and what it is to hold. */
export type PageVariable = { name: string; field: PageField };

/** How a help explains what `--env` sets. */
export const ENV_HELP = `set NAME to ${PAGE_FIELDS.slice(0, -1).join(', ')} or ${PAGE_FIELDS.at(-1)}; repeatable`;

/** A value of `--env`, `NAME=field`, behind those before it. @throws {InvalidArgumentError} */
export function pageVariable(text: string, before: readonly PageVariable[] = []): PageVariable[] {
	const [, name = '', word = ''] = /^(.*?)=(.*)$/s.exec(text) ?? [];
	const field = PAGE_FIELDS.find((one) => one === word);
	if (!text.includes('=')) throw new InvalidArgumentError(`It looks like --env FB_TOKEN=token.`);
	if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
		throw new InvalidArgumentError('A name has letters, digits and _, and no digit first, as in --env FB_TOKEN=token.');
	}
	if (!field) throw new InvalidArgumentError(`${name} can hold: ${PAGE_FIELDS.join(', ')}.`);
	if (before.some((one) => one.name === name)) throw new InvalidArgumentError(`${name} is set twice.`);
	return [...before, { name, field }];
}

/**
 * The variables with what they hold of a Page.
 * @throws {ProblemError} as {@link tokenOf} does.
 */
export function valuesOf(
	variables: readonly PageVariable[],
	found: Pick<FoundPage, 'page' | 'profile'>,
	secrets: ProfileSecrets,
): [name: string, value: string][] {
	const open = { ...found, token: tokenOf(found.page, secrets), appSecret: secrets.appSecret };
	return variables.map(({ name, field }) => [name, VALUES[field](open)]);
}
