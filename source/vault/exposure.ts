import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeExposure, type Exposure, fixOf, othersIn } from '../domain/exposure.ts';
import { pagesFolder, sealedFolder } from './folder.ts';
import { STATE_FILE } from './state-file.ts';
import { attempt } from './tolerant.ts';

/** Whether others can get at a file or folder. Null where they cannot, where it is not there, and on Windows, which has no modes. */
export function exposureOf(path: string, stats: Stats | undefined): Exposure | null {
	const user = process.geteuid?.();
	if (user === undefined || stats === undefined) return null;
	const isFolder = stats.isDirectory();
	if (stats.uid !== user) return { path, isFolder, user, mode: null };
	const mode = stats.mode & 0o777;
	return othersIn(mode, isFolder) === 0 ? null : { path, isFolder, user, mode };
}

/** All that is stored in a folder and that others can get at. */
export function exposuresIn(folder: string): Exposure[] {
	const below = [sealedFolder(folder), pagesFolder(folder)];
	const paths = [
		folder,
		join(folder, 'lock'),
		...entriesOf(folder).filter((path) => path.startsWith(join(folder, STATE_FILE))),
		...below.flatMap((path) => [path, ...entriesOf(path)]),
	];
	// A file that cannot be read is left to the code that needs it, which reports why.
	const statsOf = (path: string) => attempt(() => statSync(path));
	return paths.flatMap((path) => exposureOf(path, statsOf(path)) ?? []);
}

/** Some exposures as a sentence without its full stop: the first, and how many more there are. */
export function describeExposures([first, ...others]: readonly [Exposure, ...Exposure[]]): string {
	const more = others.length === 0 ? '' : `, and ${others.length} more like it`;
	return `${first.path} ${describeExposure(first)}${more}`;
}

/** One command line that fixes all of them. */
export function fixFor(exposures: readonly Exposure[]): string {
	return exposures.map(fixOf).join(' && ');
}

/** The warning after something was saved, as two sentences; empty where only this person can get at it. */
export function warningAbout(folder: string): string {
	const [first, ...others] = exposuresIn(folder);
	if (!first) return '';
	return `Warning: ${describeExposures([first, ...others])}. Fix it: ${fixFor([first, ...others])}`;
}

function entriesOf(folder: string): string[] {
	return (attempt(() => readdirSync(folder)) ?? []).map((name) => join(folder, name));
}
