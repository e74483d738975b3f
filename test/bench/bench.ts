// Times the built program against references in the same run: `npm run bench [-- PART … --json]`.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { agency } from './agency.ts';
import { journey } from './journey.ts';
import { manyPages } from './many-pages.ts';
import { isReached, type Row, scoreOf } from './measure.ts';
import { npx, packed } from './package.ts';
import { start } from './start.ts';

const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = {
	start,
	journey,
	pages: manyPages,
	package: packed,
	npx,
	agency,
};
/** What downloads is measured only when it is named. */
const USUAL = ['start', 'journey', 'pages', 'package'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const names = positionals.length > 0 ? positionals : USUAL;
const rows: Row[] = [];
for (const name of names) {
	const part = PARTS[name];
	if (!part) throw new Error(`There is no part ${name}, only ${Object.keys(PARTS).join(', ')}.`);
	process.stderr.write(`Measuring: ${name}…\n`);
	rows.push(...(await part()));
}

const machine = { node: process.version, platform: process.platform, cpus: cpus().length, model: cpus()[0]?.model };
if (values.json) {
	const told = rows.map((row) => ({ ...row, score: scoreOf(row), isReached: isReached(row) }));
	process.stdout.write(`${JSON.stringify({ machine, rows: told }, null, 2)}\n`);
} else {
	process.stdout.write(`Node ${machine.node} on ${machine.platform}, ${machine.cpus} × ${machine.model}\n`);
	if (process.env.NODE_EXTRA_CA_CERTS)
		process.stdout.write('NODE_EXTRA_CA_CERTS is set: every start of Node reads it.\n');
	process.stdout.write('\n');
	for (const line of table(rows)) process.stdout.write(`${line}\n`);
}

function table(all: readonly Row[]): string[] {
	const cells = [
		['what', 'measured', 'reference', 'ratio', 'reach', 'toward', ''],
		...all.map((row) => [
			row.what,
			`${number(row.value)} ${row.unit}`,
			row.reference ? `${row.reference.what}: ${number(row.reference.value)} ${row.unit}` : '',
			row.reference ? ratioOf(row, scoreOf(row)) : '',
			goal(row, row.reach),
			goal(row, row.toward),
			[isReached(row) ? '✓' : '✗', row.note].filter(Boolean).join(' '),
		]),
	];
	const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? [];
	return cells.map((line) =>
		line
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}

function goal(row: Row, value: number | undefined): string {
	if (value === undefined) return '';
	return row.reference ? ratioOf(row, value) : `${number(value)} ${row.unit}`;
}

function ratioOf({ ratio }: Row, score: number): string {
	return ratio === 'faster' ? `${score.toFixed(1)}× faster` : `${score.toFixed(2)}×`;
}

function number(value: number): string {
	return value.toFixed(value < 100 && !Number.isInteger(value) ? 1 : 0);
}
