import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the table of trust in the README counts. */
export const TRIED = {
	troubles: 'troubles of the wire: at every endpoint, and at every write',
	names: 'hostile names of Pages, apps and people, and profile names that lead elsewhere',
	inputs: 'random inputs of parsers, schemas, sealed files, the journey, the line editor and keys',
	kills: 'processes killed while they save',
	savers: 'processes that save at the same moment',
	secrets: 'made-up secrets that were planted',
	texts: 'texts searched for them: outputs, screens, logs, files, titles, addresses',
	children: 'other programs that were started: command lines and environments searched for them',
} as const;

/** One row of that table. */
export type Tried = keyof typeof TRIED;

const counts: Partial<Record<Tried, number>> = {};
const folder = process.env.TRIED;

// Each file of tests is a process of its own; .scripts/test.js adds up what they have tried.
if (folder) {
	process.once('exit', () => writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(counts)));
}

/** Counts what a test has tried. */
export function tried(what: Tried, count = 1): void {
	counts[what] = (counts[what] ?? 0) + count;
}
