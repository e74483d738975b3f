import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { initialState } from '../../source/session/start.ts';
import { SessionStore } from '../../source/session/store.ts';
import { pageRecord } from '../support/page-records.ts';

/** A store, and how many Pages it had each time that it told of a change. */
function watched() {
	const store = new SessionStore(initialState(), () => {});
	const told: number[] = [];
	store.subscribe(() => told.push(store.getState().pages.length));
	const find = (id: number) => store.dispatch({ type: 'pages-found', run: 0, pages: [pageRecord({ id: String(id) })] });
	return { store, told, find };
}

describe('the journey', () => {
	test('tells of what a person does at once', () => {
		const { store, told } = watched();
		for (const filter of ['b', 'ba', 'bak']) store.dispatch({ type: 'set-filter', filter });
		assert.equal(told.length, 3);
	});

	test('tells of Pages that stream in now and then, and of the last one too', (t) => {
		t.mock.timers.enable({ apis: ['setTimeout'] });
		const { store, told, find } = watched();
		for (let id = 0; id < 1000; id++) find(id);
		assert.deepEqual([store.getState().pages.length, told], [1000, [1]]);
		t.mock.timers.tick(50);
		assert.deepEqual(told, [1, 1000]);
		find(1000);
		t.mock.timers.tick(49);
		assert.deepEqual(told, [1, 1000]);
		t.mock.timers.tick(1);
		t.mock.timers.tick(50);
		find(1001);
		assert.deepEqual(told, [1, 1000, 1001, 1002]);
	});

	test('tells of Pages that are waiting with whatever comes next, and not once more', (t) => {
		t.mock.timers.enable({ apis: ['setTimeout'] });
		const { store, told, find } = watched();
		find(1);
		find(2);
		store.dispatch({ type: 'set-filter', filter: 'b' });
		assert.deepEqual(told, [1, 2]);
		t.mock.timers.tick(1000);
		assert.deepEqual(told, [1, 2]);
	});
});
