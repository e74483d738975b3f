import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { html, trusted } from '../../../source/sandbox/pages/html.ts';
import * as fc from '../../support/fast-check.ts';

describe('html', () => {
	test('escapes what could end a text or a quoted attribute', () => {
		assert.equal(
			html`<p title="${'"\''}">${'<b>&</b>'}</p>`.text,
			'<p title="&quot;&#39;">&lt;b&gt;&amp;&lt;/b&gt;</p>',
		);
	});

	test('lets no string through with a character of markup', () => {
		fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.text)));
	});

	test('joins lists, keeps HTML as it is, and leaves out what is not there', () => {
		assert.equal(html`${['a', html`<i>${'<'}</i>`, trusted('<hr>'), false, undefined, 0]}`.text, 'a<i>&lt;</i><hr>0');
	});
});
