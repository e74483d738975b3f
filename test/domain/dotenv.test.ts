import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseEnv } from 'node:util';
import dotenv from 'dotenv';
import { mergeDotenv } from '../../source/domain/dotenv.ts';
import * as fc from '../support/fast-check.ts';

const OURS = 'FB_PAGE_A_ID=1\nFB_PAGE_A_TOKEN=EAAexample\n';

function merged(text: string, variables = OURS) {
	const merge = mergeDotenv(text, variables);
	assert.ok(merge.isReadable, `line ${merge.isReadable ? '' : merge.line}`);
	return merge;
}

describe('a .env file that is merged', () => {
	test('keeps every byte of what is not replaced, and takes new variables at its end', () => {
		for (const text of [
			'A=1\n\n# comment\nexport B=2\n',
			'\uFEFFA=1\r\nB=2\r\n',
			'A=1\rB=2\r',
			'A="two\nlines"\n',
			"C='x' # y\n  D : e\n",
			'',
			'\uFEFF',
		]) {
			const newline = /\r\n?|\n/.exec(text)?.[0] ?? '\n';
			assert.equal(merged(text).text, text + OURS.replaceAll('\n', newline), JSON.stringify(text));
			assert.equal(merged(merged(text).text).text, merged(text).text, 'a second time changes nothing');
		}
		assert.equal(merged('A=1').text, `A=1\n${OURS}`);
	});

	test('has its own variables replaced where they are, in every form and as often as they are there', () => {
		const text = [
			'FB_PAGE_A_TOKEN=old',
			'export FB_PAGE_A_ID = "two',
			'lines" # kept',
			"  FB_PAGE_A_TOKEN: 'old'",
			'#FB_PAGE_A_TOKEN=comment',
			'NOT_FB_PAGE_A_TOKEN=other',
			'FB_PAGE_A_TOKEN=',
		].join('\n');
		const { text: result, written, kept } = merged(text);
		assert.deepEqual(result.split('\n'), [
			'FB_PAGE_A_TOKEN=EAAexample',
			'export FB_PAGE_A_ID=1 # kept',
			'  FB_PAGE_A_TOKEN=EAAexample',
			'#FB_PAGE_A_TOKEN=comment',
			'NOT_FB_PAGE_A_TOKEN=other',
			'FB_PAGE_A_TOKEN=EAAexample',
		]);
		assert.deepEqual([written, kept], [2, 2]);
	});

	test('is not taken for variables where they are inside of quotes', () => {
		const text = 'KEY="-----BEGIN\nFB_PAGE_A_TOKEN=inside\nEND"\n';
		assert.deepEqual(merged(text), { isReadable: true, text: text + OURS, written: 2, kept: 3 });
		assert.equal(merged("A='C:\\'\nFB_PAGE_A_ID=0\n").text, "A='C:\\'\nFB_PAGE_A_ID=1\nFB_PAGE_A_TOKEN=EAAexample\n");
	});

	test('is refused where it cannot be read', () => {
		assert.deepEqual(mergeDotenv('A=1\nB="open\nC=2\n', OURS), { isReadable: false, line: 2 });
		assert.deepEqual(mergeDotenv('{\n  "A": 1\n}\n', OURS), { isReadable: false, line: null });
	});

	test('gives every reader the new values and the others as before, whatever is in it', () => {
		const line = fc.constantFrom(
			...['A=1', 'export B="x y"', "C='it # is'", '# comment', '', '  D = 2 # c', 'E="two\nlines"', 'F=`a"b`'],
			...['FB_PAGE_A_TOKEN=old', 'export FB_PAGE_A_ID="0\n1"', "FB_PAGE_A_TOKEN='old' # c"],
		);
		const file = fc.record({
			lines: fc.array(line, { maxLength: 12 }),
			newline: fc.constantFrom('\n', '\r\n'),
			end: fc.boolean(),
		});
		fc.assert(
			fc.property(file, ({ lines, newline, end }) => {
				const text = lines.join(newline) + (end ? newline : '');
				const merge = mergeDotenv(text, OURS);
				assert.ok(merge.isReadable);
				for (const read of [dotenv.parse, (given: string) => ({ ...parseEnv(given) })]) {
					assert.deepEqual(read(merge.text), {
						...read(text),
						FB_PAGE_A_ID: '1',
						FB_PAGE_A_TOKEN: 'EAAexample',
					});
				}
				assert.equal(mergeDotenv(merge.text, OURS).isReadable && merged(merge.text).text, merge.text);
			}),
			{ numRuns: 2000 },
		);
	});

	test('of a megabyte of quotes is read in one pass', () => {
		for (const piece of ["A='\\'\n", 'A="\n', "A='b\\'\n", '" \t', 'A= #']) mergeDotenv(piece.repeat(200_000), OURS);
	});
});
