import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { WorkEvent } from '../../source/session/events.ts';
import { initialState } from '../../source/session/start.ts';
import type { SessionState } from '../../source/session/state.ts';
import { at, follow, opening, PAGES, PASTE, PROFILES, REVIEW, TROUBLE } from './states.ts';

const atProfiles = initialState({ profiles: PROFILES });
const opened = follow(atProfiles, opening(PROFILES[0]));

const after = (state: SessionState, ...events: WorkEvent[]) => follow(state, events);

test('a journey begins at the profiles where there are any, else at the app', () => {
	assert.equal(atProfiles.step, 'profiles');
	assert.equal(initialState().step, 'app');
	assert.equal(initialState({ profilesProblem: TROUBLE }).step, 'profiles');
});

describe('a profile that is opened', () => {
	test('shows its stored Pages at once, while the secrets are fetched', () => {
		const { state, effects } = opened;
		assert.deepEqual([state.step, state.pages, state.opened?.isUnlocked], ['pages', PAGES, false]);
		assert.deepEqual(effects, [
			{ type: 'read-profile', run: 1, name: 'my-app' },
			{ type: 'open-profile', run: 2, name: 'my-app' },
		]);
	});

	test('takes no question and no new name along that was begun while it was read', () => {
		for (const begun of ['start-renaming', 'ask-to-remove'] as const) {
			const [open, read] = opening(PROFILES[0]);
			assert.ok(open && read);
			const { state } = after(atProfiles, open, { type: begun, name: 'shop' }, read);
			assert.deepEqual([state.step, state.profiles.renaming, state.profiles.removing], ['pages', null, null]);
		}
	});

	test('stays closed where the person has gone elsewhere while it was read', () => {
		const [open, read] = opening(PROFILES[0]);
		assert.ok(open && read);
		const { state, effects } = after(atProfiles, open, { type: 'new-profile' }, read);
		assert.deepEqual([state.step, state.opened, state.profiles.busy], ['app', null, null]);
		assert.deepEqual(effects, [{ type: 'read-profile', run: 1, name: 'my-app' }]);
	});

	test('keeps what is known of a Page until its token was verified again', () => {
		const known = PAGES.map((page) => ({ ...page, checkedAt: 5 }));
		const { state } = after(
			opened.state,
			{ type: 'profile-unlocked', run: 2, pages: known, clientToken: null },
			{ type: 'pages-found', run: 2, pages: PAGES },
		);
		assert.deepEqual(
			state.pages.map(({ checkedAt }) => checkedAt),
			[5, 5, 5],
		);
	});

	test('loses the Pages that are gone when the refresh is over, and says what has changed', () => {
		const [first] = PAGES;
		assert.ok(first);
		const { state } = after(
			opened.state,
			{ type: 'open-page', id: '2' },
			{ type: 'profile-refreshed', run: 2, profile: PROFILES[0], pages: [first], unsaved: null, note: '2 gone' },
		);
		assert.deepEqual([state.step, state.pages, state.connection.running], ['pages', [first], false]);
		assert.deepEqual(state.screen.notice, { tone: 'good', text: '2 gone' });
	});

	test('asks for a paste when the sign-in has ended, connects with it, and is stored as it was protected', () => {
		const { state, effects } = after(
			opened.state,
			{ type: 'profile-unlocked', run: 2, pages: PAGES, clientToken: null },
			{ type: 'sign-in-ended', run: 2, problem: TROUBLE },
			{ type: 'paste-again' },
			{ type: 'paste-token', value: PASTE },
			{ type: 'token-inspected', run: 4, inspected: REVIEW },
			{ type: 'submit-token' },
			{ type: 'exchanged', run: 5, isExchanged: true },
			{ type: 'connection-ended', run: 5, problem: null },
		);
		assert.deepEqual(
			[state.step, state.opened?.ended, state.profiles.busy],
			['pages', null, { name: 'my-app', work: 'writing' }],
		);
		const save = effects.at(-1);
		assert.ok(save?.type === 'save-profile');
		assert.deepEqual([save.name, save.protection, save.wanted], ['my-app', 'keep', PROFILES[0].wanted]);
	});

	test('does not take the token of another person', () => {
		const mine = { ...PROFILES[0], userId: 'somebody' };
		const { state } = after(
			initialState({ profiles: [mine] }),
			...opening(mine),
			{ type: 'profile-unlocked', run: 2, pages: PAGES, clientToken: null },
			{ type: 'paste-again' },
			{ type: 'paste-token', value: PASTE },
			{ type: 'token-inspected', run: 4, inspected: { ...REVIEW, info: { ...REVIEW.info, userId: 'another' } } },
		);
		assert.equal(state.step, 'token');
		assert.match(
			state.token.status.state === 'refused' ? problemText(state.token.status.problem).title : '',
			/This token is of/,
		);
	});

	test('that could not be stored says so, and is stored again on demand', () => {
		const { state } = after(opened.state, {
			type: 'profile-refreshed',
			run: 2,
			profile: PROFILES[0],
			pages: PAGES,
			unsaved: TROUBLE,
			note: '',
		});
		assert.deepEqual([state.opened?.unsaved, state.saved], [TROUBLE, []]);
	});

	test('cannot take a paste before it is unlocked', () => {
		assert.equal(after(opened.state, { type: 'paste-again' }).state.step, 'pages');
	});

	test('leaves nothing behind when it is left', () => {
		const { state, effects } = after(opened.state, { type: 'back' });
		assert.deepEqual([state.step, state.opened, state.app.id, state.pages], ['profiles', null, '', []]);
		assert.deepEqual(effects, [{ type: 'abort' }]);
	});

	test('that fails to open stays on the screen, and says why', () => {
		const { state } = after(opened.state, { type: 'profile-failed', run: 2, problem: TROUBLE });
		assert.deepEqual([state.step, state.connection.running, state.connection.problems], ['pages', false, [TROUBLE]]);
	});
});

