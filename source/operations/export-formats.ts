import { cleanText } from '../domain/clean-text.ts';
import type { Page, PageRecord } from '../domain/page.ts';
import { variablePrefixes } from '../domain/page-variables.ts';
import type { ProblemUi } from '../domain/problem-text.ts';
import { quotedForCsv, quotedForDotenv, quotedForShell, valueForPowerShell } from '../domain/quoting.ts';
import { isoOrNull, type Reported, reportOf } from './report.ts';

/** Pages, each with its token, and all of those `among` which they are, so that names do not depend on what is exported. */
type Writer = (pages: readonly PageRecord[], among: readonly Pick<Page, 'id' | 'name'>[]) => string;

type Format = {
	/** The file that the screens propose. */
	file: string;
	/** The name on the screens. */
	label: string;
	/** What the help of `export` says behind the name; null where it has its own paragraph. */
	help: string | null;
	/** Null for the JSON output of the verbs, which tells more than the Pages. */
	write: Writer | null;
	/** One variable; null for a format that has none. */
	line: Line | null;
};

type Line = (name: string, value: string) => string;

const FORMATS = {
	dotenv: {
		file: '.env',
		label: '.env file',
		help: null,
		...variables((name, value) => `${name}=${quotedForDotenv(value)}\n`),
	},
	shell: {
		file: 'pages.sh',
		label: 'export commands for a POSIX shell',
		help: 'is for eval in a POSIX shell',
		...variables((name, value) => `export ${name}=${quotedForShell(value)}\n`),
	},
	fish: {
		file: 'pages.fish',
		label: 'set commands for fish',
		help: 'is for source in fish',
		...variables((name, value) => `set -gx ${name} ${quotedForShell(value)}\n`),
	},
	powershell: {
		file: 'pages.ps1',
		label: 'variables for PowerShell',
		help: 'is for Out-String | Invoke-Expression',
		...variables((name, value) => `$env:${name} = ${valueForPowerShell(value)}\n`),
	},
	docker: {
		file: 'pages.env',
		label: 'docker --env-file, without quotes',
		help: 'is for docker run --env-file, and has no quotes',
		...variables((name, value) => `${name}=${value}\n`),
	},
	json: {
		file: 'pages.json',
		label: 'JSON, as list --json --reveal prints it',
		help: 'is what list --json --reveal prints',
		...{ write: null, line: null },
	},
	csv: {
		file: 'pages.csv',
		label: 'CSV table',
		help: 'is for spreadsheets, which change no ID or name in it',
		write: csv,
		line: null,
	},
} satisfies Readonly<Record<string, Format>>;

/** A form in which Pages and their tokens are handed to other programs. */
export type ExportFormat = keyof typeof FORMATS;

/** All that is known of each form, in the order in which they are offered. A new one is one more entry in this table. */
export const EXPORT_FORMATS: Readonly<Record<ExportFormat, Format>> = FORMATS;

/** The names of all forms. */
export const EXPORT_FORMAT_NAMES = Object.keys(FORMATS) as ExportFormat[];

/**
 * The text of an export. `report` gives what the JSON output is made of.
 * @throws what `report` throws.
 */
export async function exportText(
	format: ExportFormat,
	pages: readonly PageRecord[],
	{
		among,
		report,
		ui,
	}: { among: readonly Pick<Page, 'id' | 'name'>[]; report: () => Promise<Reported>; ui?: ProblemUi },
): Promise<string> {
	const { write } = EXPORT_FORMATS[format];
	return write
		? write(pages, among)
		: `${JSON.stringify(reportOf([await report()], { reveal: true, ...(ui ? { ui } : {}) }), null, 2)}\n`;
}

/** Some variables as a format writes them, each value in one line; nothing in a format that has none. */
export function variablesText(format: ExportFormat, variables: readonly (readonly [name: string, value: string])[]) {
	const { line } = EXPORT_FORMATS[format];
	return line ? variables.map(([name, value]) => line(name, cleanText(value))).join('') : '';
}

/** How variables are written, as `line` writes each. For each Page: `FB_PAGE_MY_BAKERY_ID`, …_NAME and …_TOKEN, and …_INSTAGRAM_ID if an account is linked. */
function variables(line: Line): { write: Writer; line: Line } {
	const write: Writer = (pages, among) => {
		const prefixes = variablePrefixes(among);
		const text = ({ id, name, token, instagram }: PageRecord) =>
			[
				line(`${prefixes.get(id)}_ID`, id),
				line(`${prefixes.get(id)}_NAME`, cleanText(name)),
				line(`${prefixes.get(id)}_TOKEN`, token?.reveal() ?? ''),
				instagram?.account ? line(`${prefixes.get(id)}_INSTAGRAM_ID`, instagram.account.id) : '',
			].join('');
		return pages.map(text).join('');
	};
	return { write, line };
}

/** Spreadsheets take a file without it for one of the code page of the system; programs may not expect it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The account's column is there only if an account is linked: what reads the others goes by their places. A byte order mark is there
 * only if a name needs it.
 */
function csv(pages: readonly PageRecord[]): string {
	const hasInstagram = pages.some(({ instagram }) => instagram?.account);
	const rows = pages.map(({ id, name, token, assessment, instagram }) => [
		...[id, cleanText(name), token?.reveal() ?? '', assessment?.verdict ?? 'unknown'].map(quotedForCsv),
		isoOrNull(assessment?.expiresAt ?? null) ?? '',
		...(hasInstagram ? [quotedForCsv(instagram?.account?.id ?? '')] : []),
	]);
	const header = ['id', 'name', 'token', 'verdict', 'expiresAt', ...(hasInstagram ? ['instagramId'] : [])];
	const text = [header, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
	return /^[\r\n -~]*$/.test(text) ? text : BYTE_ORDER_MARK + text;
}
