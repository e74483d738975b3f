// Compares the README's table of what was tried with what a whole run of the tests has tried, or writes it with UPDATE_SCREENS=1:
// `node --import tsx test/support/trust-table.ts FOLDER`. The table may not claim more than that, but for what is skipped where
// a browser, a keychain or a shell is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sumOfTried, TRIED, type Tried } from './tried.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const [BEGIN, END] = ['<!-- tried -->\n', '<!-- /tried -->\n'];

/** Of what is claimed, so much has to be tried in any run. */
const SHARE = 0.75;

const [, , folder = ''] = process.argv;
const sums = sumOfTried(folder);
const rows = Object.entries(TRIED).map(([what, title]) => ({ title, count: sums[what as Tried] }));
const [before = '', rest = ''] = readFileSync(README, 'utf8').split(BEGIN);
const [shown = '', after = ''] = rest.split(END);

/** Runs differ a little, as random inputs do: of a great number two digits are told. */
function numeral(count: number): string {
	const unit = count < 1000 ? 1 : 10 ** (String(count).length - 2);
	return (Math.floor(count / unit) * unit).toLocaleString('en');
}

if (process.env.UPDATE_SCREENS === '1') {
	const lines = rows.map(({ title, count }) => `| ${title} | ${numeral(count)} |`);
	const table = ['| tried in a run of the tests | at least |', '|---|--:|', ...lines].join('\n');
	writeFileSync(README, `${before}${BEGIN}\n${table}\n\n${END}${after}`);
} else {
	for (const { title, count } of rows) {
		const [, claimed = ''] = shown.split(`| ${title} | `).map((text) => /^[\d,]+/.exec(text)?.[0]);
		process.stdout.write(`${title}: ${count}\n`);
		if (claimed !== '' && Number(claimed.replaceAll(',', '')) * SHARE <= count) continue;
		process.stderr.write(`The README claims ${claimed || 'nothing'} of it. UPDATE_SCREENS=1 writes the table anew.\n`);
		process.exitCode = 1;
	}
}
