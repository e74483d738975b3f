import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the table of trust in the README counts. */
export const TRIED = {
	troubles: 'journeys, writes and sign-ins with trouble on the wire, of every kind at every endpoint',
	inputs: 'random inputs of parsers, quoting, schemas, sealed files, the journey, fields and keys',
	names: 'hostile names of Pages, people, apps and profiles',
	kills: 'programs killed while they save',
	savers: 'programs that save at the same moment',
	secrets: 'made-up secrets planted',
	texts: 'outputs, screens, titles, logs, files and addresses searched for each of them',
	children: 'programs started by this one, their command lines and environments searched too',
} as const;

/** One row of that table. */
export type Tried = keyof typeof TRIED;

const counts: Partial<Record<Tried, number>> = {};
const folder = process.env.TRIED;

// Each file of tests is a process of its own; .scripts/test.js adds up what they have tried.
if (folder) process.once('exit', () => writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(counts)));

/** Counts what a test has tried. */
export function tried(what: Tried, count = 1): void {
	counts[what] = (counts[what] ?? 0) + count;
}

/** What all processes of a run of tests have tried, from the folder in which they left it. */
export function sumOfTried(from: string): Record<Tried, number> {
	const files = readdirSync(from).map((name) => JSON.parse(readFileSync(join(from, name), 'utf8')) as typeof counts);
	const sum = (what: Tried) => files.reduce((all, file) => all + (file[what] ?? 0), 0);
	return Object.fromEntries((Object.keys(TRIED) as Tried[]).map((what) => [what, sum(what)])) as Record<Tried, number>;
}
