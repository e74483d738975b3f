import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Paste, parsePaste, problemOfPaste } from '../../source/domain/paste.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { TokenMethod } from '../../source/domain/sign-in/methods.ts';
import * as fc from '../support/fast-check.ts';
import { withText } from '../support/problems.ts';
import { anyAppSecret, anyToken, tokenOf } from '../support/secrets.ts';

const TOKEN = tokenOf('paste');

const FORMS: Readonly<Record<string, (token: string) => string>> = {
	bare: (token) => token,
	'with blanks around it': (token) => `  \t${token} \r\n`,
	'in double quotes': (token) => `"${token}"`,
	'in single quotes': (token) => `'${token}'`,
	'in typographic quotes': (token) => `“${token}”`,
	'in backticks, with a full stop': (token) => `\`${token}\`.`,
	'after Bearer': (token) => `Bearer ${token}`,
	'after OAuth': (token) => `OAuth ${token}`,
	'in a block of headers': (token) =>
		`GET /v27.0/me HTTP/1.1\nHost: graph.facebook.com\nAuthorization: Bearer ${token}\nAccept: */*\n`,
	'in the query of a URL': (token) => `https://graph.facebook.com/v27.0/me?fields=id&access_token=${token}&pretty=1`,
	'in the fragment of a URL': (token) =>
		`https://www.facebook.com/connect/login_success.html#access_token=${token}&expires_in=5184000`,
	'in the address that a login dialog has led to': (token) =>
		`https://www.facebook.com/connect/login_success.html?#access_token=${token}&data_access_expiration_time=1803290400&expires_in=5183999&long_lived_token=${token}x&granted_scopes=pages_show_list&denied_scopes=&state=abc`,
	'in a URL within a URL': (token) => `https://example.com/?next=%2Fme%3Faccess_token%3D${token}%26pretty%3D1`,
	"in Meta's debugger beside an app token": (token) =>
		`https://graph.facebook.com/debug_token?access_token=123456789012345|${'0a'.repeat(16)}&input_token=${token}`,
	'in minified JSON': (token) => JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: 5184000 }),
	'in pretty JSON': (token) =>
		JSON.stringify({ token_type: 'bearer', access_token: token, expires_in: 5184000 }, null, 2),
	'in JSON within JSON': (token) => JSON.stringify({ body: JSON.stringify({ access_token: token }) }),
	'in a curl command with a header': (token) =>
		`curl -i -X GET -H 'Authorization: Bearer ${token}' 'https://graph.facebook.com/v27.0/me'`,
	'in a curl command with a URL': (token) =>
		`curl -i -X GET \\\n "https://graph.facebook.com/v27.0/me/accounts?fields=id%2Cname&access_token=${token}"`,
	'in an exchange command': (token) =>
		`/oauth/access_token?grant_type=fb_exchange_token&client_id=123456789012345&client_secret=${'0a'.repeat(16)}&fb_exchange_token=${token}`,
	'in an environment file': (token) => `FB_APP_ID=123456789012345\nFB_ACCESS_TOKEN=${token}\n`,
	'in a sentence': (token) => `Here is my token: ${token}, thank you!`,
	'on a line of its own in a letter': (token) => `Here is the token:\n${token}\nThanks`,
	'with zero-width characters in it': (token) => `\uFEFF${token.slice(0, 40)}\u200B${token.slice(40)}\u2060`,
	'in the marks of a bracketed paste': (token) => `\u001B[200~${token}\u001B[201~`,
	'in what is left of such marks': (token) => `[200~${token}[201~`,
	'on a web page': (token) => `<!doctype html><html><body><p>Your token</p><code>${token}</code></body></html>`,
};

function textOf(paste: Paste): string {
	return paste.kind === 'token' ? paste.token.reveal() : `(${paste.kind})`;
}

describe('a token is recognised', () => {
	for (const [name, wrap] of Object.entries(FORMS)) {
		test(name, () => assert.equal(textOf(parsePaste(wrap(TOKEN))), TOKEN));
	}

	test('in each of these forms, whatever its length and characters', () => {
		fc.assert(
			fc.property(anyToken, fc.constantFrom(...Object.keys(FORMS)), (token, name) => {
				assert.equal(textOf(parsePaste(FORMS[name]?.(token) ?? '')), token, name);
			}),
			{ numRuns: 300 },
		);
	});

	test('when a terminal wrapped it at any width, with and without indentation', () => {
		const wrapped = [
			...['bare', 'in double quotes', 'in single quotes', 'after Bearer', 'in the query of a URL'],
			...['in the fragment of a URL', 'in minified JSON', 'in a URL within a URL'],
		];
		const newlines = fc.constantFrom('\n', '\r', '\r\n', ' \n', '\n  ', '\r\n\t');
		fc.assert(
			fc.property(
				// A line that begins like another token is told by the tests of two tokens.
				anyToken.filter((token) => token.lastIndexOf('EAA') === 0),
				fc.constantFrom(...wrapped),
				fc.integer({ min: 20, max: 240 }),
				newlines,
				(token, name, width, newline) => {
					const line = FORMS[name]?.(token) ?? '';
					const lines = line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
					assert.equal(textOf(parsePaste(lines.join(newline))), token, JSON.stringify(lines.join(newline)));
				},
			),
			{ numRuns: 1000 },
		);
	});

	test('though its shape is a new one', () => {
		const future = `fbu_${'a1B2'.repeat(20)}`;
		assert.equal(textOf(parsePaste(future)), future);
		assert.equal(textOf(parsePaste(`access_token=${future}`)), future);
	});
});

