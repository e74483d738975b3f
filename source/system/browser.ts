import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { SECRET_VARIABLES } from '../domain/environment.ts';
import { absolutePath, findProgram } from './find-program.ts';

/** Opens addresses in the person's browser. */
export type Browser = {
	/** Is there a browser to open? Null says why not, in words. */
	unavailable: string | null;
	/** Why the browser that the person uses is not on this machine, in words; null where it is. */
	elsewhere: string | null;
	/**
	 * Asks the system to open an address; false when that could not be started, or has failed within two seconds. True proves no
	 * more than that.
	 */
	open(url: string): Promise<boolean>;
};

/**
 * The command that opens links, by `FB_TOKEN_TUI_BROWSER`, else the first of `BROWSER` that is there: the path of a file, blanks
 * and all, or a command and its arguments. Null for the system's own.
 */
export function browserCommand(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
	const own = env.FB_TOKEN_TUI_BROWSER?.trim();
	if (own) return own;
	// Its separator is a part of paths on Windows. The link comes last in any case.
	const given = env.BROWSER?.trim() ?? '';
	const commands = (platform === 'win32' ? [given] : given.split(':')).map((text) => text.replace(/\s*%s/g, '').trim());
	return commands.find((command) => command !== '' && isThere(command, env, platform)) ?? null;
}

function isThere(command: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
	const [word = ''] = wordsOf(command);
	if (word.includes('/')) return statSync(word, { throwIfNoEntry: false })?.isFile() === true;
	return openerOf(command, env, platform) !== null;
}

/** The browser of this machine. There is none when `FB_TOKEN_TUI_BROWSER` is `none`; and over SSH or without a display, unless one is named. */
export function findBrowser(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, wanted = true): Browser {
	const command = browserCommand(env, platform);
	const elsewhere = command !== null && command !== 'none' ? null : reasonForElsewhere(env, platform);
	const none = command === 'none' ? 'FB_TOKEN_TUI_BROWSER is none.' : elsewhere;
	const unavailable = wanted ? none : 'Opening a browser is switched off.';
	return {
		unavailable,
		elsewhere,
		async open(url) {
			if (unavailable) return false;
			const opener = openerOf(command, env, platform);
			if (opener === null) return false;
			const { default: open } = await import('open');
			// The package gives the browser the environment of this process, whose secrets were read when it began.
			for (const secret of SECRET_VARIABLES) delete process.env[secret];
			// It starts the opener of a Mac by name, and openers start browsers by name.
			if (process.env.PATH) process.env.PATH = pathForOpener(platform);
			try {
				const child = await open(url, opener === 'of-the-system' ? {} : { app: opener });
				child.on('error', () => {});
				return !(await failsSoon(child));
			} catch {
				return false;
			}
		},
	};
}

/** What has not failed by then is taken to have opened the link: a browser may go on running. */
const SOON_MS = 2000;

/** Does an opener end with an error within two seconds? */
async function failsSoon(child: ChildProcess): Promise<boolean> {
	const isOver = () => child.exitCode !== null || child.signalCode !== null;
	const waiting = new AbortController();
	if (!isOver()) {
		const { signal } = waiting;
		await Promise.race([once(child, 'exit', { signal }), delay(SOON_MS, undefined, { signal })]).catch(() => {});
		waiting.abort();
	}
	return isOver() && child.exitCode !== 0;
}

/** A program that opens links, and its arguments before the link. */
type Opener = { name: string; arguments: string[] };

/** What opens a link; `of-the-system` where the package knows its absolute path. Null where PATH does not lead to it. */
function openerOf(
	command: string | null,
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): Opener | 'of-the-system' | null {
	const isFromPath = platform !== 'darwin' && platform !== 'win32';
	if (!command && (!isFromPath || env.WSL_DISTRO_NAME)) return 'of-the-system';
	const [word = '', ...args] = wordsOf(command || 'xdg-open');
	const name = isFromPath && !word.includes('/') ? findProgram(word, env, platform) : word;
	return name === null ? null : { name, arguments: args };
}

function pathForOpener(platform: NodeJS.Platform): string {
	const path = absolutePath(process.env);
	return platform === 'darwin' ? `/usr/bin:${path}` : path;
}

/** A path may have blanks in it: `C:\Program Files\…`. */
function wordsOf(command: string): string[] {
	return statSync(command, { throwIfNoEntry: false })?.isFile() ? [command] : command.split(/\s+/);
}

function reasonForElsewhere(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
	if (env.SSH_CONNECTION || env.SSH_TTY) return 'This is a session over SSH.';
	const needsDisplay = platform !== 'darwin' && platform !== 'win32';
	if (needsDisplay && !env.DISPLAY && !env.WAYLAND_DISPLAY && !env.WSL_DISTRO_NAME) return 'There is no display.';
	return null;
}
