import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { isLoopback, readHosts } from '../../source/graph/hosts.ts';
import { appSettingsUrl, debuggerUrl, explorerUrl, postUrl } from '../../source/graph/links.ts';
import { appAccessToken, appSecretProof, summarise } from '../../source/graph/proof.ts';
import * as fc from '../support/fast-check.ts';
import { tokenOf } from '../support/secrets.ts';

const META = readHosts({});

describe('the hosts', () => {
	test("are Meta's own three", () => {
		assert.deepEqual(
			[META.graph.href, META.facebook.href, META.developers.href, META.overridden],
			['https://graph.facebook.com/', 'https://www.facebook.com/', 'https://developers.facebook.com/', false],
		);
		assert.equal(readHosts({ FB_TOKEN_TUI_GRAPH_URL: '' }).overridden, false);
		assert.equal(readHosts({ FB_TOKEN_TUI_GRAPH_URL: 'https://graph.facebook.com/' }).overridden, false);
	});

	for (const url of [
		'http://127.0.0.1:8080',
		'http://localhost:1',
		'http://[::1]:9/',
		'http://127.9.9.9',
		'https://graph.example.com',
	]) {
		test(`may be ${url}`, () => {
			const hosts = readHosts({ FB_TOKEN_TUI_GRAPH_URL: url });
			assert.equal(hosts.graph.origin, new URL(url).origin);
			assert.equal(hosts.overridden, true);
		});
	}

	for (const url of [
		...['http://graph.facebook.com', 'http://10.0.0.1', 'http://localhost.example.com', 'http://127.0.0.1.example.com'],
		...['ftp://localhost', 'file:///tmp', 'graph.facebook.com', 'javascript:alert(1)', 'http://', 'not a url'],
		...[
			'https://user:pass@graph.example.com',
			'https://:pass@graph.example.com',
			'https://graph.example.com/?x=1',
			'https://graph.example.com/#x',
			'http://0.0.0.0',
		],
	]) {
		for (const name of ['FB_TOKEN_TUI_GRAPH_URL', 'FB_TOKEN_TUI_FACEBOOK_URL', 'FB_TOKEN_TUI_DEVELOPERS_URL']) {
			test(`may not be ${url} (${name})`, () => {
				assert.throws(
					() => readHosts({ [name]: url }),
					(error) => error instanceof RangeError && error.message.includes(name),
				);
			});
		}
	}

	test('never are plain http to another machine, whatever is written', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.webUrl({ validSchemes: ['http', 'https'] }),
					fc.string().map((text) => `http://${text}`),
				),
				(url) => {
					try {
						const { graph } = readHosts({ FB_TOKEN_TUI_GRAPH_URL: url });
						assert.ok(graph.protocol === 'https:' || isLoopback(graph.hostname), url);
					} catch (error) {
						assert.ok(error instanceof RangeError);
					}
				},
			),
		);
	});
});

describe('the links', () => {
	test('lead to the Explorer on the app, with the edge to look at', () => {
		const url = new URL(explorerUrl(META, '123456789012345', 'v27.0'));
		assert.equal(url.origin + url.pathname, 'https://developers.facebook.com/tools/explorer/123456789012345/');
		assert.deepEqual(Object.fromEntries(url.searchParams), {
			method: 'GET',
			path: 'me/accounts?fields=id,name',
			version: 'v27.0',
		});
	});

	test('lead to the settings of the app, or to the list of apps', () => {
		assert.equal(appSettingsUrl(META, '12345'), 'https://developers.facebook.com/apps/12345/settings/basic/');
		assert.equal(appSettingsUrl(META), 'https://developers.facebook.com/apps/');
	});

	test('stay on the host whatever the app id is', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (id) => {
				assert.ok(appSettingsUrl(META, id).startsWith('https://developers.facebook.com/'));
				assert.ok(explorerUrl(META, id, 'v27.0').startsWith('https://developers.facebook.com/'));
			}),
		);
	});

	test('to a post are on the Facebook host, be it another one', () => {
		assert.equal(postUrl(META, '100000000000001_5'), 'https://www.facebook.com/100000000000001_5');
		const others = readHosts({ FB_TOKEN_TUI_FACEBOOK_URL: 'http://127.0.0.1:8080' });
		assert.equal(postUrl(others, '1_5'), 'http://127.0.0.1:8080/1_5');
	});

	test('to the debugger hold the token, and are a secret', () => {
		const link = debuggerUrl(META, new Secret(tokenOf('link')), 'v27.0');
		const url = new URL(link.reveal());
		assert.equal(url.pathname, '/tools/debug/accesstoken/');
		assert.equal(url.searchParams.get('access_token'), tokenOf('link'));
		assert.ok(!`${link}`.includes(tokenOf('link').slice(4, 24)));
	});
});

describe('what is made from a token and the app secret', () => {
	test("is the proof of Meta's own test vector", () => {
		assert.equal(
			appSecretProof(new Secret('foo_secret'), new Secret('foo_token')),
			'df4256903ba4e23636cc142117aa632133d75c642bd2a68955be1443bd14deb9',
		);
	});

	test('is the app token', () => {
		assert.equal(appAccessToken('123456789012345', new Secret('abc')).reveal(), '123456789012345|abc');
	});

	test('is a summary that does not give it away', () => {
		const token = new Secret(tokenOf('summary'));
		const { preview, length, fingerprint } = summarise(token);
		assert.equal(preview, `${token}`);
		assert.equal(length, token.length);
		assert.match(fingerprint, /^[0-9a-f]{8}$/);
		assert.equal(summarise(new Secret('abc')).fingerprint, 'ba7816bf');
	});
});
