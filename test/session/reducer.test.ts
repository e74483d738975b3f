import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problem } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import { advance } from '../../source/session/advance.ts';
import type { WorkEvent } from '../../source/session/events.ts';
import { isListIncomplete } from '../../source/session/pages.ts';
import { reduce } from '../../source/session/reducer.ts';
import { initialState } from '../../source/session/start.ts';
import { openPage, type SessionState } from '../../source/session/state.ts';
import { isBusy } from '../../source/session/work.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP, at, CREDENTIALS, follow, PAGES, PASTE, REVIEW, TROUBLE } from './states.ts';

const types = (effects: readonly { type: string }[]) => effects.map(({ type }) => type);

describe('the app screen', () => {
	test('with everything filled in needs Enter alone', () => {
		const { state, effects } = advance(initialState(CREDENTIALS), { type: 'submit-app' });
		assert.equal(state.app.status.state, 'running');
		assert.deepEqual(effects, [
			{ type: 'check-app', run: state.run, id: CREDENTIALS.appId, secret: new Secret(CREDENTIALS.appSecret.reveal()) },
		]);
	});

	test('goes from the id to the empty secret without a complaint', () => {
		const { state, effects } = advance(initialState({ appId: '123456789012345' }), {
			type: 'focus-field',
			field: 'id',
		});
		const next = advance(state, { type: 'submit-app' });
		assert.deepEqual([next.state.app.field, next.state.app.status.state, effects.length], ['secret', 'idle', 0]);
	});

	for (const [id, secret, code, field] of [
		['', '', 'unknown-app', 'id'],
		['12', CREDENTIALS.appSecret.reveal(), 'unknown-app', 'id'],
		['123456789012345', 'abc', 'wrong-app-secret', 'secret'],
		['123456789012345', tokenOf('journey'), 'wrong-app-secret', 'secret'],
	] as const) {
		test(`refuses the pair "${id}" and "${secret.slice(0, 5)}" by itself, at the field, with nothing lost`, () => {
			const { state, effects } = follow(initialState(), [
				{ type: 'edit-app-id', value: id },
				{ type: 'edit-app-secret', value: new Secret(secret) },
				{ type: 'focus-field', field: 'secret' },
				{ type: 'submit-app' },
			]);
			const { status } = state.app;
			assert.equal(status.state === 'refused' && status.problem.code, code);
			assert.deepEqual(
				[state.step, state.app.id, state.app.secret.reveal(), state.app.field],
				['app', id, secret, field],
			);
			assert.deepEqual(effects, []);
		});
	}

	test('shows why Meta refuses, goes on once it accepts, and asks only once', () => {
		const running = advance(initialState(CREDENTIALS), { type: 'submit-app' }).state;
		assert.deepEqual(advance(running, { type: 'submit-app' }), { state: running, effects: [] });
		const refused = advance(running, { type: 'app-refused', run: running.run, problem: TROUBLE }).state;
		assert.deepEqual([refused.step, refused.app.status.state], ['app', 'refused']);
		const accepted = advance(running, { type: 'app-checked', run: running.run, app: APP, version: 'v27.0' }).state;
		assert.deepEqual([accepted.step, accepted.app.version], ['permissions', 'v27.0']);
		const again = follow(accepted, [{ type: 'back' }, { type: 'submit-app' }]);
		assert.deepEqual([again.state.step, types(again.effects)], ['permissions', []]);
	});

	test('forgets the answer of Meta, and the review of a token, when the pair changes', () => {
		const { state } = follow(at('pages'), [{ type: 'back' }, { type: 'back' }, { type: 'back' }]);
		const edited = advance(state, { type: 'edit-app-id', value: '999999999999999' }).state;
		assert.deepEqual([edited.app.status.state, edited.token.status.state], ['idle', 'idle']);
		assert.equal(edited.token.text.reveal(), PASTE.reveal());
	});
});

