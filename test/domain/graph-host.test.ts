import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf, problemOfOtherHost } from '../../source/domain/graph-host.ts';

const isOther = (graphUrl: string, used: string) => problemOfOtherHost({ name: 'bakery', graphUrl }, used) !== null;

test('Graph hosts are the same when scheme, host and port are', () => {
	for (const same of [
		'https://graph.facebook.com/',
		'https://graph.facebook.com:443',
		'HTTPS://GRAPH.Facebook.COM',
		'https://graph.facebook.com./',
	]) {
		assert.equal(originOf(same), 'https://graph.facebook.com');
		assert.equal(isOther('https://graph.facebook.com', same), false, same);
		assert.equal(isOther(same, 'https://graph.facebook.com'), false, same);
	}
	for (const other of [
		'http://graph.facebook.com',
		'https://graph.facebook.com:444',
		'https://graph.facebook.com.example.com',
		'https://facebook.com',
		'https://graph.facebook.co',
	]) {
		assert.equal(isOther('https://graph.facebook.com', other), true, other);
		assert.equal(isOther(other, 'https://graph.facebook.com'), true, other);
	}
	assert.equal(isOther('http://localhost:8080', 'http://127.0.0.1:8080'), true);
});

test('a host that cannot be read is never the same', () => {
	for (const unreadable of ['', 'graph.facebook.com', 'data:,x', 'https://']) {
		assert.equal(isOther(unreadable, unreadable), true, unreadable);
	}
});
