import { type Changes, isUnchanged, summariseChanges } from '../../domain/changes.ts';
import { META_GRAPH_URL } from '../../domain/graph-host.ts';
import { oldestCheck, type Page, type PageRecord } from '../../domain/page.ts';
import { plural } from '../../domain/plural.ts';
import { formatAge, formatEnd } from '../../domain/time.ts';
import type { TokenInfo } from '../../domain/token.ts';
import type { KeptProfile, ListedProfile } from '../../vault/profile.ts';
import { describeProtection } from '../../vault/protection.ts';
import type { Output } from './write.ts';
import { writePages } from './write-pages.ts';

/** Behind the name of the default profile. */
const DEFAULT = ' (default)';

/** Writes what is stored of a profile, its Pages with the age of their verdicts included. */
export function writeProfile(
	output: Output,
	{ name, app, graphUrl, user, userInfo, storage, pages }: KeptProfile & { pages: readonly PageRecord[] },
	now: number,
	isDefault = false,
): void {
	output.write(
		[
			name + (isDefault ? DEFAULT : ''),
			`  app         ${app.name ? `${app.name} (${app.id})` : app.id}`,
			...(graphUrl === META_GRAPH_URL ? [] : [`  Graph host  ${graphUrl}, not Meta`]),
			`  user token  ${endOf(userInfo, now)}${user?.name ? `, of ${user.name}` : ''}`,
			`  protection  ${describeProtection(storage)}`,
			`  Pages       ${pages.length === 0 ? 'none' : `${pages.length}, ${describeAge(pages, now)}`}`,
			'',
		].join('\n'),
	);
	writePages(output, pages, now, '    ');
}

/** Writes a profile in one line: name, whether it is the default one, app, how many Pages with the worst verdict, the Graph host where it is not Meta's, protection. */
export function writeProfileLine(
	output: Output,
	{ name, app, graphUrl, storage, pages: { count, worst } }: ListedProfile,
	isDefault = false,
): void {
	const told = [
		app.name ?? app.id,
		worst ? `${plural(count, 'Page')}, the worst ${worst}` : 'no Pages',
		...(graphUrl === META_GRAPH_URL ? [] : [`at ${graphUrl}, not Meta`]),
		describeProtection(storage),
	];
	output.write(`${name}${isDefault ? DEFAULT : ''}: ${told.join('; ')}\n`);
}

/** Writes what is different in a profile since it was stored. */
export function writeChanges(output: Output, name: string, changes: Changes): void {
	if (isUnchanged(changes)) {
		output.write(`${name}: nothing has changed\n`);
		return;
	}
	output.write(`${name}: ${summariseChanges(changes)}\n`);
	for (const page of changes.added) output.write(`  new      ${nameOf(page)}\n`);
	for (const page of changes.gone) output.write(`  gone     ${nameOf(page)}\n`);
	for (const page of changes.changed) output.write(`  changed  ${nameOf(page)}: ${page.changes.join('; ')}\n`);
}

/** How old the verdicts on some Pages are: `verified 3 hours ago`, `verified just now, some 2 days ago`, `not verified`. */
function describeAge(pages: readonly PageRecord[], now: number): string {
	const oldest = oldestCheck(pages);
	if (oldest === null) return 'not verified';
	const newest = pages.reduce((time, { checkedAt }) => Math.max(time, checkedAt ?? 0), 0);
	const [first, last] = [formatAge(oldest, now), formatAge(newest, now)];
	return first === last ? `verified ${first}` : `verified ${last}, some ${first}`;
}

function endOf({ isValid, expiresAt }: TokenInfo, now: number): string {
	if (isValid === false) return 'no longer valid';
	return formatEnd(expiresAt, now);
}

function nameOf({ id, name }: Pick<Page, 'id' | 'name'>): string {
	return `${name} (${id})`;
}