describe('the token screen', () => {
	test('opens the Explorer while it is empty, where that is the way', () => {
		const { state } = follow(at('permissions'), [
			{ type: 'choose-purposes', purposes: ['publish'] },
			{ type: 'choose-method', method: 'explorer' },
		]);
		assert.deepEqual(types(advance(state, { type: 'submit-token' }).effects), ['open-url']);
	});

	test('reviews a paste at once, and a second paste in place of the first', () => {
		const first = advance(at('token'), { type: 'paste-token', value: PASTE });
		assert.deepEqual(types(first.effects), ['inspect-token']);
		const second = advance(first.state, { type: 'paste-token', value: new Secret(tokenOf('second')) });
		assert.deepEqual(types(second.effects), ['abort', 'inspect-token']);
		const late = advance(second.state, { type: 'token-refused', run: first.state.run, problem: TROUBLE });
		assert.equal(late.state, second.state);
		assert.equal(second.state.token.text.reveal(), tokenOf('second'));
	});

	test('hands on the token within the paste, and asks for what the purpose needs', () => {
		const wrapped = new Secret(`"access_token":\n "${PASTE.reveal()}"`);
		const [effect] = advance(at('token'), { type: 'paste-token', value: wrapped }).effects;
		assert.ok(effect?.type === 'inspect-token' && effect.token.equals(PASTE));
		assert.ok(effect.wanted.includes('pages_manage_posts'));
	});

	test('keeps Enter, pressed during the review, for when nothing is missing', () => {
		const running = follow(at('token'), [{ type: 'paste-token', value: PASTE }, { type: 'submit-token' }]).state;
		const { run } = running;
		const fine = advance(running, { type: 'token-inspected', run, inspected: REVIEW });
		assert.deepEqual([fine.state.step, types(fine.effects)], ['progress', ['connect']]);
		const lacking = advance(running, {
			type: 'token-inspected',
			run,
			inspected: { ...REVIEW, missing: ['pages_show_list'] },
		});
		assert.deepEqual([lacking.state.step, types(lacking.effects)], ['token', []]);
		const anyway = advance(lacking.state, { type: 'submit-token' });
		assert.deepEqual([anyway.state.step, types(anyway.effects)], ['progress', ['connect']]);
	});

	for (const [text, code] of [
		['', 'unreadable-token'],
		['123456789012345', 'unreadable-token'],
		['123456789012345|0123456789abcdef0123456789abcdef', 'not-a-user-token'],
		['<html><body></body></html>', 'unreadable-token'],
	] as const) {
		test(`says at once what "${text.slice(0, 20)}" is, and keeps it`, () => {
			const { state, effects } = advance(at('token'), { type: 'paste-token', value: new Secret(text) });
			const { status } = state.token;
			assert.equal(status.state === 'refused' && status.problem.code, code);
			assert.deepEqual([state.step, state.token.text.reveal(), effects], ['token', text, []]);
		});
	}

	test('reviews the token again for another purpose, not for the same one', () => {
		const reviewed = follow(at('pages'), [{ type: 'back' }, { type: 'back' }]).state;
		const same = advance(reviewed, { type: 'choose-purposes', purposes: reviewed.purposes }).state;
		assert.equal(same.token.status.state, 'done');
		const other = advance(reviewed, { type: 'choose-purposes', purposes: ['everything'] }).state;
		assert.equal(other.token.status.state, 'idle');
	});
});

describe('the connection', () => {
	const tell = (state: SessionState, ...events: readonly WorkEvent[]) => follow(state, events).state;

	test('shows its progress until the first Pages come, and then the Pages', () => {
		const started = at('progress');
		const { run } = started;
		assert.deepEqual([started.connection.exchanged, started.connection.running], [false, true]);
		const exchanged = tell(started, { type: 'exchanged', run, isExchanged: true });
		assert.deepEqual([exchanged.step, exchanged.connection.exchanged], ['progress', true]);
		const found = tell(exchanged, { type: 'pages-found', run, pages: PAGES.slice(0, 2) });
		assert.deepEqual([found.step, found.pages.length], ['pages', 2]);
		const all = tell(
			found,
			{ type: 'pages-found', run, pages: PAGES.slice(2) },
			{ type: 'listed', run, isComplete: true },
		);
		assert.deepEqual([all.pages.length, all.connection.listed, all.connection.running], [PAGES.length, true, true]);
		assert.equal(isListIncomplete(all), false);
		assert.equal(isListIncomplete(found), true, 'it was not read to its end yet');
		assert.equal(isListIncomplete(tell(found, { type: 'listed', run, isComplete: false })), true);
	});

	test('puts verdicts in place without moving a Page', () => {
		const state = at('pages');
		const [, second] = PAGES;
		assert.ok(second);
		const checked = { ...second, checkedAt: 5 };
		const { pages } = tell(state, { type: 'pages-verified', run: state.run, pages: [checked] });
		assert.deepEqual(
			pages.map(({ id }) => id),
			PAGES.map(({ id }) => id),
		);
		assert.equal(pages[1], checked);
	});

	test('collects troubles, the last of which may end it', () => {
		const state = at('pages');
		const { run } = state;
		const told = tell(
			state,
			{ type: 'problem', run, problem: TROUBLE },
			{ type: 'connection-ended', run, problem: problem('timeout') },
		);
		assert.deepEqual(
			told.connection.problems.map(({ code }) => code),
			[TROUBLE.code, 'timeout'],
		);
		assert.equal(told.connection.running, false);
		const again = advance(told, { type: 'connect-again' });
		assert.deepEqual(
			[types(again.effects), again.state.pages.length, again.state.connection.problems.length],
			[['connect'], PAGES.length, 0],
		);
	});

	test('is not started twice', () => {
		const state = at('pages');
		assert.deepEqual(advance(state, { type: 'connect-again' }), { state, effects: [] });
	});
});

