import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePaste, problemOfPaste } from '../../../source/domain/paste.ts';
import { problemText } from '../../../source/domain/problem-text.ts';

/** What a person copies from one of Facebook's error pages, or from the address bar: code, title, and what the rest says. */
const PAGES: readonly (readonly [text: string, code: string, title: RegExp, rest: RegExp])[] = [
	[
		'Invalid Scopes: instagram_content_publish, pages_messaging. This message is only shown to developers. Users of your app will ignore these permissions if present. Please read the documentation for valid permissions at: https://developers.facebook.com/docs/facebook-login/permissions',
		'missing-permission',
		/does not have these permissions/,
		/instagram_content_publish in "Manage messaging & content on Instagram"; pages_messaging in "Engage with customers on Messenger from Meta".*Permissions and features > Add/s,
	],
	[
		'http://localhost:8000/?error_code=100&error_message=Invalid+Scopes%3A+read_insights&state=abc#_=_',
		'missing-permission',
		/does not have these permissions/,
		/read_insights in "Manage everything on your Page"/,
	],
	[
		'Invalid Scopes: made_up_permission',
		'missing-permission',
		/these permissions/,
		/made_up_permission in another use case/,
	],
	[
		'Feature Unavailable\nFacebook Login is currently unavailable for this app, since we are updating additional details for this app. Please try again later.',
		'app-blocked',
		/unavailable for this app/,
		/Data Use Checkup.*Graph API Explorer/s,
	],
	[
		"It looks like this app isn't available\nThis app needs at least one supported permission.",
		'sign-in-needed',
		/not available/,
		/configuration.*business-login\/configurations/s,
	],
	['App isn\u2019t available', 'sign-in-needed', /not available/, /FB_LOGIN_CONFIG_ID/],
	['Could not link My App to Facebook', 'sign-in-needed', /could not link/, /one use case only.*configurations/s],
	[
		'https://www.facebook.com/dialog/oauth/business/cancel/?app_id=1&action=reentry_finish&selected_business_id=',
		'sign-in-needed',
		/could not link/,
		/configuration/,
	],
	[
		"Can't Load URL\nThe domain of this URL isn't included in the app's domains.",
		'sign-in-needed',
		/does not come back/,
		/Explorer/,
	],
	[
		'URL Blocked\nThis redirect failed because the redirect URI is not white-listed in the app\u2019s client OAuth settings.',
		'sign-in-needed',
		/does not come back/,
		/Explorer/,
	],
	["This can't be a Facebook URL.", 'sign-in-needed', /address bar method/, /Explorer/],
	['This can\u2019t be a Facebook URL', 'sign-in-needed', /address bar method/, /Explorer/],
];

describe("Facebook's own error pages", () => {
	for (const [text, code, title, rest] of PAGES) {
		test(`are recognized when pasted: ${text.slice(0, 60).replaceAll('\n', ' ')}`, () => {
			const paste = parsePaste(text);
			assert.ok(paste.kind !== 'token');
			const problem = problemOfPaste(paste);
			const told = problemText(problem);
			assert.equal(problem.code, code);
			assert.match(told.title, title);
			assert.match(`${told.cause} ${told.remedy}`, rest);
			for (const sentence of [told.title, told.cause, told.remedy]) assert.doesNotMatch(sentence, /undefined/);
		});
	}

	test('do not hide a token that is pasted with their words', () => {
		assert.equal(parsePaste(`URL Blocked? My token: EAA${'x9'.repeat(80)}`).kind, 'token');
	});
});
