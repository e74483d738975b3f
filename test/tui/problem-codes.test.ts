import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PROBLEM_CODES } from '../../source/domain/problems/codes.ts';
import { summaryOf } from '../../source/session/profile-summary.ts';
import { profileOf, secretsOf } from '../support/profiles.ts';
import { NOW, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';
import { graphError, ROWS } from './problem-rows.ts';

/** The longest that Meta is known to say. */
const LONG_MESSAGE =
	"(#10) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation. This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature or the 'Page Public Metadata Access' feature. Refer to https://developers.facebook.com/docs/apps/review/login-permissions#manage-pages for details.";

describe('at 80×24', () => {
	for (const { code, on, meet, title, cause, remedy, meta, next } of ROWS) {
		test(`"${code}" on ${on} says what it is, why, what to do, and the key that comes next`, async (t) => {
			const { program, mend } = await meet(t);
			const keys = [...(next ? [next.hint] : []), '^R copy a report'].join(' · ');
			await program.see(keys);
			// As long as a spinner turns, keys may have to wait.
			await program.terminal.waitFor((screen) => !/[\u2801-\u28FF]/.test(screen.text()));
			const [heading = '', ...body] = program.terminal.lines();
			assert.ok(heading.startsWith(` ${on} `), heading);
			const told = body.join(' ').replace(/\s+/g, ' ');
			let place = 0;
			for (const part of [title, cause, remedy, ...(meta ? [`Meta: ${meta}`] : []), keys]) {
				const found = told.indexOf(part, place);
				assert.ok(found >= 0, `"${part}" is not there, or not in its place: ${told}`);
				place = found + part.length;
			}
			program.press('ctrl-r');
			await program.see('Report copied');
			assert.match(program.copied.at(-1) ?? '', new RegExp(`^${code}: `, 'm'));
			if (!next) return;
			mend();
			next.press(program);
			await program.see(next.leads);
		});
	}

	test('"sign-in-needed" is nowhere: the screens ask for what is needed to sign in', async (t) => {
		const program = await startProgram(t, { prefill: {} });
		await program.see('about 16 digits');
		await program.see('32 characters, 0-9 a-f');
		program.terminal.type(`${program.sandbox.appId}\r`);
		await program.see(program.sandbox.appId);
		program.terminal.paste(program.sandbox.appSecret);
		await program.walkToToken();
		program.press('enter');
		await program.see('Opened in your browser.');
		await program.see('paste it here');
		assert.doesNotMatch(program.terminal.text(), /✗/);
	});
});

describe('at 80×24 the remedy and the keys stay in sight', () => {
	test("however many words Meta makes, where the token's instructions are", async (t) => {
		const program = await startProgram(t, {
			sandbox: { faults: [{ endpoint: 'debug_token', ...graphError(10, LONG_MESSAGE) }] },
		});
		await program.walkToToken();
		program.terminal.paste(program.sandbox.userToken);
		await program.see('The permission pages_read_engagement is missing');
		await program.see('^O Explorer · ^R copy a report');
		await program.seeWrapped('add it before the token is generated. Meta: code 10, HTTP 400');
	});

	test('however many profiles there are', async (t) => {
		const vault = temporaryVault(t, { now: () => NOW });
		const names = Array.from({ length: 20 }, (_, number) => `shop-${number}`);
		const program = await startProgram(t, {
			async before({ graphUrl }) {
				for (const name of names) await vault.save(profileOf(name, { graphUrl }), secretsOf(name), { kind: 'file' });
			},
			sandbox: { faults: [graphError(10, LONG_MESSAGE)] },
			tui: { vault },
			prefill: async () => ({ profiles: (await vault.list()).map(summaryOf) }),
		});
		program.press('end');
		await program.see('❯ ✓ shop-19');
		program.press('r');
		await program.see('The permission pages_read_engagement is missing');
		await program.see('^R copy a report');
		await program.seeWrapped('add it before the token is generated. Meta: code 10, HTTP 400');
		await program.see('❯ ✓ shop-19');
	});
});

test('a list that Meta refused does not count as listed', async (t) => {
	const fault = { endpoint: 'accounts', ...graphError(368, 'Too fast.') } as const;
	const program = await startProgram(t, { sandbox: { faults: [fault] } });
	await program.connect();
	await program.see('Facebook has blocked this action for now');
	await program.see('✗ Listing Pages');
});

test('no problem code is left out', () => {
	const met = new Set(ROWS.map(({ code }) => code)).add('sign-in-needed');
	assert.deepEqual([...met].sort(), [...PROBLEM_CODES].sort());
});