describe('a pause before Meta is asked again', () => {
	const pause = { reason: 'graph-unavailable', seconds: 2, endsAt: 2000, attempt: 2, of: 3 } as const;
	const waitIn = (state: SessionState): WorkEvent => ({ type: 'waiting', run: state.run, waiting: pause });

	test('is shown until the work goes on', () => {
		const state = at('progress');
		const waiting = advance(state, waitIn(state)).state;
		assert.equal(waiting.waiting, pause);
		assert.deepEqual(advance(waiting, { type: 'waiting', run: state.run, waiting: null }).state, state);
	});

	for (const type of ['cancel', 'back'] as const) {
		test(`is gone with the work that is stopped: ${type}`, () => {
			const state = at('progress');
			const { state: stopped, effects } = follow(state, [waitIn(state), { type }]);
			assert.deepEqual([stopped.waiting, types(effects)], [null, ['abort']]);
			assert.equal(advance(stopped, waitIn(state)).state, stopped, 'it comes late');
		});
	}

	test('is gone when other work begins', () => {
		const state = advance(at('token'), { type: 'paste-token', value: PASTE }).state;
		const { state: next } = follow(state, [waitIn(state), { type: 'paste-token', value: PASTE }]);
		assert.deepEqual([next.run, next.waiting], [state.run + 2, null]);
	});
});

describe('cancelling', () => {
	for (const [name, state] of [
		['the check of the app', advance(initialState(CREDENTIALS), { type: 'submit-app' }).state],
		['the review of the token', advance(at('token'), { type: 'paste-token', value: PASTE }).state],
		['the exchange', at('progress')],
		['the list', at('pages')],
	] as const) {
		test(`stops ${name} and stays, with all that was there`, () => {
			assert.ok(isBusy(state));
			const { state: stopped, effects } = advance(state, { type: 'cancel' });
			assert.deepEqual(types(effects), ['abort']);
			assert.ok(!isBusy(stopped));
			assert.deepEqual([stopped.step, stopped.pages, stopped.token.text], [state.step, state.pages, state.token.text]);
			assert.ok(stopped.run > state.run);
			const again = advance(stopped, { type: 'cancel' });
			if (state.pages.length === 0) assert.deepEqual(again.effects, [{ type: 'leave', exitCode: 130 }]);
			else assert.deepEqual(again.state.departing, { by: { type: 'cancel' }, isSaving: false });
		});
	}

	test('of the list is told among its troubles', () => {
		const { problems } = advance(at('pages'), { type: 'cancel' }).state.connection;
		assert.deepEqual(
			problems.map(({ code }) => code),
			['cancelled'],
		);
	});
});

describe('going back', () => {
	test('leads from each screen to the one before, and nothing typed is lost', () => {
		let state = at('page');
		const steps: string[] = [];
		for (let turn = 0; turn < 5; turn++) {
			state = advance(state, { type: 'back' }).state;
			steps.push(state.step);
		}
		assert.deepEqual(steps, ['pages', 'token', 'permissions', 'app', 'app']);
		assert.deepEqual(
			[state.app.id, state.app.secret.reveal(), state.token.text.reveal()],
			[CREDENTIALS.appId, CREDENTIALS.appSecret.reveal(), PASTE.reveal()],
		);
	});

	test('from a Page lets the others come in', () => {
		const { state, effects } = advance(at('page'), { type: 'back' });
		assert.deepEqual([types(effects), state.connection.running], [[], true]);
	});

	test('from the progress stops the work', () => {
		assert.deepEqual(types(advance(at('progress'), { type: 'back' }).effects), ['abort']);
	});
});

