import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readUsage, type Usage } from '../../source/graph/usage.ts';
import * as fc from '../support/fast-check.ts';

const read = (headers: Record<string, string>) => readUsage(new Headers(headers));
const business = (...minutes: unknown[]) =>
	JSON.stringify(
		Object.fromEntries(
			minutes.map((value, id) => [`${id + 1}`, [{ type: 'pages', estimated_time_to_regain_access: value }]]),
		),
	);

const NOTHING: Usage = { percent: null, regainSeconds: null };

const table: readonly (readonly [name: string, headers: Record<string, string>, expected: Partial<Usage>])[] = [
	['none', {}, {}],
	['X-App-Usage', { 'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":25}' }, { percent: 28 }],
	['the worst of three', { 'x-app-usage': '{"call_count":2,"total_time":25,"total_cputime":91.2}' }, { percent: 92 }],
	[
		'X-Business-Use-Case-Usage of several objects',
		{ 'x-business-use-case-usage': business(0, 12, 3) },
		{ regainSeconds: 720 },
	],
	[
		"the sample of Meta's documentation, in which nothing is shut",
		{
			'x-business-use-case-usage':
				'{"11":[{"type":"ads_management","call_count":95,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":0}],"10":[{"type":"ads_management","call_count":97,"total_cputime":23,"total_time":23,"estimated_time_to_regain_access":0}]}',
		},
		{ percent: 97 },
	],
	['X-Page-Usage', { 'x-page-usage': '{"call_count":99}' }, { percent: 99 }],
	['X-Page-Usage as Python writes it', { 'x-page-usage': "{'call_count' : 85}" }, {}],
	['half of one', { 'x-app-usage': '{"call_count"9.67}' }, {}],
	['two in one line', { 'x-app-usage': '{"call_count":1}, {"call_count":2}' }, {}],
	['no object', { 'x-app-usage': '[1,"2",null]' }, {}],
	['numbers as text', { 'x-app-usage': '{"call_count":"7"}' }, { percent: 7 }],
	['no numbers', { 'x-app-usage': '{"call_count":[],"total_time":true,"total_cputime":-1}' }, {}],
	['a time beyond all measure', { 'x-business-use-case-usage': business(99_999_999, 4) }, { regainSeconds: 240 }],
	['Retry-After in seconds', { 'retry-after': '90' }, { regainSeconds: 90 }],
	[
		'Retry-After as a date',
		{ date: 'Tue, 24 Nov 2026 10:00:00 GMT', 'retry-after': 'Tue, 24 Nov 2026 10:02:00 GMT' },
		{ regainSeconds: 120 },
	],
	[
		'Retry-After as a date that is over',
		{ date: 'Tue, 24 Nov 2026 10:00:00 GMT', 'retry-after': 'Mon, 23 Nov 2026 10:00:00 GMT' },
		{},
	],
	['Retry-After as a date, without the time of now', { 'retry-after': 'Tue, 24 Nov 2026 10:02:00 GMT' }, {}],
	['the longer of two', { 'retry-after': '90', 'x-business-use-case-usage': business(1) }, { regainSeconds: 90 }],
];

describe('the usage in headers:', () => {
	for (const [name, headers, expected] of table) {
		test(name, () => assert.deepEqual(read(headers), { ...NOTHING, ...expected }));
	}

	test('whatever they hold, they are read', () => {
		const text = fc.oneof(fc.string(), fc.json());
		fc.assert(
			fc.property(fc.array(text, { minLength: 5, maxLength: 5 }), ([app, page, cases, retry, date]) => {
				const all = new Map(
					Object.entries({
						'x-app-usage': app,
						'x-page-usage': page,
						'x-business-use-case-usage': cases,
						'retry-after': retry,
						date,
					}),
				);
				const { percent, regainSeconds } = readUsage({ get: (name) => all.get(name) ?? null });
				assert.ok(percent === null || percent >= 0);
				assert.ok(regainSeconds === null || (Number.isSafeInteger(regainSeconds) && regainSeconds > 0));
			}),
			{ numRuns: 1000 },
		);
	});

	test('of any number of objects, the longest time and the highest share count', () => {
		const entry = fc.record({ call_count: fc.nat(200), estimated_time_to_regain_access: fc.nat(1440) });
		const objects = fc.dictionary(fc.stringMatching(/^\d{1,17}$/), fc.array(entry, { minLength: 1 }), { minKeys: 1 });
		fc.assert(
			fc.property(objects, (usage) => {
				const entries = Object.values(usage).flat();
				const minutes = Math.max(...entries.map((one) => one.estimated_time_to_regain_access));
				assert.deepEqual(read({ 'x-business-use-case-usage': JSON.stringify(usage) }), {
					percent: Math.max(...entries.map((one) => one.call_count)),
					regainSeconds: minutes === 0 ? null : minutes * 60,
				});
			}),
		);
	});
});
