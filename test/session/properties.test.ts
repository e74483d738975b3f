import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PURPOSES } from '../../source/domain/permissions.ts';
import { Secret } from '../../source/domain/secret.ts';
import { SIGN_IN_METHODS } from '../../source/domain/sign-in/methods.ts';
import { advance } from '../../source/session/advance.ts';
import { hasUnsaved } from '../../source/session/departing.ts';
import type { WorkEvent } from '../../source/session/events.ts';
import { initialState } from '../../source/session/start.ts';
import type { SessionState, Step } from '../../source/session/state.ts';
import { isBusy, isWriting } from '../../source/session/work.ts';
import * as fc from '../support/fast-check.ts';
import { pageRecord } from '../support/page-records.ts';
import { APP, at, CREDENTIALS, follow, opening, PAGES, PASTE, PROFILES, REVIEW, TROUBLE } from './states.ts';

const secret = fc.oneof(
	fc.constant(PASTE),
	fc.constant(CREDENTIALS.appSecret),
	fc.string().map((text) => new Secret(text)),
);
const id = fc.constantFrom('1', '2', '3', 'nobody');
const pages = fc.subarray([...PAGES]);
const field = fc.constantFrom<'id' | 'secret'>('id', 'secret');

/** What a person does. */
const deeds: fc.Arbitrary<WorkEvent> = fc.oneof(
	fc.record({ type: fc.constant('edit-app-id' as const), value: fc.constantFrom(CREDENTIALS.appId, '', 'abc') }),
	fc.record({ type: fc.constant('edit-app-secret' as const), value: secret }),
	fc.record({ type: fc.constant('focus-field' as const), field }),
	fc.record({
		type: fc.constant('choose-purposes' as const),
		purposes: fc.uniqueArray(fc.constantFrom(...PURPOSES.map(({ id }) => id)), { minLength: 1, maxLength: 3 }),
	}),
	fc.record({ type: fc.constant('edit-token' as const), value: secret }),
	fc.record({ type: fc.constant('paste-token' as const), value: secret }),
	fc.record({ type: fc.constant('set-filter' as const), filter: fc.string() }),
	fc.constantFrom<WorkEvent>(
		{ type: 'start-exporting', ids: ['1', '2'], now: 0 },
		{ type: 'choose-format', format: 'csv' },
		{ type: 'edit-file', text: 'pages.env' },
		{ type: 'focus-export-field', field: 'file' },
		{ type: 'submit-export' },
		{ type: 'answer-replacing', isWanted: true },
		{ type: 'answer-replacing', isWanted: false },
		{ type: 'test-publishing', id: '1' },
		{ type: 'toggle-mark', id: '1' },
		{ type: 'mark-all', ids: ['1', '2'] },
		{ type: 'clear-marks' },
	),
	fc.record({ type: fc.constant('edit-address' as const), text: fc.constantFrom('', 'no address', '104829375610284') }),
	fc.record({ type: fc.constant('open-page' as const), id }),
	fc.record({ type: fc.constant('verify-pages' as const), ids: fc.uniqueArray(id) }),
	fc.record({ type: fc.constant('paste-credentials' as const), field, text: fc.string() }),
	fc.constantFrom<WorkEvent>(
		...(['open-profile', 'check-profile', 'start-renaming', 'ask-to-remove'] as const).flatMap((type) =>
			['my-app', 'shop', 'nobody'].map((name) => ({ type, name })),
		),
		...(['answer-removal', 'answer-replacing'] as const).flatMap((type) =>
			[true, false].map((isWanted) => ({ type, isWanted })),
		),
		...['', 'shop', 'new name'].map((text) => ({ type: 'edit-new-name' as const, text })),
		...(['keychain', 'passphrase', 'file'] as const).map((kind) => ({ type: 'choose-protection' as const, kind })),
		...(['name', 'kind', 'passphrase', 'again'] as const).map((field) => ({
			type: 'focus-save-field' as const,
			field,
		})),
		...(
			['new-profile', 'submit-new-name', 'stop-renaming', 'submit-passphrase', 'paste-again', 'submit-save'] as const
		).map((type) => ({ type })),
		{ type: 'start-saving' },
		...(['save', 'leave', 'stay'] as const).map((answer) => ({
			type: 'answer-departing' as const,
			answer,
		})),
		{ type: 'edit-save-name', text: 'shop' },
	),
	fc.record({ type: fc.constant('edit-passphrase' as const), value: secret }),
	fc.record({
		type: fc.constant('choose-method' as const),
		method: fc.constantFrom(...SIGN_IN_METHODS, 'system-user' as const),
	}),
	fc.constantFrom<WorkEvent>({ type: 'start-sign-in' }, { type: 'sign-in-again' }),
	fc.record({
		type: fc.constant('edit-save-passphrase' as const),
		field: fc.constantFrom<'passphrase' | 'again'>('passphrase', 'again'),
		value: secret,
	}),
	fc.constantFrom<WorkEvent>(
		...(
			[
				...(['submit-app', 'submit-token', 'connect-again', 'toggle-sort', 'start-adding', 'submit-address'] as const),
				...(['back', 'cancel', 'quit'] as const),
			] as const
		).map((type) => ({
			type,
		})),
	),
);

