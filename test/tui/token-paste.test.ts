import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Program, startProgram } from '../support/program.ts';

/** A text cut into lines as a terminal of 40 columns wraps it. */
const wrapped = (text: string) => (text.match(/.{1,40}/g) ?? []).join('\n');

const forms: { name: string; of: (token: string) => string; bracketed?: boolean }[] = [
	{ name: 'bare', of: (token) => token },
	{ name: 'bare, without brackets', of: (token) => token, bracketed: false },
	{ name: 'with a newline at its end', of: (token) => `${token}\n` },
	{ name: 'wrapped over lines', of: wrapped },
	{ name: 'wrapped over lines, without brackets', of: wrapped, bracketed: false },
	{
		name: 'wrapped, without brackets, with a newline at its end',
		of: (token) => `${wrapped(token)}\n`,
		bracketed: false,
	},
	{ name: 'quoted', of: (token) => `"${token}"` },
	{ name: 'as a header', of: (token) => `Authorization: Bearer ${token}` },
	{ name: 'in an address', of: (token) => `https://localhost/#access_token=${token}&expires_in=5183944` },
	{ name: 'in JSON', of: (token) => `{\n  "access_token": "${token}",\n  "token_type": "bearer"\n}` },
];

describe('a pasted token is reviewed once, whole', () => {
	for (const { name, of, bracketed = true } of forms) {
		test(name, async (t) => {
			const program = await startProgram(t);
			await program.walkToToken();
			program.terminal.paste(of(program.sandbox.userToken), { bracketed });
			await program.see(/User token of|Your Pages/);
			const endpoints = program.sandbox.requests.map(({ endpoint }) => endpoint);
			const [inspected = []] = [endpoints.slice(0, endpoints.indexOf('exchange')), endpoints].filter(
				({ length }) => length > 0,
			);
			assert.equal(inspected.filter((endpoint) => endpoint === 'debug_token').length, 1);
		});
	}
});

test('a token that comes in pieces without brackets is never submitted half', async (t) => {
	const program = await startProgram(t);
	await program.walkToToken();
	for (const piece of wrapped(program.sandbox.userToken).split('\n')) program.terminal.type(`${piece}\r`);
	await program.see('Your Pages');
	assert.equal(program.calls('debug_token'), 2, 'the pasted token once, the exchanged one once');
});

test('a second paste takes the place of the first', async (t) => {
	const program = await startProgram(t);
	await program.walkToToken();
	program.terminal.paste(program.sandbox.userToken.slice(0, 100));
	await program.see('It has 100 characters');
	program.terminal.paste(program.sandbox.userToken);
	await program.see('User token of');
});

test('a paste while another is reviewed is the one that counts', async (t) => {
	const program = await startProgram(t, {
		sandbox: { faults: [{ endpoint: 'debug_token', nth: 1, delayMs: Infinity }] },
	});
	await program.walkToToken();
	program.terminal.paste(program.sandbox.userToken.slice(0, 100));
	await program.see('Asking Meta what this token is');
	program.terminal.paste(program.sandbox.userToken);
	await program.see('User token of');
});

test('Enter while the token is being reviewed goes on when nothing is missing', async (t) => {
	const program = await startProgram(t, { sandbox: { latencyMs: 20 } });
	await program.walkToToken();
	program.terminal.paste(program.sandbox.userToken);
	await program.see('Asking Meta');
	program.press('enter');
	await program.see('14 verified');
});

describe('Ctrl+C', () => {
	const stuck = (endpoint: 'app-token' | 'debug_token' | 'exchange' | 'accounts') => ({
		sandbox: { faults: [{ endpoint, delayMs: Infinity }] },
	});

	test('stops the check of the app, then leaves with 130', async (t) => {
		const program = await startProgram(t, stuck('app-token'));
		await program.see('App secret');
		program.press('enter');
		await program.see('Asking Meta whether');
		program.press('ctrl-c');
		await program.terminal.waitFor((screen) => !screen.text().includes('Asking Meta'));
		await program.see(program.sandbox.appId);
		program.press('ctrl-c');
		assert.equal((await program.outcome).exitCode, 130);
	});

	test('stops the review of a token and keeps it', async (t) => {
		const program = await startProgram(t, stuck('debug_token'));
		await program.walkToToken();
		program.terminal.paste(program.sandbox.userToken);
		await program.see('Asking Meta');
		program.press('ctrl-c');
		await program.terminal.waitFor((screen) => !screen.text().includes('Asking Meta'));
		await program.see(`${program.sandbox.userToken.length} characters`);
	});

	test('stops the exchange; Enter tries again', async (t) => {
		const program = await walkWith(t, 'exchange');
		await program.see('Exchanging the token');
		program.press('ctrl-c');
		await program.see('Cancelled');
		program.sandbox.faults.length = 0;
		program.press('enter');
		await program.see('14 verified');
	});

	test('stops the list; esc goes back to the token', async (t) => {
		const program = await walkWith(t, 'accounts');
		await program.see('Listing Pages');
		program.press('ctrl-c');
		await program.see('Cancelled');
		program.press('escape');
		await program.see('User access token');
	});

	async function walkWith(t: Parameters<typeof startProgram>[0], endpoint: 'exchange' | 'accounts'): Promise<Program> {
		const program = await startProgram(t, stuck(endpoint));
		await program.connect();
		return program;
	}
});

test('where a configuration is missing, the link of this app to make one is named and opened', async (t) => {
	const program = await startProgram(t);
	await program.walkToToken();
	program.terminal.paste("It looks like this app isn't available. This app needs at least one supported permission.");
	const { appId, developersUrl } = program.sandbox;
	await program.seeWrapped('Facebook says that the app is not available');
	assert.ok(program.terminal.text().replace(/\s+/g, '').includes(`/apps/${appId}/business-login/configurations/`));
	program.press('ctrl-o');
	await program.see('Opened in your browser');
	assert.deepEqual(program.opened, [`${developersUrl}/apps/${appId}/business-login/configurations/`]);
});
