import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readPageAddress } from '../../source/domain/page-address.ts';
import * as fc from '../support/fast-check.ts';

const ID = '104829375610284';

const TABLE: readonly (readonly [text: string, address: string | null])[] = [
	[ID, ID],
	[`  ${ID}\n`, ID],
	['61556789012345678', '61556789012345678'],
	['MyBakery', 'MyBakery'],
	['@my.bakery.example', 'my.bakery.example'],
	['https://www.facebook.com/MyBakery', 'MyBakery'],
	['facebook.com/MyBakery/', 'MyBakery'],
	['https://m.facebook.com/MyBakery/about?locale=de_DE', 'MyBakery'],
	[`https://www.facebook.com/profile.php?id=${ID}`, ID],
	[`https://www.facebook.com/profile.php?id=${ID}&sk=about`, ID],
	[`https://www.facebook.com/p/My-Bakery-${ID}/`, ID],
	[`https://www.facebook.com/people/My-Bakery/${ID}/`, ID],
	[`https://www.facebook.com/pages/My-Bakery/${ID}`, ID],
	[`https://www.facebook.com/pages/category/Bakery/My-Bakery-${ID}/`, ID],
	[`https://www.facebook.com/${ID}/posts/122108345617290846`, ID],
	[`https://business.facebook.com/latest/home?asset_id=${ID}&business_id=613548270914365`, ID],
	[`http://facebook.com/${ID}`, ID],
	['', null],
	['1234', null],
	['my bakery', null],
	['https://www.facebook.com/', null],
	['https://www.facebook.com/pages/', null],
	['https://example.com/MyBakery', null],
	['https://facebook.com.example.com/MyBakery', null],
	['https://notfacebook.com/MyBakery', null],
	['my/../../../etc', null],
	// A secret that was pasted by mistake.
	['0c'.repeat(16), null],
	[`https://www.facebook.com/${'0c'.repeat(16)}`, null],
];

describe('a Page is named', () => {
	for (const [text, address] of TABLE) {
		test(`by ${JSON.stringify(text)}: ${address ?? 'nothing of use'}`, () =>
			assert.equal(readPageAddress(text), address));
	}

	test('by an id or a user name alone, whatever was typed: nothing else can get into a path', () => {
		const texts = fc.oneof(
			fc.string(),
			fc.webUrl(),
			fc.webUrl({ validSchemes: ['https'] }).map((url) => url.replace(/\/\/[^/]+/, '//www.facebook.com')),
		);
		fc.assert(
			fc.property(texts, (text) => {
				const address = readPageAddress(text);
				if (address !== null) assert.match(address, /^[A-Za-z0-9.]{5,50}$/);
			}),
			{ numRuns: 1000 },
		);
	});
});
