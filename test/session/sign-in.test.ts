import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Problem, problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { SignInMethod } from '../../source/domain/sign-in/methods.ts';
import { advance } from '../../source/session/advance.ts';
import type { WorkEvent } from '../../source/session/events.ts';
import { act } from '../../source/session/key-actions.ts';
import { methodsOf, reasonAgainst, sharedGrant } from '../../source/session/sign-in.ts';
import { initialState } from '../../source/session/start.ts';
import type { SessionState } from '../../source/session/state.ts';
import { isBusy } from '../../source/session/work.ts';
import { at, CREDENTIALS, follow, opening, PAGES, PASTE, PROFILES, REVIEW, TROUBLE } from './states.ts';

const CLIENT_TOKEN = new Secret('0c'.repeat(16));
const DIALOG = 'https://www.facebook.com/dialog';
const DEVICE = {
	userCode: 'ABCD1234',
	url: 'https://www.facebook.com/device',
	urlWithCode: 'https://www.facebook.com/device?user_code=ABCD1234&qr=1',
	endsAt: 420_000,
	isLast: true,
};
const SIGN_IN: WorkEvent = { type: 'submit-token' };

const waiting = ({ run }: SessionState): WorkEvent => ({
	type: 'sign-in-waiting',
	run,
	address: DIALOG,
	endsAt: 300_000,
});

/** At the token, with a way chosen and nothing typed. */
function on(method: SignInMethod) {
	return follow(at('token'), [
		{ type: 'edit-token', value: new Secret('') },
		{ type: 'choose-method', method },
	]).state;
}

const signingIn = (method: SignInMethod) => follow(on(method), [SIGN_IN]);

describe('a sign-in by the browser', () => {
	test('asks for what the purpose needs, and goes on by itself when nothing is missing', () => {
		const { state, effects } = signingIn('browser');
		assert.ok(isBusy(state));
		const [effect] = effects;
		assert.ok(effect?.type === 'sign-in');
		assert.deepEqual([effect.method, effect.configId, effect.isRerequest], ['browser', null, false]);
		assert.ok(effect.wanted.includes('pages_manage_posts'));
		const next = follow(state, [waiting(state)]);
		assert.deepEqual(next.effects, [{ type: 'open-dialog', url: DIALOG }]);
		const signedIn = advance(next.state, {
			type: 'signed-in',
			run: state.run,
			method: 'browser',
			token: PASTE,
		}).state;
		assert.equal(signedIn.token.status.state, 'running');
		const { effects: last } = advance(signedIn, { type: 'token-inspected', run: signedIn.run, inspected: REVIEW });
		assert.deepEqual(
			last.map(({ type }) => type),
			['connect'],
		);
	});

	test('opens the dialog once more with Enter, as long as it is waited for', () => {
		const { state } = signingIn('browser');
		assert.deepEqual(advance(state, SIGN_IN).effects, []);
		const { effects } = advance(follow(state, [waiting(state)]).state, SIGN_IN);
		assert.deepEqual(effects, [{ type: 'open-dialog', url: DIALOG }]);
	});

	test('stays with the review where permissions are missing, and asks again for those that were declined', () => {
		const { state } = signingIn('browser');
		const signedIn = advance(state, { type: 'signed-in', run: state.run, method: 'browser', token: PASTE }).state;
		const inspected = { ...REVIEW, missing: ['pages_manage_posts'], declined: ['pages_manage_posts'] };
		const next = advance(signedIn, { type: 'token-inspected', run: signedIn.run, inspected });
		assert.deepEqual([next.effects, next.state.token.status.state], [[], 'done']);
		const effect = advance(next.state, { type: 'start-sign-in' }).effects.at(-1);
		assert.ok(effect?.type === 'sign-in' && effect.isRerequest);
	});

	test('that is left for another way says nothing of the one that was left', () => {
		const { state: waiting } = signingIn('browser');
		const { state, effects } = advance(waiting, { type: 'choose-method', method: 'address' });
		assert.deepEqual(effects, [{ type: 'abort' }]);
		assert.deepEqual([state.signIn.method, isBusy(state)], ['address', false]);
		assert.deepEqual([methodsOf(state), state.signIn.facts], [methodsOf(waiting), waiting.signIn.facts]);
		assert.equal(reasonAgainst('browser', state), null);
	});

	test('says what was wrong, and begins again with Enter', () => {
		const { state } = signingIn('browser');
		const failed = advance(state, { type: 'sign-in-refused', run: state.run, problem: TROUBLE }).state;
		assert.deepEqual(failed.signIn.status, { state: 'refused', problem: TROUBLE });
		assert.equal(advance(failed, SIGN_IN).effects[0]?.type, 'sign-in');
	});

	test('is stopped by going back, by another way, by a paste, and by cancelling', () => {
		for (const event of [
			{ type: 'back' },
			{ type: 'choose-method', method: 'explorer' },
			{ type: 'paste-token', value: PASTE },
			{ type: 'cancel' },
		] as const) {
			const { state } = signingIn('browser');
			const stopped = advance(follow(state, [waiting(state)]).state, event);
			assert.equal(stopped.effects[0]?.type, 'abort', event.type);
			assert.deepEqual([stopped.state.signIn.status.state, stopped.state.signIn.address], ['idle', null]);
			const late = advance(stopped.state, { type: 'signed-in', run: state.run, method: 'browser', token: PASTE });
			assert.equal(late.state, stopped.state);
		}
	});

	test('is stopped where it is, and that is said', () => {
		for (const type of ['back', 'cancel'] as const) {
			const { state } = signingIn('browser');
			const { step, screen } = advance(follow(state, [waiting(state)]).state, { type }).state;
			assert.deepEqual([step, screen.notice?.text], ['token', 'Sign-in stopped.']);
		}
	});

	test('knows whether the browser has failed to open the dialog, as long as that one is waited for', () => {
		const { state } = signingIn('browser');
		const open = follow(state, [waiting(state)]).state;
		assert.equal(open.signIn.opening, null);
		for (const [isOpened, opening] of [
			[true, 'asked'],
			[false, 'failed'],
		] as const) {
			const { state: known } = advance(open, { type: 'dialog-opened', url: DIALOG, isOpened });
			assert.equal(known.signIn.opening, opening);
			assert.equal(advance(known, SIGN_IN).state.signIn.opening, null);
			assert.equal(advance(known, { type: 'cancel' }).state.signIn.opening, null);
			assert.equal(advance(open, { type: 'dialog-opened', url: `${DIALOG}2`, isOpened }).state, open);
		}
	});
});

