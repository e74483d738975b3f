import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WorkEvent } from '../../source/session/events.ts';
import { lastLine } from '../../source/session/last-line.ts';
import { initialState } from '../../source/session/start.ts';
import { at, follow, opening, PAGES, PROFILES, TROUBLE } from './states.ts';

const { run } = at('pages');
const found = follow(at('pages'), [
	{ type: 'listed', run, isComplete: true },
	{ type: 'connection-ended', run, problem: null },
]).state;
const SAVED: WorkEvent[] = [
	{ type: 'start-saving' },
	{ type: 'choose-protection', kind: 'file' },
	{ type: 'submit-save' },
	{ type: 'profile-saved', run: run + 1, profile: PROFILES[0], note: '' },
];
const saved = follow(found, SAVED).state;
const renamed: WorkEvent[] = [
	{ type: 'back' },
	{ type: 'start-renaming', name: 'my-app' },
	{ type: 'edit-new-name', text: 'bakery' },
	{ type: 'submit-new-name' },
];

describe('the line that stays in the terminal', () => {
	test('is empty for who has begun nothing, or has no Page', () => {
		assert.equal(lastLine(initialState(), '/config'), '');
		assert.equal(lastLine(at('progress'), '/config'), '');
	});

	test('says that no token was saved to who has tokens and has saved none', () => {
		assert.equal(lastLine(found, '/config'), '3 Pages: none verified. No token was saved.');
	});

	test('says that Pages may be missing from a list that was not read to its end', () => {
		const partly = follow(at('pages'), [{ type: 'listed', run, isComplete: false }]).state;
		assert.match(
			lastLine(partly, '/config'),
			/^3 Pages: none verified\. Pages may be missing: .+\. No token was saved\.$/,
		);
	});

	test('says where tokens were saved, and under the name that the profile has by then', () => {
		assert.equal(lastLine(saved, '/config'), '3 Pages: none verified. Saved as "my-app" in /config. Sealed.');
		const back = follow(saved, renamed).state;
		const profiles = [{ ...PROFILES[0], name: 'bakery' }];
		const names = { from: 'my-app', to: 'bakery' };
		const after = follow(back, [{ type: 'profiles-changed', run: back.run, profiles, note: '', renamed: names }]).state;
		assert.equal(lastLine(after, '/config'), 'Saved as "bakery" in /config.');
	});

	test('says nothing of a profile that was removed after it was saved', () => {
		const { state } = follow(saved, [
			{ type: 'back' },
			{ type: 'ask-to-remove', name: 'my-app' },
			{ type: 'answer-removal', isWanted: true },
		]);
		const after = follow(state, [{ type: 'profiles-changed', run: state.run, profiles: [], note: '' }]).state;
		assert.equal(lastLine(after, '/config'), '');
	});

	test('says nothing of a profile that was never unlocked', () => {
		const { state } = follow(initialState({ profiles: PROFILES, canSave: true }), opening(PROFILES[0]));
		assert.doesNotMatch(lastLine(state, '/config'), /Opened/);
	});

	test('tells an opened profile from one that was saved', () => {
		const { state } = follow(initialState({ profiles: PROFILES, canSave: true }), [
			...opening(PROFILES[0]),
			{ type: 'profile-unlocked', run: 2, pages: PAGES, clientToken: null },
		]);
		assert.equal(lastLine(state, '/config'), '3 Pages: none verified. Opened from profile "my-app".');
		const refreshed = { type: 'profile-refreshed', run: 2, profile: PROFILES[0], pages: PAGES, note: '' } as const;
		const unsaved = follow(state, [{ ...refreshed, unsaved: TROUBLE }]).state;
		assert.match(lastLine(unsaved, '/config'), /2 Page tokens were not saved\. .*Opened from profile "my-app"\.$/);
		const kept = follow(state, [
			{ type: 'listed', run: 2, isComplete: true },
			{ ...refreshed, unsaved: null },
		]).state;
		assert.equal(lastLine(kept, '/config'), '3 Pages: none verified. Saved as "my-app" in /config. Sealed.');
	});
});
