import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { advance } from '../../source/session/advance.ts';
import { problemsOf } from '../../source/session/problems.ts';
import type { SessionState } from '../../source/session/state.ts';
import { isBusy } from '../../source/session/work.ts';
import { pageRecord } from '../support/page-records.ts';
import { withText } from '../support/problems.ts';
import { at, TROUBLE } from './states.ts';

const ID = '104829375610284';

/** The Pages of a journey that has signed in. */
function signedIn(): SessionState {
	const pages = at('pages');
	return { ...pages, connection: { ...pages.connection, running: false, exchanged: true, listed: true } };
}

function naming(text: string, state = signedIn()): ReturnType<typeof advance> {
	const { state: open } = advance(state, { type: 'start-adding' });
	return advance(advance(open, { type: 'edit-address', text }).state, { type: 'submit-address' });
}

describe('a Page that no list has', () => {
	test('is asked for by its id or address, and shown once it is there', () => {
		const { state, effects } = naming(`facebook.com/profile.php?id=${ID}`);
		assert.deepEqual(effects, [{ type: 'add-page', run: state.run, address: ID, profile: null }]);
		assert.ok(isBusy(state));
		const page = pageRecord({ id: ID, name: 'Corner Bakery', foundBy: 'id' });
		const { state: added } = advance(state, { type: 'page-added', run: state.run, page });
		assert.deepEqual([added.step, added.openPageId, added.pages.at(-1)], ['page', ID, page]);
		assert.equal(advance(added, { type: 'back' }).state.step, 'pages');
		assert.equal(advance(added, { type: 'start-adding' }).state.adding.text, '');
	});

	test('keeps what a list has told of it, where one has it after all', () => {
		const known = pageRecord({ id: ID, tasks: ['MANAGE'], foundBy: 'accounts' });
		const { state } = naming(ID, { ...signedIn(), pages: [known] });
		const page = pageRecord({ id: ID, tasks: null, foundBy: 'id' });
		const { state: added } = advance(state, { type: 'page-added', run: state.run, page });
		assert.deepEqual(
			added.pages.map(({ tasks, foundBy }) => [tasks, foundBy]),
			[[['MANAGE'], 'accounts']],
		);
	});

	test('is not asked for by what is no address', () => {
		const { state, effects } = naming('my bakery');
		assert.deepEqual(effects, []);
		assert.deepEqual(
			problemsOf(state).map((problem) => withText(problem).title),
			['This names no Page'],
		);
	});

	test('is said not to be there, and what was typed stays', () => {
		const { state } = naming(ID);
		const { state: refused } = advance(state, { type: 'page-refused', run: state.run, problem: TROUBLE });
		assert.deepEqual([refused.step, refused.adding.text, problemsOf(refused)], ['add', ID, [TROUBLE]]);
		const { state: edited, effects } = advance(refused, { type: 'edit-address', text: `${ID}9` });
		assert.deepEqual([edited.adding.status.state, effects], ['idle', []]);
	});

	test('is not waited for once one goes back', () => {
		const { state } = naming(ID);
		const { state: left, effects } = advance(state, { type: 'back' });
		assert.deepEqual([left.step, isBusy(left), effects], ['pages', false, [{ type: 'abort' }]]);
	});

	test('is not asked for without a sign-in, nor beside other work', () => {
		for (const [state, told] of [
			[{ ...signedIn(), connection: { ...signedIn().connection, exchanged: false } }, /user token is needed/],
			[{ ...signedIn(), connection: { ...signedIn().connection, running: true } }, /still coming in/],
		] as const) {
			const { state: same } = advance(state, { type: 'start-adding' });
			assert.equal(same.step, 'pages');
			assert.match(same.screen.notice?.text ?? '', told);
		}
	});
});
