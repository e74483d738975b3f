import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeWaiting, type Waiting, type WaitReason } from '../../source/domain/waiting.ts';
import * as fc from '../support/fast-check.ts';

const separator = '·';
const waiting = (reason: WaitReason, attempt = 2, of = 3): Waiting => ({
	reason,
	seconds: 9,
	endsAt: 9000,
	attempt,
	of,
});

describe('a pause in words', () => {
	for (const [reason, left, words] of [
		['graph-unavailable', 3, 'Meta is in trouble · trying again in 3 s (2 of 3)'],
		['network', 59, 'Meta is out of reach · trying again in 59 s (2 of 3)'],
		['rate-limited', 60, 'Meta wants a pause · trying again in 1:00 min (2 of 3)'],
		['rate-limited', 245, 'Meta wants a pause · trying again in 4:05 min (2 of 3)'],
	] as const) {
		test(words, () => assert.equal(describeWaiting(waiting(reason), left, { separator }), words));
	}

	test('says less where there is less room, and the time in any case', () => {
		const inWidth = (width: number) => describeWaiting(waiting('rate-limited', 2, 2), 252, { separator, width });
		assert.equal(inWidth(54), 'Meta wants a pause · trying again in 4:12 min (2 of 2)');
		assert.equal(inWidth(53), 'Meta wants a pause · again in 4:12 min');
		assert.equal(inWidth(37), 'Meta wants a pause · 4:12 min');
	});

	test('fits the smallest terminal, indented under its step', () => {
		fc.assert(
			fc.property(
				fc.constantFrom<WaitReason>('network', 'graph-unavailable', 'rate-limited'),
				fc.integer({ min: 1, max: 300 }),
				(reason, left) => assert.ok(describeWaiting(waiting(reason), left, { separator, width: 36 }).length <= 36),
			),
		);
	});
});