/** What comes back from work; `run` is put in later. */
const answers: fc.Arbitrary<WorkEvent> = fc.oneof(
	fc.constantFrom<WorkEvent>(
		{ type: 'app-checked', run: 0, app: APP, version: 'v27.0' },
		{ type: 'app-refused', run: 0, problem: TROUBLE },
		{ type: 'token-inspected', run: 0, inspected: REVIEW },
		{ type: 'token-inspected', run: 0, inspected: { ...REVIEW, missing: ['pages_show_list'] } },
		{ type: 'token-refused', run: 0, problem: TROUBLE },
		{ type: 'sign-in-waiting', run: 0, address: 'https://www.facebook.com/dialog', endsAt: 300_000 },
		{ type: 'dialog-opened', url: 'https://www.facebook.com/dialog', isOpened: false },
		{ type: 'sign-in-opened', run: 0, address: 'https://www.facebook.com/dialog', dialogState: 'made-up' },
		{
			type: 'device-code',
			run: 0,
			device: { userCode: 'ABCD1234', url: '/device', urlWithCode: '/device?c', endsAt: 420_000, isLast: true },
		},
		{ type: 'sign-in-interruption', run: 0, interruption: 'No network.' },
		{ type: 'sign-in-interruption', run: 0, interruption: null },
		{ type: 'signed-in', run: 0, method: 'browser', token: PASTE },
		{ type: 'sign-in-refused', run: 0, problem: TROUBLE },
		{ type: 'exchanged', run: 0, isExchanged: true },
		{ type: 'listed', run: 0, isComplete: true },
		{ type: 'verified-again', run: 0, problem: null },
		{ type: 'verified-again', run: 0, problem: TROUBLE },
		{ type: 'profile-gone', run: 0, name: 'my-app', problem: TROUBLE },
		{ type: 'waiting', run: 0, waiting: { reason: 'network', seconds: 1, endsAt: 1000, attempt: 2, of: 3 } },
		{ type: 'waiting', run: 0, waiting: null },
		{ type: 'problem', run: 0, problem: TROUBLE },
		{ type: 'keychain-known', isAvailable: false, words: 'There is none' },
		{ type: 'keychain-known', isAvailable: true, words: 'It answers' },
		{ type: 'profile-locked', run: 0, problem: TROUBLE, effect: { type: 'open-profile', run: 0, name: 'my-app' } },
		{ type: 'profile-locked', run: 0, problem: TROUBLE, effect: { type: 'check-profile', run: 0, name: 'shop' } },
		{ type: 'profile-failed', run: 0, problem: TROUBLE },
		{ type: 'sign-in-ended', run: 0, problem: TROUBLE },
		{ type: 'profiles-changed', run: 0, profiles: [], note: 'Removed.' },
		{ type: 'profiles-changed', run: 0, profiles: PROFILES, note: '' },
		{ type: 'profile-saved', run: 0, profile: PROFILES[0], note: 'Saved.' },
		{ type: 'save-failed', run: 0, problem: TROUBLE, isReplaceable: false },
		{ type: 'save-failed', run: 0, problem: TROUBLE, isReplaceable: true },
		{ type: 'page-added', run: 0, page: pageRecord() },
		{ type: 'page-refused', run: 0, problem: TROUBLE },
		{ type: 'exported', run: 0, note: 'Written.' },
		{ type: 'export-occupied', run: 0, reason: 'It already exists.' },
		{ type: 'export-refused', run: 0, problem: TROUBLE },
		{ type: 'publishing-tested', run: 0, problem: null },
		{ type: 'publishing-tested', run: 0, problem: TROUBLE },
		{ type: 'connection-ended', run: 0, problem: null },
		{ type: 'connection-ended', run: 0, problem: TROUBLE },
	),
	pages.map((found): WorkEvent => ({ type: 'profile-unlocked', run: 0, pages: found, clientToken: null })),
	pages.map(
		(found): WorkEvent => ({
			type: 'profile-refreshed',
			run: 0,
			profile: PROFILES[0],
			pages: found,
			unsaved: null,
			note: '',
		}),
	),
	pages.map((found): WorkEvent => ({ type: 'profile-read', run: 0, profile: PROFILES[0], pages: found })),
	pages.map((found): WorkEvent => ({ type: 'pages-found', run: 0, pages: found })),
	pages.map((found): WorkEvent => ({ type: 'pages-verified', run: 0, pages: found })),
);