describe('the state of the dialog that was opened', () => {
	const kindOf = (text: string) => parsePaste(text, 'made-up_State').kind;
	const address = (state: string) =>
		`https://www.facebook.com/connect/login_success.html#access_token=${TOKEN}&state=${state}`;

	test('must stand in an address, however wide it was wrapped', () => {
		for (const width of [30, 79, 80, 120, 500]) {
			const wrapped = (text: string) => text.replace(new RegExp(`.{${width}}`, 'g'), '$&\n');
			assert.equal(kindOf(wrapped(address('made-up_State'))), 'token', `${width}`);
			const paste = parsePaste(wrapped(address('another')), 'made-up_State');
			assert.ok(paste.kind === 'refusal');
			assert.equal(problemText(paste.problem).title, 'This address is of another sign-in');
		}
	});

	test('is not asked of a token by itself, of an address without one, and where no dialog was opened', () => {
		for (const text of [
			TOKEN,
			`access_token=${TOKEN}&state=x`,
			`https://graph.facebook.com/me?access_token=${TOKEN}`,
		]) {
			assert.equal(kindOf(text), 'token');
		}
		assert.equal(parsePaste(address('another')).kind, 'token');
	});
});

/** As a terminal of 80 columns does it. */
const wrap = (token: string) => token.replace(/.{80}/g, '$&\n');

const SUCCESS = 'https://www.facebook.com/connect/login_success.html';

