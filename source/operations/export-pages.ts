import type { ExportFormat } from '../domain/export-format.ts';
import type { PageRecord } from '../domain/page.ts';
import { variablePrefixes } from '../domain/page-variables.ts';
import { quotedForCsv, quotedForDotenv, quotedForShell } from '../domain/quoting.ts';
import type { StoredProfile } from '../vault/profile.ts';
import { isoOrNull } from './report.ts';

/**
 * Pages of a profile with their tokens, as the text that other programs read: variables of the environment, or a table. Each of
 * the Pages has its token.
 */
export function exportText(
	format: Exclude<ExportFormat, 'json'>,
	profile: StoredProfile,
	pages: readonly PageRecord[],
): string {
	if (format === 'csv') return csv(pages);
	const variables = variablesOf(profile, pages);
	const lines = variables.map(([name, value]) =>
		format === 'shell' ? `export ${name}=${quotedForShell(value)}` : `${name}=${quotedForDotenv(value)}`,
	);
	return `${lines.join('\n')}\n`;
}

/** The names do not depend on which of the profile's Pages are exported. */
function variablesOf(profile: StoredProfile, pages: readonly PageRecord[]): [string, string][] {
	const prefixes = variablePrefixes(profile.pages);
	return pages.flatMap(({ id, name, token }): [string, string][] => {
		const prefix = prefixes.get(id);
		return [
			[`${prefix}_ID`, id],
			[`${prefix}_NAME`, name.replaceAll('\0', '')],
			[`${prefix}_TOKEN`, token?.reveal() ?? ''],
		];
	});
}

function csv(pages: readonly PageRecord[]): string {
	const rows = pages.map(({ id, name, token, assessment }) => [
		id,
		name,
		token?.reveal() ?? '',
		assessment?.verdict ?? 'unknown',
		isoOrNull(assessment?.expiresAt ?? null) ?? '',
	]);
	const records = [['id', 'name', 'token', 'verdict', 'expiresAt'], ...rows];
	return records.map((record) => `${record.map(quotedForCsv).join(',')}\r\n`).join('');
}