/** An event, and how many runs its answer comes late. */
const anyEvent = fc.oneof(
	{ weight: 3, arbitrary: deeds.map((event) => ({ event, late: 0 })) },
	{ weight: 2, arbitrary: fc.record({ event: answers, late: fc.constantFrom(0, 0, 0, 1, 2) }) },
);
const anyStart = fc.constantFrom<SessionState>(
	initialState(),
	...(['app', 'permissions', 'token', 'progress', 'pages', 'page'] as const satisfies Step[]).map(at),
	initialState({ profiles: PROFILES }),
	follow(initialState({ profiles: PROFILES, canSave: true }), opening(PROFILES[1])).state,
	follow(initialState({ profiles: PROFILES, canSave: true }), [
		...opening(PROFILES[0]),
		{ type: 'profile-unlocked', run: 2, pages: PAGES.slice(1), clientToken: null },
		{ type: 'pages-found', run: 2, pages: PAGES },
	]).state,
);

/** Where a deed is offered, and which work gives an answer; what is not named can come at any time. */
const POSSIBLE: Readonly<Partial<Record<WorkEvent['type'], (state: SessionState) => boolean>>> = {
	'submit-app': ({ step }) => step === 'app',
	'choose-purposes': ({ step }) => step === 'permissions',
	'submit-token': ({ step }) => step === 'token',
	'paste-token': ({ step }) => step === 'token',
	'choose-method': ({ step }) => step === 'token',
	'start-sign-in': ({ step }) => step === 'token',
	'sign-in-again': ({ step }) => ['progress', 'pages', 'page'].includes(step),
	'sign-in-opened': ({ signIn }) => signIn.status.state === 'running',
	'device-code': ({ signIn }) => signIn.status.state === 'running',
	'sign-in-interruption': ({ signIn }) => signIn.status.state === 'running',
	'signed-in': ({ signIn }) => signIn.status.state === 'running',
	'sign-in-refused': ({ signIn }) => signIn.status.state === 'running',
	'connect-again': ({ step }) => step === 'progress',
	'start-adding': ({ step }) => step === 'pages' || step === 'progress',
	'submit-address': ({ step }) => step === 'add',
	'start-exporting': ({ step }) => step === 'pages' || step === 'page',
	'submit-export': ({ step }) => step === 'export',
	'test-publishing': ({ step }) => step === 'page',
	exported: ({ exporting }) => exporting?.status.state === 'running',
	'publishing-tested': ({ publishTest }) => publishTest?.status.state === 'running',
	'page-added': ({ adding }) => adding.status.state === 'running',
	'open-page': ({ step }) => step === 'pages',
	'verify-pages': ({ step }) => step === 'page',
	'app-checked': ({ app }) => app.status.state === 'running',
	'token-inspected': ({ token }) => token.status.state === 'running',
	'pages-found': ({ connection }) => connection.running,
	// An opened profile is refreshed without it; only a new token brings it about.
	'connection-ended': ({ connection, opened, token }) =>
		connection.running && (opened === null || token.status.state === 'done'),
	'open-profile': ({ step, profiles }) => step === 'profiles' && profiles.busy === null,
	'profile-read': ({ profiles }) => profiles.busy?.work === 'reading',
	'check-profile': ({ step, profiles }) => step === 'profiles' && profiles.busy === null,
	'submit-new-name': ({ step, profiles }) => step === 'profiles' && profiles.busy === null,
	'answer-replacing': ({ step }) => step === 'save',
	'answer-removal': ({ step, profiles }) => step === 'profiles' && profiles.busy === null,
	'submit-passphrase': (state) => state.step === 'unlock' && !isBusy(state),
	'submit-save': (state) => state.step === 'save' && !isBusy(state),
};

/** Walks through random events and looks at every step; `possible` leaves out what no screen offers and no work answers at that point. */
function walk(
	look: (before: SessionState, event: WorkEvent, after: ReturnType<typeof advance>) => void,
	{ possible = false } = {},
): void {
	fc.assert(
		fc.property(anyStart, fc.array(anyEvent, { maxLength: 40 }), (start, events) => {
			let state = start;
			for (const { event: told, late } of events) {
				const event = 'run' in told ? { ...told, run: state.run - late } : told;
				if (possible && POSSIBLE[event.type]?.(state) === false) continue;
				const after = advance(state, event);
				look(state, event, after);
				state = after.state;
			}
		}),
		{ numRuns: 1000 },
	);
}