describe('a new sign-in while tokens are not saved', () => {
	/** The token of a sign-in that was begun from the token screen, with Pages that no profile holds. */
	function bring(method: SignInMethod) {
		const page = at('page');
		const { state } = follow({ ...page, signIn: { ...page.signIn, clientToken: CLIENT_TOKEN } }, [
			{ type: 'cancel' },
			{ type: 'back' },
			{ type: 'back' },
			{ type: 'choose-method', method },
			{ type: 'start-sign-in' },
		]);
		return advance(state, { type: 'signed-in', run: state.run, method, token: PASTE });
	}

	for (const method of ['browser', 'device'] as const) {
		test(`by ${method} asks first, and keeps the Pages of who stays`, () => {
			const { state } = bring(method);
			assert.equal(state.departing?.by.type, 'paste-token');
			assert.deepEqual(
				state.pages.map(({ id }) => id),
				PAGES.map(({ id }) => id),
			);
			const stayed = advance(state, { type: 'answer-departing', answer: 'stay' }).state;
			assert.deepEqual([stayed.departing, stayed.pages, isBusy(stayed)], [null, state.pages, false]);
		});

		test(`by ${method} goes on with the new token once the old ones are given up`, () => {
			const { state } = bring(method);
			const left = advance(state, { type: 'answer-departing', answer: 'leave' }).state;
			assert.deepEqual([left.pages, left.token.status.state, left.token.via], [[], 'running', method]);
			const { effects } = advance(left, { type: 'token-inspected', run: left.run, inspected: REVIEW });
			assert.deepEqual(
				effects.map(({ type }) => type),
				['connect'],
			);
		});
	}
});

describe('a sign-in by the address bar', () => {
	test('waits for the paste once the dialog is opened, and takes the address of that dialog alone', () => {
		const { state } = signingIn('address');
		const waiting = follow(state, [
			{ type: 'sign-in-opened', run: state.run, address: DIALOG, dialogState: 'made-up' },
		]).state;
		assert.equal(isBusy(waiting), false);
		const address = (mark: string) =>
			new Secret(`https://www.facebook.com/connect/login_success.html#access_token=${PASTE.reveal()}&state=${mark}`);
		const other = follow(waiting, [{ type: 'paste-token', value: address('other') }]);
		assert.ok(other.state.token.status.state === 'refused');
		assert.equal(problemText(other.state.token.status.problem).title, 'This address is of another sign-in');
		const right = follow(other.state, [{ type: 'paste-token', value: address('made-up') }]);
		assert.deepEqual([right.effects.at(-1)?.type, right.state.token.via], ['inspect-token', 'address']);
	});
});

