import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { environmentForChildren, isOff } from '../domain/environment.ts';
import type { KeychainFailure } from '../domain/keychain-state.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { redact } from '../domain/redact.ts';
import { Keychain, KeychainError, type KeychainPatience, type KeychainPort, type KeychainRequest } from './keychain.ts';

const SERVICE = 'fb-token-tui';
const PACKAGE = '@napi-rs/keyring';

// The Secret Service by name, since the library would else fall back on the keyring of the Linux kernel, which forgets.
const PROGRAM = `
let input = '';
process.stdin.setEncoding('utf8').on('data', (piece) => { input += piece; }).on('end', () => {
	const { library, service, operation, account, text } = JSON.parse(input);
	let answer;
	try {
		const { Entry } = require(library);
		try {
			const entry = new Entry(service, account, { linux: { store: 'secret-service' } });
			if (operation === 'get') answer = { text: entry.getPassword() };
			else {
				if (operation !== 'remove') entry.setPassword(text);
				const kept = operation === 'probe' ? entry.getPassword() : text;
				if (operation !== 'set') entry.deletePassword();
				answer = kept === text ? {} : { error: 'the entry was not kept' };
			}
		} catch (error) {
			answer = { error: String(error && error.message) };
		}
	} catch {
		answer = { missing: true };
	}
	process.stdout.write(JSON.stringify(answer));
});
`;

type Answer = { text?: string | null; error?: string; missing?: boolean };

/**
 * The keychain of this system: Keychain on macOS, Credential Manager on Windows, the Secret Service elsewhere. Each call
 * is a process of its own, because the library can block for as long as the keychain hangs, and a thread that is blocked
 * so could not be ended, nor could the program. No key stands on its command line or in its environment.
 */
export function systemKeychain(env: NodeJS.ProcessEnv): KeychainPort {
	return { ask: (request, signal) => askProcess(request, env, signal) };
}

/** {@link systemKeychain}, or none where the environment switches it off. */
export function keychainOf(env: NodeJS.ProcessEnv, patience: KeychainPatience): Keychain {
	return new Keychain(isOff(env.FB_TOKEN_TUI_KEYCHAIN) ? null : systemKeychain(env), patience);
}

/** The exit code with which Windows ends a process. */
const ENDED_BY_CTRL_C = 0xc000013a;

async function askProcess(request: KeychainRequest, env: NodeJS.ProcessEnv, signal: AbortSignal) {
	const library = pathOfLibrary();
	const child = spawn(process.execPath, ['-e', PROGRAM], {
		env: environmentOf(env),
		// The library may look for a program by a relative entry of PATH.
		cwd: dirname(process.execPath),
		stdio: ['pipe', 'pipe', 'ignore'],
		windowsHide: true,
		killSignal: 'SIGKILL',
		signal,
	});
	const failed = new Promise<never>((_, reject) => {
		child.once('error', (error) => reject(new KeychainError(troubleOf(error.message))));
	});
	child.stdin.on('error', () => {});
	// Its standard input is the one place where nobody else can read the key.
	child.stdin.end(JSON.stringify({ text: 'probe', ...request, service: SERVICE, library }));
	const closed = new Promise((resolve) => child.once('close', resolve));
	const output = await Promise.race([text(child.stdout), failed]);
	if (output === '') {
		await closed;
		// Ctrl+C in a terminal reaches this process as well.
		if (child.signalCode === 'SIGINT' || child.exitCode === ENDED_BY_CTRL_C)
			throw new ProblemError(problem('cancelled'));
	}
	const answer = parse(output);
	if (answer.missing) throw new KeychainError({ is: 'not-installed' });
	if (answer.error !== undefined) throw new KeychainError(troubleOf(answer.error));
	return answer.text ?? null;
}

/** The surroundings of this program without what is secret in them, and without what would change another Node. */
function environmentOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const { NODE_OPTIONS, ...rest } = environmentForChildren(env);
	return rest;
}

/** Where the library lies, seen from this file or from the bundle that it is in. */
function pathOfLibrary(): string {
	try {
		return createRequire(import.meta.url).resolve(PACKAGE);
	} catch {
		throw new KeychainError({ is: 'not-installed' });
	}
}

function parse(output: string): Answer {
	try {
		return JSON.parse(output) as Answer;
	} catch {
		return { error: 'its helper ended without an answer' };
	}
}

/** What a message of the library, or of the system behind it, tells of the keychain. */
function troubleOf(message: string): KeychainFailure {
	if (/did not receive a reply|timeout|timed out/i.test(message)) return { is: 'silent' };
	if (/prompt was dismissed|\blocked\b|interaction is not allowed|passphrase you entered/i.test(message)) {
		return { is: 'locked' };
	}
	if (/dbus|d-bus|no result found|default keychain could not be found/i.test(message)) {
		return { is: 'absent' };
	}
	return { is: 'failed', words: redact(message) };
}