describe('whatever happens, in whatever order,', () => {
	test('the number of the run never falls, and every work has a number of its own', () => {
		walk((before, _, { state, effects }) => {
			assert.ok(state.run >= before.run);
			for (const effect of effects) {
				if (!('run' in effect)) continue;
				assert.ok(effect.run > before.run);
				assert.equal(effect.run, state.run);
			}
		});
	});

	test('one work starts at most, and never beside another', () => {
		walk(
			(before, event, { state, effects }) => {
				const kinds = effects.map(({ type }) => type);
				const started = effects.filter((effect) => 'run' in effect);
				assert.ok(started.length <= 1);
				if (started.length > 0) {
					assert.ok(isBusy(state));
					// What a connection has brought is stored as soon as it has ended, and what was read of a profile is opened.
					const isOver = !isBusy(before) || ['connection-ended', 'profile-read'].includes(event.type);
					assert.ok(isOver || kinds[0] === 'abort', 'work was not stopped before other work began');
				}
			},
			{ possible: true },
		);
	});

	test('a pause goes with the work that it belongs to', () => {
		walk((before, _, { state }) => {
			if (state.run !== before.run) assert.equal(state.waiting, null);
		});
	});

	test('a late answer changes nothing', () => {
		walk((before, event, after) => {
			if ('run' in event && event.run !== before.run) assert.deepEqual(after, { state: before, effects: [] });
		});
	});

	test('cancelling stops what runs or asks the keychain and keeps the Pages, or leaves; what is being written is waited for', () => {
		walk((before, event, { state, effects }) => {
			if (event.type !== 'cancel') return;
			if (isWriting(before)) return assert.deepEqual([state, effects], [before, []]);
			const asksFirst = state.departing !== null && state.departing !== before.departing;
			const leaves = asksFirst ? [] : [{ type: 'leave', exitCode: 130 }];
			assert.equal(asksFirst && !hasUnsaved(before), false);
			const asksKeychain = before.isKeychainSlow || (before.step === 'save' && before.save?.keychain === null);
			assert.deepEqual(effects, isBusy(before) || asksKeychain ? [{ type: 'abort' }] : leaves);
			assert.deepEqual([state.pages, state.step, isBusy(state)], [before.pages, before.step, false]);
		});
	});

	test('going back keeps what was typed and what was found, unless a profile is left', () => {
		walk((before, event, { state }) => {
			if (event.type !== 'back' || before.opened) return;
			assert.deepEqual(
				[state.app.id, state.app.secret, state.token.text, state.purposes, state.pages, state.list],
				[before.app.id, before.app.secret, before.token.text, before.purposes, before.pages, before.list],
			);
		});
	});

	test('what was typed changes by typing alone, or with the profile; a refused token goes with the way', () => {
		walk((before, event, { state }) => {
			// The answer to a question may be that what was typed is to be taken after all.
			if (/^(edit|paste|signed-in|sign-in-again|answer-departing)/.test(event.type)) return;
			if (event.type === 'profile-read' || (event.type === 'back' && before.opened)) return;
			assert.equal(state.app.id, before.app.id);
			assert.equal(state.app.secret, before.app.secret);
			if (event.type === 'choose-method' && before.token.status.state === 'refused') return;
			// A client token moves to where it belongs.
			const { clientToken } = state.signIn;
			const isClientToken = event.type === 'submit-token' && clientToken !== before.signIn.clientToken;
			if (isClientToken && before.token.text.reveal().includes(clientToken.reveal())) return;
			assert.equal(state.token.text, before.token.text);
		});
	});

	test('tokens that are not saved are lost by nothing a person does, but after a question', () => {
		walk((before, event, { state, effects }) => {
			if ('run' in event || !hasUnsaved(before)) return;
			const isAsked = before.departing?.isSaving === false;
			if (event.type === 'answer-departing' && event.answer === 'leave' && isAsked) return;
			if (event.type === 'cancel' && isAsked && effects.length > 0) return;
			const unsaved = before.pages.filter(({ id, token }) => token && !before.opened?.stored.has(id));
			for (const page of unsaved) assert.ok(state.pages.includes(page), `${event.type} has lost ${page.name}`);
			assert.ok(!effects.some(({ type }) => ['leave', 'read-profile', 'check-app'].includes(type)), event.type);
			if (before.opened?.hasNewSignIn) assert.ok(state.opened?.hasNewSignIn, `${event.type} has lost the sign-in`);
		});
	});

	test('a question about tokens is there only as long as there are such tokens', () => {
		walk((_, __, { state }) => {
			if (state.departing && !state.departing.isSaving) assert.ok(hasUnsaved(state));
			if (state.departing?.isSaving) assert.ok(state.step === 'save' || isBusy(state));
		});
	});

	test('work ends or is stopped: nothing is busy that nobody works at', () => {
		walk((before, _, { state, effects }) => {
			const kinds = effects.map(({ type }) => type);
			if (!isBusy(before) && isBusy(state)) assert.ok(effects.some((effect) => 'run' in effect));
			if (kinds.includes('abort') && !effects.some((effect) => 'run' in effect)) assert.ok(!isBusy(state));
		});
	});
});