describe('what is no user token is told apart', () => {
	const page = `<!DOCTYPE html><html><head><title>Explorer</title></head><body>${'<p>words</p>'.repeat(80)}`;
	const table: readonly (readonly [name: string, text: string, kind: Paste['kind']])[] = [
		['nothing', '', 'empty'],
		['blanks', ' \n\t ', 'empty'],
		['hidden characters alone', '\u200B\uFEFF', 'empty'],
		['an empty bracketed paste', '\u001B[200~\u001B[201~', 'empty'],
		['an app token', `123456789012345|${'0a'.repeat(16)}`, 'app-token'],
		['an encoded app token', `access_token=123456789012345%7C${'0a'.repeat(16)}`, 'app-token'],
		['a Limited Login token', `eyJ${'x9'.repeat(12)}.eyJ${'x9'.repeat(60)}.${'x_'.repeat(40)}`, 'limited-login'],
		[
			'a Limited Login token in a parameter',
			`id_token: access_token=eyJ${'x9'.repeat(12)}.${'x9'.repeat(60)}.${'x-'.repeat(40)}&a=b`,
			'limited-login',
		],
		['an Instagram token', `IGAA${'x9'.repeat(60)}`, 'instagram-token'],
		['an old Instagram token', `IGQVJ${'x9'.repeat(60)}`, 'instagram-token'],
		['an app secret', '0123456789abcdef0123456789abcdef', 'app-secret'],
		['a number', '123456789012345', 'number'],
		['the first letters of a token', 'EAABxyz12', 'text'],
		['a placeholder', 'access_token={your-access-token}', 'text'],
		['prose', 'The bearer of this letter is a friend.', 'text'],
		['a whole web page', page, 'web-page'],
		['a web page with two tokens', `${page}${TOKEN}<br>${tokenOf('other')}</body>`, 'web-page'],
		['two tokens on two lines', `${TOKEN}\n${tokenOf('other')}`, 'two-tokens'],
		['two tokens, both wrapped', `${wrap(TOKEN)}\r\n${wrap(tokenOf('other'))}\n`, 'two-tokens'],
		['two quoted tokens', `"${TOKEN}"\n"${tokenOf('other')}"`, 'two-tokens'],
		['two tokens in a sentence', `Take ${TOKEN} or ${tokenOf('other')}.`, 'two-tokens'],
		[
			'the answer of a cancelled dialog',
			`${SUCCESS}#error=access_denied&error_reason=user_denied&state=abc`,
			'refusal',
		],
		['the same in the query', `${SUCCESS}?error_reason=user_denied&error=access_denied#_=_`, 'refusal'],
		['the answer to a program', 'http://localhost:4321/?code=AQDEAAmadeupmadeupmadeup1&state=abc#_=_', 'code-address'],
		["a code on Meta's page", `${SUCCESS}?code=AQDmadeup#_=_`, 'code-address'],
		["Meta's page without its fragment", SUCCESS, 'bare-address'],
		['the same as browsers show it', 'www.facebook.com/connect/login_success.html#', 'bare-address'],
		['the same in quotes, wrapped', `"https://www.facebook.com/connect/\nlogin_success.html"`, 'bare-address'],
		['the page that it goes on to', 'https://www.facebook.com/connect/blank.html#_=_', 'bare-address'],
		['the dialog', 'https://www.facebook.com/v27.0/dialog/oauth?client_id=1&state=abc', 'dialog-address'],
		[
			'the log-in before it',
			'https://www.facebook.com/login.php?next=https%3A%2F%2Fwww.facebook.com',
			'dialog-address',
		],
		['any other address', 'https://developers.facebook.com/tools/explorer/', 'text'],
		['a long text', 'lorem ipsum '.repeat(200), 'web-page'],
	];
	for (const [name, text, kind] of table) {
		test(`${name}: ${kind}`, () => {
			const paste = parsePaste(text);
			assert.equal(paste.kind, kind);
			if (paste.kind === 'token') return;
			if (paste.kind === 'app-token') assert.equal(paste.token.reveal(), `123456789012345|${'0a'.repeat(16)}`);
			const { title, remedy, code } = withText(problemOfPaste(paste));
			assert.ok(title && remedy);
			assert.ok(['unreadable-token', 'not-a-user-token', 'cancelled'].includes(code));
		});
	}

	test('one token that was pasted twice is one', () => {
		assert.equal(textOf(parsePaste(`${TOKEN}\n${TOKEN}`)), TOKEN);
		assert.equal(textOf(parsePaste(`${wrap(TOKEN)}\n${wrap(TOKEN)}`)), TOKEN);
	});

	test('two tokens are called two', () =>
		assert.equal(
			problemText(problemOfPaste({ kind: 'two-tokens' })).title,
			'Two tokens were pasted: paste one of them',
		));

	test('an app secret is told from a client token, and whose an app token is, by the app at hand', () => {
		const own = { id: '123456789012345', secret: new Secret('0a'.repeat(16)) };
		const titleOf = (text: string, app: typeof own | null = own) => {
			const paste = parsePaste(text);
			assert.ok(paste.kind !== 'token');
			const { title, cause } = withText(problemOfPaste(paste, app));
			return `${title}. ${cause}`;
		};
		assert.match(titleOf('0a'.repeat(16)), /^This is the secret of your app, not a token\./);
		assert.match(titleOf('0b'.repeat(16)), /^This is a client token, or the secret of another app\./);
		assert.match(titleOf('0b'.repeat(16), null), /^This is an app secret or a client token\./);
		assert.match(titleOf(`123456789012345|${'0a'.repeat(16)}`), /It stands for your app, not for a person/);
		assert.match(titleOf(`999999999999999|${'0a'.repeat(16)}`), /It stands for another app \(999999999999999\)/);
	});

	test('what to copy is told by the way on which the token was to come', () => {
		const remedyOf = (method: TokenMethod | null) => problemText(problemOfPaste({ kind: 'text' }, null, method)).remedy;
		assert.match(remedyOf('explorer'), /the copy button beside the token in the Explorer/);
		assert.match(remedyOf('address'), /the whole address of the page that says "Success"/);
		for (const method of ['browser', 'device', 'system-user', null] as const)
			assert.doesNotMatch(remedyOf(method), /Explorer/);
	});

	test('half a token goes on: only Meta can tell', () => {
		assert.equal(parsePaste(TOKEN.slice(0, 80)).kind, 'token');
	});

	test('a placeholder in front of a token does not hide it', () => {
		const text = `Replace access_token={your-token}; here is mine: ${TOKEN} . Bearer of good news.`;
		assert.equal(textOf(parsePaste(text)), TOKEN);
	});

	test('any text ends in a kind, and a problem never repeats what was pasted', () => {
		const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), anyAppSecret);
		fc.assert(
			fc.property(texts, (text) => {
				const paste = parsePaste(text);
				if (paste.kind === 'token') return assert.ok(paste.token.length >= 20);
				const told = JSON.stringify(problemOfPaste(paste));
				assert.ok(text.length < 8 || !told.includes(text));
			}),
		);
	});
});
