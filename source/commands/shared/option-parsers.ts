import { InvalidArgumentError } from 'commander';
import { isVersion } from '../../graph/version.ts';

/** A Graph version, with or without its `v`. Like all these it throws {@link InvalidArgumentError}. */
export function graphVersion(text: string): string {
	const version = text.startsWith('v') ? text : `v${text}`;
	if (!isVersion(version)) throw new InvalidArgumentError('A version looks like v27.0.');
	return version;
}

/** A number of seconds up to an hour. */
export function seconds(text: string): number {
	const value = Number(text);
	if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('A number of seconds is needed.');
	return value;
}

/** A TCP port; 0 stands for any free one. */
export function port(text: string): number {
	if (count(text) > 65_535) throw new InvalidArgumentError('The highest port is 65535.');
	return Number(text);
}

/** A whole number of at most six digits. */
export function count(text: string): number {
	if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
	return Number(text);
}

/** An option that may be given several times: what it was given before, and this. */
export function appended(text: string, before: readonly string[] = []): string[] {
	return [...before, text];
}

/** The name of a permission. */
export function permission(text: string): string {
	if (!/^[a-z][a-z0-9_]*$/.test(text)) throw new InvalidArgumentError('A permission looks like pages_manage_posts.');
	return text;
}