describe('a locked profile', () => {
	const effect = { type: 'check-profile', run: 1, name: 'shop' } as const;
	const locked = after(
		atProfiles,
		{ type: 'check-profile', name: 'shop' },
		{ type: 'profile-locked', run: 1, problem: TROUBLE, effect },
	).state;

	test('is asked for its passphrase, and the work goes on with it', () => {
		assert.deepEqual([locked.step, locked.unlock?.problem, locked.profiles.busy], ['unlock', null, null]);
		const passphrase = new Secret('made up for a test');
		const { effects } = after(locked, { type: 'edit-passphrase', value: passphrase }, { type: 'submit-passphrase' });
		assert.deepEqual(effects, [{ ...effect, run: 2, passphrase }]);
	});

	test('is opened once where Enter is pressed twice', () => {
		const passphrase = new Secret('made up for a test');
		const tried = after(locked, { type: 'edit-passphrase', value: passphrase }, { type: 'submit-passphrase' }).state;
		assert.deepEqual(after(tried, { type: 'submit-passphrase' }), { state: tried, effects: [] });
	});

	test('says so when the passphrase was wrong', () => {
		const tried = { ...effect, run: 1, passphrase: new Secret('wrong') };
		const { state } = after(
			atProfiles,
			{ type: 'check-profile', name: 'shop' },
			{ type: 'profile-locked', run: 1, problem: TROUBLE, effect: tried },
		);
		assert.equal(state.unlock?.problem, TROUBLE);
	});

	test('does nothing without a passphrase, and is left with esc', () => {
		assert.deepEqual(after(locked, { type: 'submit-passphrase' }).effects, []);
		const { state } = after(locked, { type: 'back' });
		assert.deepEqual([state.step, state.unlock], ['profiles', null]);
	});
});

describe('what is being written into the store', () => {
	const renaming = after(
		atProfiles,
		{ type: 'start-renaming', name: 'shop' },
		{ type: 'edit-new-name', text: 'bakery' },
		{ type: 'submit-new-name' },
	).state;

	test('is neither stopped nor left', () => {
		for (const type of ['cancel', 'back'] as const) {
			assert.deepEqual(after(renaming, { type }), { state: renaming, effects: [] });
		}
	});
});

describe('the list of profiles', () => {
	test('is without a profile that was removed, after a question', () => {
		const asked = after(atProfiles, { type: 'ask-to-remove', name: 'shop' });
		assert.deepEqual(asked.effects, []);
		assert.deepEqual(after(asked.state, { type: 'answer-removal', isWanted: false }).effects, []);
		const { effects } = after(asked.state, { type: 'answer-removal', isWanted: true });
		assert.deepEqual(effects, [{ type: 'remove-profile', run: 1, name: 'shop' }]);
	});

	test('gives way to the app when the last one is removed', () => {
		const { state } = after(
			atProfiles,
			{ type: 'check-profile', name: 'shop' },
			{ type: 'profiles-changed', run: 1, profiles: [], note: '' },
		);
		assert.equal(state.step, 'app');
	});

	test('renames nothing to nothing, nor to the same', () => {
		for (const text of ['', '  ', 'shop']) {
			const { state, effects } = after(
				atProfiles,
				{ type: 'start-renaming', name: 'shop' },
				{ type: 'edit-new-name', text },
				{ type: 'submit-new-name' },
			);
			assert.deepEqual([state.profiles.renaming, effects], [null, []]);
		}
	});
});

