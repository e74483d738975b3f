import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertNothingPlanted, type Shown } from './planted.ts';
import { tried } from './tried.ts';

/** What is preloaded into a program, so that it writes down which programs it starts. */
export const RECORDER = fileURLToPath(new URL('record-children.cjs', import.meta.url));

let records = 0;
let made = '';

/** The folder of all records, which is gone when the tests of this process have ended. */
function folder(): string {
	if (made === '') {
		made = mkdtempSync(join(tmpdir(), 'children-'));
		process.once('exit', () => rmSync(made, { recursive: true, force: true }));
	}
	return made;
}

/** Writes down which programs a program starts, with which command lines and environments. */
export class ChildRecord {
	readonly #file = join(folder(), String(records++));
	/** What stands before the program on the command line of Node. */
	readonly nodeArgs = ['--require', RECORDER];
	/** What its environment needs beside its own. */
	readonly env = { RECORD_CHILDREN: this.#file };

	/** Fails where a secret was given to a program; `exec` asks for the token of the Page in its environment, `--env` by other names. */
	assertNothingPlanted(asked: readonly string[], shown: Shown = {}): void {
		const isExec = asked.includes('exec');
		const names = asked.flatMap((word) => /^(\w+)=(?:token|app-secret)$/.exec(word)?.[1] ?? []);
		const isAsked = (pair: string) => ['FB_PAGE_ACCESS_TOKEN', ...names].some((name) => pair.startsWith(`${name}=`));
		const lines = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').split('\n').filter(Boolean) : [];
		for (const line of lines) {
			const { args, env }: { args: string[]; env: string[] } = JSON.parse(line);
			tried('children');
			assertNothingPlanted(args.join('\n'), `the command line of ${args[0]}`, shown);
			const given = env.filter((pair) => !(isExec && isAsked(pair)));
			assertNothingPlanted(given.join('\n'), `the environment of ${args[0]}`);
		}
		rmSync(this.#file, { force: true });
	}
}