describe('a Page', () => {
	const settled = () => follow(at('page'), [{ type: 'connection-ended', run: at('page').run, problem: null }]).state;

	test('is verified again, alone, and the answer put in its place', () => {
		const state = settled();
		const page = openPage(state);
		assert.ok(page);
		const again: WorkEvent = { type: 'verify-pages', ids: [page.id] };
		const { state: busy, effects } = advance(state, again);
		assert.deepEqual(effects, [{ type: 'verify-pages', run: busy.run, pages: [page], profile: null }]);
		assert.deepEqual(advance(busy, again), { state: busy, effects: [] });
		const fresh = { ...page, checkedAt: 77 };
		const { state: done } = follow(busy, [
			{ type: 'pages-verified', run: busy.run, pages: [fresh] },
			{ type: 'verified-again', run: busy.run, problem: null },
		]);
		assert.deepEqual([openPage(done), done.verifying], [fresh, []]);
	});

	test('without a token is not verified', () => {
		const state = settled();
		const tokenless = PAGES.find(({ token }) => !token);
		assert.deepEqual(types(advance(state, { type: 'verify-pages', ids: [tokenless?.id ?? ''] }).effects), []);
	});

	test('that nobody knows is none', () => {
		const state = advance(at('pages'), { type: 'open-page', id: 'nobody' }).state;
		assert.equal(openPage(state), null);
	});
});

describe('a Page that a complete list no longer has', () => {
	/** The Page screen of the first Page, when the list ends without that Page. */
	function lose(state: SessionState): SessionState {
		const { run } = state;
		const events: WorkEvent[] = [
			{ type: 'pages-found', run, pages: PAGES.slice(1) },
			{ type: 'listed', run, isComplete: true },
			{ type: 'connection-ended', run, problem: null },
		];
		const listed = { ...state, connection: { ...state.connection, found: [] } };
		return events.reduce<SessionState>((before, event) => reduce(before, event).state, listed);
	}

	test('is left for the list', () => {
		const { step, openPageId, pages } = lose(at('page'));
		assert.deepEqual([step, openPageId, pages.map(({ id }) => id)], ['pages', null, ['2', '3']]);
	});

	test('takes the question about it along, so that no other Page gets its test post', () => {
		const press = (key: string, action: 'test-publishing' | 'accept') =>
			({ type: 'press', key, action, edit: null, now: 0 }) as const;
		const asked = reduce(at('page'), press('u', 'test-publishing')).state;
		assert.equal(asked.screen.confirming, 'publishing');
		assert.equal(lose(asked).screen.confirming, null);
	});
});

describe('keys typed ahead', () => {
	test('are no answer to the question about tokens that are not saved, but Ctrl+C is', () => {
		const idle = advance(at('pages'), { type: 'cancel' }).state;
		const typed = advance({ ...idle, step: 'token' }, { type: 'edit-token', value: PASTE });
		for (const { state, effects } of [advance(idle, { type: 'quit' }), typed]) {
			assert.notEqual(state.departing, null);
			assert.deepEqual(types(effects), ['discard-type-ahead']);
		}
		assert.deepEqual(types(advance(idle, { type: 'cancel' }).effects), []);
	});
});

test('a paste into a field takes the place of the message about the one before', () => {
	const notice = { tone: 'plain', text: 'Too long.' } as const;
	const told = reduce(at('app'), { type: 'notice', notice }).state;
	assert.equal(reduce(told, { type: 'paste', text: APP.id }).state.screen.notice, null);
});

test('why a verification ended early is gone once the Pages are listed again', () => {
	const { run } = at('pages');
	const ended = advance(at('pages'), { type: 'connection-ended', run, problem: null }).state;
	const failed = follow(ended, [
		{ type: 'verify-pages', ids: ['1'] },
		{ type: 'verified-again', run: run + 1, problem: TROUBLE },
	]).state;
	assert.equal(failed.verifyProblem, TROUBLE);
	assert.equal(advance(failed, { type: 'connect-again' }).state.verifyProblem, null);
});
