import assert from 'node:assert/strict';
import type { World } from '../../source/sandbox/world.ts';
import { tried } from './tried.ts';

/** Names that take over a title, a screen, a clipboard, a line, a spreadsheet, a shell, a file or a page where they are not mere text. */
export const HOSTILE_NAMES = [
	'\u001B]0;OWNED\u0007Title',
	'\u001B[2J\u001B[8mHidden\u001B[6n',
	'\u001B]52;c;T1dORUQ=\u0007Clipboard',
	'Two\r\nlines\u2028three\u0085four',
	'Right\u202Eto\u202Cleft\u2066x\u2069',
	'Zero\u200B\uFEFFwidth\u2060',
	'=HYPERLINK("http://example.com","OWNED")',
	'@SUM(1+1)*cmd|calc',
	'$(touch OWNED) `touch OWNED`',
	"'; touch OWNED; '",
	'"\nFB_PAGE_ACCESS_TOKEN=OWNED #',
	'<script>alert(1)</script><b onclick="alert(2)">',
	'../../OWNED',
	'\u009B31mC1\u0090OWNED\u009C',
	'-rf --output=OWNED',
	'##vso[task.setvariable variable=OWNED]1',
	'::set-output name=OWNED::1',
	'##teamcity[OWNED]',
] as const;

const NEVER = [
	...['\u001B]', '\u001B[2J\u001B[8m', '\u001B[8m', '\u001B[6n', '\u0007', '\u0085', '\u0090', '\u009B', '\u009C'],
	...['\u2028', '\u202C', '\u202E', '\u2066', '\u2069', '\u200B', '\u2060', '\uFEFF'],
];

/** What begins a command in the log of a CI service. */
const CI_COMMAND = /##\w*\[|^\s*::|section_(?:start|end):/im;

/** Fails where anything of these names is more than text in an output. */
export function assertText(output: string): void {
	for (const sequence of NEVER) assert.ok(!output.includes(sequence), `${JSON.stringify(sequence)} is in the output`);
	assert.doesNotMatch(output, CI_COMMAND);
}

/** Gives everything that has a name in a sandbox one of these. */
export function makeHostile({ apps, people, businesses, pages }: World): void {
	const named = [...pages.values(), ...apps.values(), ...people.values(), ...businesses.values()];
	for (const [index, entity] of named.entries()) entity.name = HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? '';
	for (const page of pages.values()) page.category = HOSTILE_NAMES[0];
	tried('names', named.length);
}
