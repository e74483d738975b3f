import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advance } from '../../source/session/advance.ts';
import { at, PAGES } from './states.ts';

const NOW = 1_795_514_400;

test('an export leaves out a token that has expired since it was verified, as the verbs do', () => {
	const assessment = { verdict: 'dated' as const, reason: null, expiresAt: NOW, dataAccessExpiresAt: null };
	const pages = PAGES.map((page) => (page.id === '1' ? { ...page, assessment, checkedAt: NOW - 100 } : page));
	const state = at('pages');
	const idle = { ...state, pages, connection: { ...state.connection, running: false } };
	const exporting = (ids: readonly string[], now: number) =>
		advance(idle, { type: 'start-exporting', ids, now }).state.exporting;
	const before = exporting(['1', '2', '3'], NOW - 1);
	assert.deepEqual([before?.ids, before?.leftOut], [['1', '2'], 1]);
	const after = exporting(['1', '2', '3'], NOW);
	assert.deepEqual([after?.ids, after?.leftOut], [['2'], 2]);
	assert.equal(exporting(['1'], NOW), null);
});
