import assert from 'node:assert/strict';
import { test } from 'node:test';
import { warningAboutPassphrase } from '../../source/domain/protection.ts';
import { Secret } from '../../source/domain/secret.ts';

test('a passphrase of fewer than twelve characters is warned about, whatever bytes they take', () => {
	for (const short of ['x', 'elevenchars', 'ж'.repeat(11), '🥐'.repeat(11), '👩‍🌾'.repeat(11), 'e\u0301'.repeat(11)]) {
		assert.match(
			warningAboutPassphrase(new Secret(short)),
			/^Warning: this passphrase has only (1 character|11 characters)\./,
		);
	}
	for (const long of ['twelve chars', 'ж'.repeat(12), '👩‍🌾'.repeat(12)]) {
		assert.equal(warningAboutPassphrase(new Secret(long)), '');
	}
});