describe('a sign-in on another device', () => {
	test('takes the client token first, and not the app secret for it', () => {
		const start = on('device');
		const settings = `https://developers.facebook.com/apps/${CREDENTIALS.appId}/settings/advanced/`;
		assert.deepEqual(advance(start, SIGN_IN).effects, [{ type: 'open-url', url: settings }]);
		const wrong = follow(start, [{ type: 'paste-token', value: CREDENTIALS.appSecret }]).state;
		assert.ok(wrong.token.status.state === 'refused');
		assert.match(problemText(wrong.token.status.problem).title, /the app secret, not the client token/);
		const { state, effects } = follow(wrong, [{ type: 'paste-token', value: CLIENT_TOKEN }]);
		const effect = effects.at(-1);
		assert.ok(effect?.type === 'sign-in' && effect.method === 'device' && effect.clientToken.equals(CLIENT_TOKEN));
		assert.equal(state.token.text.length, 0);
	});

	test('takes a token all the same, if one is pasted', () => {
		const { effects } = follow(on('device'), [{ type: 'paste-token', value: PASTE }]);
		assert.equal(effects.at(-1)?.type, 'inspect-token');
	});

	test('shows the code, what is in the way for now, and the next code', () => {
		const { state } = follow(on('device'), [{ type: 'paste-token', value: CLIENT_TOKEN }]);
		const { run } = state;
		const shown = follow(state, [
			{ type: 'device-code', run, device: DEVICE },
			{ type: 'sign-in-interruption', run, interruption: 'No network. Asking again.' },
		]).state;
		assert.deepEqual([shown.signIn.device, shown.signIn.interruption], [DEVICE, 'No network. Asking again.']);
		const next = { ...DEVICE, userCode: 'EFGH5678' };
		const again = follow(shown, [{ type: 'device-code', run, device: next }]).state;
		assert.deepEqual([again.signIn.device, again.signIn.interruption], [next, null]);
	});

	test('asks for another client token when Meta does not accept it', () => {
		const { state } = follow(on('device'), [{ type: 'paste-token', value: CLIENT_TOKEN }]);
		const problem = { ...TROUBLE, code: 'wrong-app-secret' as const };
		const { signIn } = advance(state, { type: 'sign-in-refused', run: state.run, problem }).state;
		assert.equal(signIn.clientToken.length, 0);
	});
});

test('what was refused on one way is gone on the next, where Enter begins', () => {
	const refused = advance(on('browser'), { type: 'paste-token', value: new Secret('no token') }).state;
	assert.equal(refused.token.status.state, 'refused');
	const { state } = advance(refused, { type: 'choose-method', method: 'address' });
	assert.deepEqual([state.token.text.length, state.token.status.state], [0, 'idle']);
	const [effect] = advance(state, SIGN_IN).effects;
	assert.ok(effect?.type === 'sign-in' && effect.method === 'address');
});

test('the Explorer and a system user have a page of their own', () => {
	const [effect] = signingIn('explorer').effects;
	assert.match(
		effect?.type === 'open-url' ? effect.url : '',
		/^https:\/\/developers\.facebook\.com\/tools\/explorer\//,
	);
	const { effects } = follow(on('explorer'), [{ type: 'choose-method', method: 'system-user' }, SIGN_IN]);
	assert.deepEqual(effects, [{ type: 'open-url', url: 'https://business.facebook.com/settings/system-users' }]);
});

/** As one who signed in by the browser. */
const byBrowser = (state: SessionState): SessionState => ({
	...state,
	signIn: { ...state.signIn, method: 'browser' },
});

describe('a sign-in where the same token would lead to the same problem', () => {
	const ended = (problem: Problem) => {
		const before = byBrowser(at('progress'));
		const { run } = before;
		return follow(before, [
			{ type: 'problem', run, problem },
			{ type: 'connection-ended', run, problem: null },
		]).state;
	};
	const enter = (state: SessionState) => act(state, 'submit', { key: 'enter', now: 0 });

	test('begins by Enter where no Page was selected, forgets the token, and has Facebook offer its settings', () => {
		const { state, effects } = enter(ended(problem('no-pages')));
		assert.deepEqual([state.step, state.token.text.length, state.token.status.state], ['token', 0, 'idle']);
		const effect = effects.at(-1);
		assert.ok(effect?.type === 'sign-in' && effect.isRerequest);
	});

	test('lets a configuration show its own settings', () => {
		const state = ended(problem('no-pages'));
		const effect = enter({ ...state, signIn: { ...state.signIn, configId: '123456789012345' } }).effects.at(-1);
		assert.ok(effect?.type === 'sign-in' && !effect.isRerequest);
	});

	test('does not begin where trying again helps', () => {
		const { effects } = enter(ended(problem('graph-unavailable')));
		assert.deepEqual(
			effects.map(({ type }) => type),
			['connect'],
		);
	});

	test('keeps the other Pages, and the token that they came from, where one Page has none', () => {
		const state = byBrowser(
			follow(at('page'), [{ type: 'connection-ended', run: at('page').run, problem: null }]).state,
		);
		const [page] = PAGES;
		const pages = PAGES.map((other) =>
			other === page ? { ...other, token: null, problem: problem('page-without-token') } : other,
		);
		const next = enter({ ...state, pages, openPageId: page?.id ?? '' });
		assert.deepEqual([next.state.step, next.state.pages], ['token', pages]);
		assert.equal(next.state.token.status.state, state.token.status.state);
		assert.equal(next.effects.at(-1)?.type, 'sign-in');
		assert.deepEqual(enter({ ...state, pages: PAGES, openPageId: page?.id ?? '' }).effects, []);
	});
});

