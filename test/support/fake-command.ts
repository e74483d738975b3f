import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNothingPlanted, type Shown } from './planted.ts';

/** A folder for PATH with programs that only write down how they were called. */
export class FakeCommands implements Disposable {
	readonly folder = mkdtempSync(join(tmpdir(), 'fake-commands-'));

	#isSearched = false;

	/** Adds a program that keeps its arguments and its standard input, and ends with `exitCode`. Gives its path. */
	add(name: string, { exitCode = 0, hangs = false } = {}): string {
		const path = join(this.folder, name);
		const script = [
			`#!${process.execPath}`,
			"const { readFileSync, writeFileSync } = require('node:fs');",
			`writeFileSync(${JSON.stringify(`${path}.arguments`)}, JSON.stringify(process.argv.slice(2)));`,
			`writeFileSync(${JSON.stringify(`${path}.environment`)}, JSON.stringify(process.env));`,
			`writeFileSync(${JSON.stringify(`${path}.input`)}, readFileSync(0));`,
			hangs ? 'setInterval(() => {}, 1000);' : `process.exit(${exitCode});`,
		];
		writeFileSync(path, script.join('\n'));
		chmodSync(path, 0o755);
		return path;
	}

	/** The arguments with which a program was called; null: it was not. */
	argumentsOf(name: string): string[] | null {
		const file = join(this.folder, `${name}.arguments`);
		return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8') || 'null') as string[] | null) : null;
	}

	/** What a program was given on its standard input; null: it was not called, or has not read all of it. */
	inputOf(name: string): string | null {
		const file = join(this.folder, `${name}.input`);
		return existsSync(file) ? readFileSync(file, 'utf8') : null;
	}

	/** The environment that a program was given, as JSON; null: it was not called. */
	environmentOf(name: string): string | null {
		const file = join(this.folder, `${name}.environment`);
		return existsSync(file) ? readFileSync(file, 'utf8') : null;
	}

	/** Fails where a secret was given to any of them in a way that others can see; `shown` was asked for in the environment. */
	assertNothingPlanted(shown: Shown = {}): void {
		this.#isSearched = true;
		for (const name of readdirSync(this.folder)) {
			const text = () => readFileSync(join(this.folder, name), 'utf8');
			if (name.endsWith('.arguments')) assertNothingPlanted(text(), `the command line of ${name}`);
			if (name.endsWith('.environment')) assertNothingPlanted(text(), `the environment of ${name}`, shown);
		}
	}

	/** Nothing that they were started with may hold a secret, unless a test has looked at it itself. */
	[Symbol.dispose](): void {
		if (!this.#isSearched) this.assertNothingPlanted();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
