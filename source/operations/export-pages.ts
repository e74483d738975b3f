import { cleanText } from '../domain/clean-text.ts';
import type { ExportFormat } from '../domain/export-format.ts';
import type { Page, PageRecord } from '../domain/page.ts';
import { variablePrefixes } from '../domain/page-variables.ts';
import { quotedForCsv, quotedForDotenv, quotedForShell } from '../domain/quoting.ts';
import { isoOrNull } from './report.ts';

type Named = Pick<Page, 'id' | 'name'>;

/**
 * Pages with their tokens, as the text that other programs read: variables of the environment, or a table. Each of the Pages has
 * its token. The names of variables do not depend on which Pages of all those `among` which they are get exported.
 */
export function exportText(
	format: Exclude<ExportFormat, 'json'>,
	pages: readonly PageRecord[],
	among: readonly Named[],
): string {
	if (format === 'csv') return csv(pages);
	const variables = variablesOf(pages, among);
	const lines = variables.map(([name, value]) =>
		format === 'shell' ? `export ${name}=${quotedForShell(value)}` : `${name}=${quotedForDotenv(value)}`,
	);
	return `${lines.join('\n')}\n`;
}

function variablesOf(pages: readonly PageRecord[], among: readonly Named[]): [string, string][] {
	const prefixes = variablePrefixes(among);
	return pages.flatMap(({ id, name, token }): [string, string][] => {
		const prefix = prefixes.get(id);
		return [
			[`${prefix}_ID`, id],
			[`${prefix}_NAME`, cleanText(name)],
			[`${prefix}_TOKEN`, token?.reveal() ?? ''],
		];
	});
}

function csv(pages: readonly PageRecord[]): string {
	const rows = pages.map(({ id, name, token, assessment }) => [
		id,
		cleanText(name),
		token?.reveal() ?? '',
		assessment?.verdict ?? 'unknown',
		isoOrNull(assessment?.expiresAt ?? null) ?? '',
	]);
	const records = [['id', 'name', 'token', 'verdict', 'expiresAt'], ...rows];
	return records.map((record) => `${record.map(quotedForCsv).join(',')}\r\n`).join('');
}
