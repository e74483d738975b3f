import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	type ListAction,
	type ListWindow,
	listReducer,
	listView,
	listWindow,
} from '../../source/session/list-window.ts';
import * as fc from '../support/fast-check.ts';

const letters = [...'abcdefghij'];
const run = (state: ListWindow, ...actions: ListAction[]): ListWindow => actions.reduce(listReducer, state);
const rowOf = (state: ListWindow): number => listView(state).visible.indexOf(state.selectedId ?? '');

describe('moving', () => {
	test('scrolls only when the selection would leave the view', () => {
		const state = listWindow(letters, 3);
		assert.deepEqual(listView(run(state, { type: 'move', by: 2 })).visible, ['a', 'b', 'c']);
		assert.deepEqual(listView(run(state, { type: 'move', by: 3 })).visible, ['b', 'c', 'd']);
		assert.deepEqual(listView(run(state, { type: 'move', by: 3 }, { type: 'move', by: -2 })).visible, ['b', 'c', 'd']);
	});

	test('stops at both ends', () => {
		const state = listWindow(letters, 3);
		assert.equal(run(state, { type: 'move', by: -1 }).selectedId, 'a');
		assert.equal(run(state, { type: 'end' }, { type: 'move', by: 5 }).selectedId, 'j');
	});

	test('by pages keeps one row of the page before', () => {
		const state = run(listWindow(letters, 4), { type: 'page-down' });
		assert.equal(state.selectedId, 'd');
		assert.equal(run(state, { type: 'page-up' }).selectedId, 'a');
	});

	test('goes home and to the end', () => {
		const state = run(listWindow(letters, 4), { type: 'end' });
		assert.deepEqual(listView(state), { visible: ['g', 'h', 'i', 'j'], first: 7, last: 10, total: 10 });
		assert.equal(run(state, { type: 'home' }).offset, 0);
	});
});

describe('new items', () => {
	const state = run(listWindow(letters, 4), { type: 'move', by: 4 });

	test('leave the selection on its item, in its row of the screen', () => {
		const next = run(state, { type: 'set-items', ids: ['x', 'y', ...letters] });
		assert.equal(next.selectedId, 'e');
		assert.equal(rowOf(next), rowOf(state));
	});

	test('without the selected one select the next that is still there, in the same row', () => {
		const next = run(state, { type: 'set-items', ids: letters.filter((id) => id !== 'e' && id !== 'f') });
		assert.equal(next.selectedId, 'g');
		assert.equal(rowOf(next), rowOf(state));
	});

	test('without any below select the nearest above', () => {
		assert.equal(run(state, { type: 'set-items', ids: ['a', 'b', 'c'] }).selectedId, 'c');
	});

	test('may be none, and may come back', () => {
		const empty = run(state, { type: 'set-items', ids: [] });
		assert.equal(empty.selectedId, undefined);
		assert.deepEqual(listView(empty), { visible: [], first: 0, last: 0, total: 0 });
		assert.equal(run(empty, { type: 'move', by: 1 }, { type: 'set-items', ids: letters }).selectedId, 'a');
	});
});

test('a view with more rows shows more, with fewer still the selection', () => {
	const state = run(listWindow(letters, 4), { type: 'end' });
	assert.deepEqual(listView(run(state, { type: 'set-rows', rows: 20 })).visible, letters);
	assert.deepEqual(listView(run(state, { type: 'set-rows', rows: 1 })).visible, ['j']);
	assert.deepEqual(listView(run(state, { type: 'set-rows', rows: 0 })).visible, []);
});

test('whatever happens, the selection is in view and no row stays empty that could be filled', () => {
	const ids = fc.uniqueArray(fc.constantFrom(...letters, ...'klmnopqrst'), { maxLength: 20 });
	const action: fc.Arbitrary<ListAction> = fc.oneof(
		fc.integer({ min: -30, max: 30 }).map((by) => ({ type: 'move' as const, by })),
		fc.constantFrom('page-up', 'page-down', 'home', 'end').map((type) => ({ type }) as ListAction),
		ids.map((value) => ({ type: 'set-items' as const, ids: value })),
		fc.nat(12).map((rows) => ({ type: 'set-rows' as const, rows })),
	);
	fc.assert(
		fc.property(ids, fc.nat(12), fc.array(action, { maxLength: 30 }), (start, rows, actions) => {
			let state = listWindow(start, rows);
			for (const step of actions) {
				const before = state;
				state = listReducer(state, step);
				const view = listView(state);
				assert.equal(view.visible.length, Math.min(state.rows, state.ids.length));
				assert.equal(state.selectedId === undefined, state.ids.length === 0);
				if (view.visible.length > 0) {
					assert.ok(view.visible.includes(state.selectedId ?? ''));
				}
				if (step.type === 'set-items' && before.selectedId && step.ids.includes(before.selectedId)) {
					assert.equal(state.selectedId, before.selectedId);
				}
			}
		}),
		{ numRuns: 500 },
	);
});
