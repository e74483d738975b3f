import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../source/domain/diagnosis.ts';
import { failureIn, parseBody } from '../../source/graph/replies.ts';
import * as fc from '../support/fast-check.ts';
import { HOSTILE_NAMES } from '../support/hostile-world.ts';

const RAW = /(?!\n)\p{Cc}|[\u2028\u2029\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]|##\w*\[/u;

/** All texts in data. */
function textsIn(data: unknown): string[] {
	if (typeof data === 'string') return [data];
	return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}

const hostile = fc.constantFrom(...HOSTILE_NAMES);

test('no field of any reply brings in a control, whatever its name', () => {
	fc.assert(
		fc.property(
			fc.dictionary(fc.string(), fc.oneof(hostile, fc.array(hostile), fc.record({ name: hostile }))),
			(data) => {
				for (const text of textsIn(parseBody(JSON.stringify({ data })))) assert.doesNotMatch(text, RAW);
			},
		),
		{ numRuns: 300 },
	);
});

test('no field of an error does, in any of its forms', () => {
	const text = fc.oneof(hostile, fc.string({ unit: 'binary' }));
	const words = fc.record({
		message: text,
		type: text,
		fbtrace_id: text,
		error_user_title: text,
		error_user_msg: text,
	});
	const flat = fc.record({ error: text, error_msg: text, error_description: text, fbtrace_id: text });
	const code = fc.constantFrom(1, 4, 10, 100, 190, 200, 368, 9999);
	fc.assert(
		fc.property(fc.oneof(fc.record({ error: words }), flat), code, (body, number) => {
			const coded = 'message' in Object(body.error) ? { error: { ...Object(body.error), code: number } } : body;
			const failure = failureIn(parseBody(JSON.stringify(coded)), 400);
			if (!failure) return;
			for (const shown of textsIn(diagnose('accounts', failure))) assert.doesNotMatch(shown, RAW);
		}),
		{ numRuns: 1000 },
	);
});
