import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PageRecord } from '../../source/domain/page.ts';
import { Secret } from '../../source/domain/secret.ts';
import { checkApp } from '../../source/operations/check-app.ts';
import { connect } from '../../source/operations/connect.ts';
import { inspectUserToken } from '../../source/operations/inspect-user-token.ts';
import { verifyPages } from '../../source/operations/verify.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { credentialsOf, transportOf, WANTED } from './walk.ts';

const NOW = Date.UTC(2026, 10, 24, 10) / 1000;

describe('verifying one Page again', () => {
	test('tells what has become of its token', async () => {
		await using sandbox = await startSandbox();
		const { client } = await checkApp(transportOf(sandbox), credentialsOf(sandbox));
		const inspected = await inspectUserToken(client, new Secret(sandbox.userToken), WANTED, {
			appName: null,
			now: sandbox.world.now,
		});
		const options = { now: () => NOW, signal: new AbortController().signal };
		const verified = async (page: PageRecord) => {
			let told: PageRecord | undefined;
			for await (const some of verifyPages(client, inspected.caller, [page], options)) [told] = some;
			assert.ok(told);
			return told;
		};
		let page: PageRecord | null = null;
		for await (const event of connect(client, inspected, options)) {
			if (event.type === 'pages-verified') page ??= event.pages.find(({ id }) => id === ids.permanentPage) ?? null;
		}
		assert.ok(page?.assessment?.verdict === 'permanent');
		sandbox.world.changePassword(ids.person);
		const again = await verified(page);
		assert.deepEqual(
			[again.assessment?.verdict, again.problem?.code, again.checkedAt],
			['invalid', 'password-changed', NOW],
		);
		sandbox.faults.push({ status: 500 });
		const offline = await verified(again);
		assert.deepEqual([offline.assessment?.verdict, offline.problem?.code], ['unknown', 'graph-unavailable']);
	});
});
