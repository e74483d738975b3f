import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { build, type Plugin } from 'rolldown';
import stringWidth from 'string-width';

const root = new URL('../..', import.meta.url);

/** The package as it goes into the bundle. */
async function bundled(name: string): Promise<Record<string, unknown>> {
	const { dependencies }: { dependencies: Plugin } = await import(`${root}/.scripts/dependencies.js`);
	const entry = 'an entry';
	const { output } = await build({
		input: entry,
		platform: 'node',
		plugins: [
			dependencies,
			{
				name: entry,
				resolveId: (id) => (id === entry ? join(import.meta.dirname, 'entry.js') : undefined),
				load: (id) => (id === join(import.meta.dirname, 'entry.js') ? `export { default } from '${name}';` : undefined),
			},
		],
		write: false,
	});
	return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}

describe('string-width in the bundle', () => {
	test('gives every character its width, also as an emoji, with a colour of skin, as a key', async () => {
		const { default: width } = (await bundled('string-width')) as { default: typeof stringWidth };
		// Beyond these there are only letters of East Asia, and nothing.
		const codes = [
			[0, 0x3400] as const,
			[0xa000, 0xac80] as const,
			[0xd700, 0x1_0000] as const,
			[0x1_f000, 0x1_fc00] as const,
		];
		for (const code of codes.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index))) {
			const character = String.fromCodePoint(code);
			assert.equal(width(character), stringWidth(character), code.toString(16));
			if (!/[\p{Emoji}\p{Extended_Pictographic}]/u.test(character)) continue;
			for (const end of ['\uFE0F', '\uFE0E', '\u{1F3FB}', '\uFE0F\u20E3', '\u{1F1E9}', '\u200D\u2640\uFE0F']) {
				assert.equal(width(character + end), stringWidth(character + end), code.toString(16));
			}
		}
		for (const emoji of ['👩‍🌾', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '❤️‍🔥', '👁️‍🗨️', '⛹🏻‍♀️', 'さくら', 'स्ते']) {
			assert.equal(width(emoji), stringWidth(emoji), emoji);
		}
	});
});
