import { test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import * as fc from '../support/fast-check.ts';
import { hostileName } from '../support/hostile-names.ts';
import { Mirror } from '../support/mirror.ts';
import { startProgram } from '../support/program.ts';
import type { Cell } from '../support/screen.ts';

const NAMES = 12;
const VERDICT = /permanent|invalid|unknown/;

const PIECES = [
	...['नमस्ते', 'क्षि', 'مخبز', 'בית', '株式会社', '한국', '👩‍🌾', '🇩🇪'],
	...['e\u0301'.repeat(9), '\u202E', '\u2066', '\u200B', '\uFEFF'],
];

/** What makes rows longer than they look, or turns them round. */
const trickyName = fc.oneof(
	hostileName,
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
	fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join('')),
);

/** The column of the verdict in a row of the list; undefined where the row is not whole. */
function verdictColumn(cells: readonly Cell[]): number | undefined {
	// One character for each cell, so that an index is a column.
	const text = cells.map(({ chars }) => (chars.length === 1 ? chars : '.')).join('');
	return /^ (?:❯| ) {2}[✓✗?] \S/.test(text) ? VERDICT.exec(text)?.index : undefined;
}

/** Are all rows of the list whole, and their verdicts below each other? */
function areRows(rows: readonly Cell[][]): boolean {
	const columns = new Set(rows.map(verdictColumn));
	return columns.size === 1 && !columns.has(undefined);
}

test('whatever Pages are called, each keeps its row, and its verdict the column, at every width', async (t) => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(trickyName, { minLength: NAMES, maxLength: NAMES }),
			fc.array(fc.integer({ min: 40, max: 160 }), { minLength: 2, maxLength: 4 }),
			async (names, widths) => {
				const program = await startProgram(t, {
					before: async ({ world }) => {
						for (const [index, page] of [...world.pages.values()].entries()) {
							const name = names[index];
							if (name !== undefined && page.id !== ids.permanentPage) Object.assign(page, { name });
						}
					},
				});
				await program.walkToPages();
				const mirror = new Mirror(program.terminal);
				for (const width of [...widths, 300, 40]) {
					mirror.resize(width, 30);
					await mirror.drawn();
					await program.terminal.waitFor((screen) => areRows(screen.styledLines().slice(4, 19)));
				}
				await program.close();
			},
		),
		{ numRuns: 15, endOnFailure: true },
	);
});
