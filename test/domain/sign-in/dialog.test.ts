import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemText } from '../../../source/domain/problem-text.ts';
import { readAnswer } from '../../../source/domain/sign-in/answer.ts';
import { type DialogRequest, desktopRedirect, dialogUrl } from '../../../source/domain/sign-in/dialog.ts';
import * as fc from '../../support/fast-check.ts';
import { withText } from '../../support/problems.ts';

const REQUEST: DialogRequest = {
	facebook: 'https://www.facebook.com',
	version: 'v27.0',
	appId: '123456789012345',
	redirectUri: 'http://localhost:4321/',
	state: 'made-up-state',
	answer: { type: 'code', challenge: 'made-up-challenge' },
	permissions: ['pages_show_list', 'pages_manage_posts'],
	configId: null,
	isRerequest: false,
};

const queryOf = (request: DialogRequest) => Object.fromEntries(new URL(dialogUrl(request)).searchParams);

describe('the address of the login dialog', () => {
	test('asks for a code, bound to a challenge', () => {
		assert.equal(new URL(dialogUrl(REQUEST)).pathname, '/v27.0/dialog/oauth');
		assert.deepEqual(queryOf(REQUEST), {
			client_id: '123456789012345',
			redirect_uri: 'http://localhost:4321/',
			state: 'made-up-state',
			response_type: 'code',
			scope: 'pages_show_list,pages_manage_posts',
			code_challenge: 'made-up-challenge',
			code_challenge_method: 'S256',
		});
	});

	test("asks for a token on Meta's own page, and again for what was declined", () => {
		const redirectUri = desktopRedirect('https://www.facebook.com');
		assert.equal(redirectUri, 'https://www.facebook.com/connect/login_success.html');
		const query = queryOf({ ...REQUEST, redirectUri, answer: { type: 'token' }, isRerequest: true });
		assert.deepEqual([query.response_type, query.auth_type, query.code_challenge], ['token', 'rerequest', undefined]);
	});

	test('names a configuration of Login for Business in the place of permissions', () => {
		const { config_id, scope } = queryOf({ ...REQUEST, configId: '987654321098765' });
		assert.deepEqual([config_id, scope], ['987654321098765', undefined]);
	});

	test('does not ask again with a configuration, which would leave out the choice of Pages', () => {
		assert.equal(queryOf({ ...REQUEST, isRerequest: true }).auth_type, 'rerequest');
		assert.equal(queryOf({ ...REQUEST, isRerequest: true, configId: '987654321098765' }).auth_type, undefined);
	});
});

const read = (query: string) => readAnswer(new URLSearchParams(query), (text) => text === 'right');
const problemIn = (query: string) => {
	const answer = read(query);
	assert.ok(answer?.kind === 'refused', query);
	return answer.problem;
};

describe('what comes back from the dialog', () => {
	test('is a code, with the state that was sent', () => {
		const answer = read('code=AQD-made-up&state=right');
		assert.ok(answer?.kind === 'code');
		assert.equal(answer.code.reveal(), 'AQD-made-up');
		assert.doesNotMatch(JSON.stringify(answer), /made-up/);
	});

	test('is of another sign-in without that state, whatever else it says', () => {
		for (const query of [
			'code=x',
			'code=x&state=wrong',
			'code=x&state=',
			'code=x&state=right&state=right',
			'code=x&code=y&state=right',
			'code=x&error=access_denied&state=right',
			'error=access_denied&state=wrong',
			'state=right',
			'state=wrong',
		]) {
			assert.deepEqual(read(query), { kind: 'stray' }, query);
		}
	});

	test('is nothing without what an answer has', () => {
		for (const query of ['', 'fbclid=1', 'code=', 'scope=code']) assert.equal(read(query), null, query);
	});

	test('is a refusal, as Meta documents it without a state and sends it with one', () => {
		for (const query of [
			'error_reason=user_denied&error=access_denied&error_description=Permissions+error.',
			'error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state=right',
		]) {
			assert.deepEqual(
				[problemIn(query).code, problemText(problemIn(query)).title],
				['cancelled', 'The sign-in was cancelled at Facebook'],
			);
		}
	});

	test('names other errors by what they are about', () => {
		for (const [query, code] of [
			["error_code=1349048&error_message=Can't+Load+URL%3A+The+domain+of+this+URL+isn't+included", 'sign-in-needed'],
			['error_code=191&error_message=Nein', 'sign-in-needed'],
			['error_code=100&error_message=Invalid+Scopes%3A+pages_manage_posts', 'missing-permission'],
			['error=server_error&error_description=Sorry', 'graph-unavailable'],
			['error_code=1&error_message=Sorry', 'unexpected'],
			['error_code=1', 'unexpected'],
		] as const) {
			assert.equal(problemIn(`${query}&state=right`).code, code, query);
		}
	});

	test('says nothing of a code or a token in a message, nor anything that moves a cursor', () => {
		const { cause } = withText(
			problemIn(`error_code=1&error_message=access_token%3D${'a1'.repeat(20)}%1B[31m&state=right`),
		);
		assert.doesNotMatch(cause, /a1a1|\p{Cc}/u);
	});

	test('is never a code without the right state', () => {
		const part = fc.oneof(
			fc.constantFrom('code', 'state', 'error', 'right', 'wrong', '=', '&', 'access_denied'),
			fc.string({ maxLength: 4 }),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
				const query = new URLSearchParams(parts.join(''));
				const answer = readAnswer(query, (text) => text === 'right');
				if (answer?.kind === 'code') assert.deepEqual(query.getAll('state'), ['right']);
			}),
		);
	});
});
