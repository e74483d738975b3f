import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatDate, formatDistance, formatEnd, formatExpiry, toIso } from '../../source/domain/time.ts';
import * as fc from '../support/fast-check.ts';

const NOW = Date.UTC(2026, 10, 24, 10) / 1000;

describe('times', () => {
	test('are dates of UTC', () => {
		assert.equal(formatDate(Date.UTC(2027, 0, 21, 23, 59, 59) / 1000), '21 Jan 2027');
		assert.equal(toIso(Date.UTC(2027, 0, 21, 10) / 1000), '2027-01-21T10:00:00Z');
	});

	test('that are none say so', () => {
		assert.equal(toIso(Number.MAX_SAFE_INTEGER), null);
		assert.equal(formatDate(Number.MAX_SAFE_INTEGER), 'an unreadable date');
	});

	test('have a distance in the largest sensible unit, rounded down', () => {
		const table = [
			[0, '0 minutes'],
			[60, '1 minute'],
			[-119, '1 minute'],
			[72 * 60 + 59, '72 minutes'],
			[7199, '119 minutes'],
			[7200, '2 hours'],
			[47 * 3600, '47 hours'],
			[48 * 3600, '2 days'],
			[-58 * 86_400 - 3, '58 days'],
		] as const;
		for (const [seconds, words] of table) assert.equal(formatDistance(seconds), words);
	});

	test('of an end read as people say them', () => {
		assert.equal(formatExpiry(0, NOW), 'never expires');
		assert.equal(formatExpiry(null, NOW), 'unknown');
		assert.equal(formatExpiry(Date.UTC(2027, 0, 21, 10) / 1000, NOW), 'in 58 days (21 Jan 2027)');
		assert.equal(formatExpiry(NOW - 3 * 86_400, NOW), 'ended 3 days ago (21 Nov 2026)');
	});

	test('of an end are a statement of their own', () => {
		assert.equal(formatEnd(0, NOW), 'never expires');
		assert.equal(formatEnd(null, NOW), 'end unknown');
		assert.equal(formatEnd(Date.UTC(2027, 0, 21, 10) / 1000, NOW), 'ends in 58 days (21 Jan 2027)');
		assert.equal(formatEnd(NOW - 3 * 86_400, NOW), 'ended 3 days ago (21 Nov 2026)');
	});

	test('of any number are formatted without an error', () => {
		fc.assert(
			fc.property(fc.double(), fc.double(), (seconds, now) => {
				assert.equal(typeof formatExpiry(seconds, now), 'string');
				assert.ok(toIso(seconds) === null || typeof toIso(seconds) === 'string');
			}),
		);
	});
});