describe('saving', () => {
	const ended: WorkEvent = { type: 'connection-ended', run: at('pages').run, problem: null };
	const form = after(at('pages'), ended, { type: 'start-saving' });

	test('lets nothing be changed while it runs', () => {
		const saving = after(form.state, { type: 'choose-protection', kind: 'file' }, { type: 'submit-save' }).state;
		assert.equal(saving.save?.status.state, 'running');
		for (const event of [
			{ type: 'choose-protection', kind: 'passphrase' },
			{ type: 'edit-save-name', text: 'other' },
		] as const) {
			assert.equal(after(saving, event).state, saving);
		}
	});

	test('waits until the Pages have come in', () => {
		const { state } = after(at('pages'), { type: 'start-saving' });
		assert.deepEqual([state.step, state.save], ['pages', null]);
	});

	test('begins with the question what the keychain is', () => {
		assert.equal(form.state.step, 'save');
		assert.deepEqual(form.effects, [{ type: 'look-at-keychain' }]);
	});

	test('cannot choose a keychain that is not there', () => {
		const { state } = after(
			form.state,
			{ type: 'keychain-known', isAvailable: false, words: 'There is none' },
			{ type: 'choose-protection', kind: 'keychain' },
		);
		assert.equal(state.save?.kind, 'passphrase');
	});

	test('is never quietly weaker: a key file is saved with only when it was chosen', () => {
		const { effects } = after(
			form.state,
			{ type: 'keychain-known', isAvailable: false, words: '' },
			{ type: 'submit-save' },
		);
		assert.deepEqual(effects, []);
		const chosen = after(form.state, { type: 'choose-protection', kind: 'file' }, { type: 'submit-save' });
		const save = chosen.effects.at(-1);
		assert.ok(save?.type === 'save-profile' && save.protection !== 'keep');
		assert.equal(save.protection.kind, 'file');
	});

	test('that fails keeps the form', () => {
		const { state } = after(
			form.state,
			{ type: 'submit-save' },
			{ type: 'save-failed', run: form.state.run + 1, problem: TROUBLE, isReplaceable: false },
		);
		assert.deepEqual(state.save?.status, { state: 'refused', problem: TROUBLE });
		assert.equal(state.save?.name, 'my-app');
	});

	test("takes the place of the same person's profile only after a yes, and never by Enter", () => {
		const refusedOnce = after(
			form.state,
			{ type: 'choose-protection', kind: 'file' },
			{ type: 'submit-save' },
			{ type: 'save-failed', run: form.state.run + 1, problem: TROUBLE, isReplaceable: true },
		);
		const replaces = (...events: WorkEvent[]) => {
			const effect = after(refusedOnce.state, ...events).effects.at(-1);
			return effect?.type === 'save-profile' && effect.isReplacing;
		};
		assert.equal(replaces({ type: 'submit-save' }), false);
		assert.equal(replaces({ type: 'answer-replacing', isWanted: true }), true);
		const refused = { type: 'answer-replacing', isWanted: false } as const;
		assert.equal(after(refusedOnce.state, refused).state.save?.replaces, null);
		assert.deepEqual(after(refusedOnce.state, refused, { type: 'answer-replacing', isWanted: true }).effects, []);
		const renamed = { type: 'edit-save-name', text: 'another' } as const;
		assert.deepEqual(after(refusedOnce.state, renamed, { type: 'answer-replacing', isWanted: true }).effects, []);
	});

	test('opens the profile that was saved', () => {
		const { state } = after(
			form.state,
			{ type: 'submit-save' },
			{ type: 'profile-saved', run: form.state.run + 1, profile: PROFILES[0], note: 'Saved.' },
		);
		assert.deepEqual([state.step, state.opened?.name, state.save], ['pages', 'my-app', null]);
		assert.ok(state.profiles.all.some(({ name }) => name === 'my-app'));
	});
});
