import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../../README.md', import.meta.url));

/** Fails unless this stands between two marks in the README; or writes it there. */
export function assertBlock(mark: string, wanted: string): void {
	const [begin, end] = [`<!-- ${mark} -->\n`, `<!-- /${mark} -->\n`];
	const [before = '', rest = ''] = readFileSync(path, 'utf8').split(begin);
	const [shown = '', after = ''] = rest.split(end);
	if (process.env.UPDATE_SCREENS === '1') writeFileSync(path, `${before}${begin}\n${wanted}\n\n${end}${after}`);
	else assert.equal(shown, `\n${wanted}\n\n`, 'UPDATE_SCREENS=1 writes it anew');
}