describe('a sign-in to an app of stored profiles', () => {
	const [profile] = PROFILES;
	const apart = initialState({
		profiles: PROFILES,
		signIn: { facts: { elsewhere: null, last: null } },
	});
	const appOf = (state: SessionState, id = profile?.app.id ?? ''): SessionState => ({
		...state,
		app: { ...state.app, id },
	});

	test('has Facebook offer its settings, and names what shares the grant', () => {
		const held = PROFILES.filter(({ app, pages }) => app.id === profile?.app.id && pages.tokens > 0);
		const state = appOf({ ...apart, step: 'token', signIn: { ...apart.signIn, method: 'browser' } });
		const effect = advance(state, { type: 'start-sign-in' }).effects.at(-1);
		assert.ok(effect?.type === 'sign-in' && effect.isRerequest);
		assert.deepEqual([sharedGrant(state).of, sharedGrant(state).names], ['profile', held.map(({ name }) => name)]);
		const elsewhere = appOf(state, '1');
		assert.deepEqual(sharedGrant(elsewhere).names, []);
		const systemUser = { ...state, signIn: { ...state.signIn, method: 'system-user' as const } };
		assert.deepEqual(sharedGrant(systemUser).names, []);
	});

	test('names the Pages of the profile that is open, if no other one shares the grant', () => {
		assert.ok(profile);
		const { state } = follow(initialState({ profiles: [profile], signIn: { facts: apart.signIn.facts } }), [
			...opening(profile),
			{ type: 'profile-unlocked', run: 2, pages: PAGES, clientToken: CLIENT_TOKEN },
		]);
		const { of, names } = sharedGrant(state);
		const kept = PAGES.filter(({ summary, assessment }) => summary && assessment?.verdict !== 'invalid');
		assert.deepEqual([of, names], ['Page', kept.map(({ name }) => name)]);
	});
});

describe('what is known of sign-ins', () => {
	const facts = { elsewhere: 'Over SSH.', last: null };

	test('comes from the profile that is opened, and goes into what is saved', () => {
		const [profile] = PROFILES;
		const signIn = { via: 'address' as const, configId: '123456789012345' };
		const signedIn = { ...profile, signIn, isMissingSome: true };
		const start = initialState({ profiles: [signedIn], signIn: { facts } });
		const { state } = follow(start, [
			...opening(signedIn),
			{ type: 'profile-unlocked', run: 2, pages: PAGES, clientToken: CLIENT_TOKEN },
			{ type: 'paste-again' },
		]);
		assert.deepEqual(state.signIn.facts, { elsewhere: 'Over SSH.', last: 'address' });
		const effect = advance(state, SIGN_IN).effects.at(-1);
		assert.ok(effect?.type === 'sign-in');
		assert.deepEqual([effect.method, effect.configId, effect.isRerequest], ['address', signIn.configId, true]);
		const { run } = advance(state, { type: 'paste-token', value: PASTE }).state;
		const saved = follow(state, [
			{ type: 'paste-token', value: PASTE },
			{ type: 'token-inspected', run, inspected: REVIEW },
			{ type: 'submit-token' },
			{ type: 'exchanged', run: run + 1, isExchanged: true },
			{ type: 'connection-ended', run: run + 1, problem: null },
		]).effects.at(-1);
		assert.ok(saved?.type === 'save-profile');
		assert.deepEqual(saved.signIn, { ...signIn, via: 'explorer' });
		assert.ok(saved.clientToken?.equals(CLIENT_TOKEN));
	});

	test('of the machine stays when a profile is left, and that of the profile goes', () => {
		const start = initialState({ profiles: PROFILES, signIn: { facts } });
		const { state } = follow(start, [
			...opening(PROFILES[0]),
			{ type: 'profile-unlocked', run: 2, pages: PAGES, clientToken: CLIENT_TOKEN },
			{ type: 'back' },
		]);
		assert.equal(state.step, 'profiles');
		assert.deepEqual([state.signIn.facts, state.signIn.clientToken.length], [facts, 0]);
	});
});
