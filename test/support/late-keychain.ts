import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from './temporary-folder.ts';

// It blocks as the real library does while a window asks for the password.
const LIBRARY = `
const { existsSync, readFileSync, writeFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { createHash } = require('node:crypto');
exports.Entry = class {
	constructor(service, account) {
		const folder = process.env.TEST_KEYCHAIN;
		this.file = join(folder, createHash('sha256').update(account).digest('hex'));
		writeFileSync(join(folder, 'asked'), String(process.pid));
		const pause = new Int32Array(new SharedArrayBuffer(4));
		while (!existsSync(join(folder, 'unlocked'))) Atomics.wait(pause, 0, 0, 20);
	}
	getPassword() {
		return existsSync(this.file) ? readFileSync(this.file, 'utf8') : null;
	}
	setPassword(text) {
		writeFileSync(this.file, text);
	}
	deletePassword() {
		rmSync(this.file);
	}
};
`;

/** A copy of the built program whose keychain answers only once a person has unlocked it. */
export class LateKeychain implements Disposable {
	readonly #folder = new TemporaryFolder();
	readonly program = join(this.#folder.path, 'dist/cli.js');
	readonly env = { TEST_KEYCHAIN: join(this.#folder.path, 'keychain') };

	constructor() {
		cpSync(join(import.meta.dirname, '../../dist'), join(this.#folder.path, 'dist'), { recursive: true });
		const library = join(this.#folder.path, 'node_modules/@napi-rs/keyring');
		mkdirSync(library, { recursive: true });
		mkdirSync(this.env.TEST_KEYCHAIN);
		writeFileSync(join(library, 'package.json'), '{"name": "@napi-rs/keyring", "main": "index.cjs"}');
		writeFileSync(join(library, 'index.cjs'), LIBRARY);
	}

	unlock(): void {
		writeFileSync(join(this.env.TEST_KEYCHAIN, 'unlocked'), '');
	}

	lock(): void {
		rmSync(join(this.env.TEST_KEYCHAIN, 'unlocked'));
	}

	/** The process that asked the keychain last. */
	get asker(): number {
		return Number(this.#folder.read('keychain/asked'));
	}

	[Symbol.dispose](): void {
		this.#folder[Symbol.dispose]();
	}
}
