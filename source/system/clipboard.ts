import { spawn } from 'node:child_process';
import type { Secret } from '../domain/secret.ts';
import { environmentForHelpers, findProgram } from './find-program.ts';

/**
 * Where a text went: into the system's clipboard, or to the terminal with a request (OSC 52) that it may ignore without
 * a word, or nowhere.
 */
export type CopyOutcome = 'copied' | 'asked-terminal' | 'failed';

/** Copies texts. Secrets go through pipes, never onto a command line. */
export type Clipboard = { copy(text: string | Secret): Promise<CopyOutcome> };

/** Programs that put their standard input into the clipboard. */
function candidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): [string, ...string[]][] {
	if (platform === 'darwin') return [['pbcopy']];
	if (platform === 'win32') return [['clip.exe']];
	const found: [string, ...string[]][] = [];
	if (env.WSL_DISTRO_NAME) found.push(['clip.exe']);
	if (env.TERMUX_VERSION) found.push(['termux-clipboard-set']);
	if (env.WAYLAND_DISPLAY) found.push(['wl-copy']);
	if (env.DISPLAY) found.push(['xclip', '-selection', 'clipboard'], ['xsel', '--clipboard', '--input']);
	return found;
}

/** The clipboard of this machine; over SSH that of the machine in front of the person, by way of the terminal. */
export function findClipboard(
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
	terminal: { write(data: string): unknown },
): Clipboard {
	return {
		async copy(text) {
			const raw = typeof text === 'string' ? text : text.reveal();
			for (const [name, ...args] of isRemote(env) ? [] : candidates(env, platform)) {
				const program = findProgram(name, env);
				if (program && (await pipeInto(program, args, raw, env))) return 'copied';
			}
			if (env.TERM === 'dumb') return 'failed';
			if (env.TMUX && (await askTmux(raw, env))) return 'asked-terminal';
			terminal.write(osc52(raw, env));
			return 'asked-terminal';
		},
	};
}

/**
 * How a text would get into the clipboard, without trying it: by which program; else `missing` are the programs of which one
 * would do, and the terminal may be there to be asked.
 */
export function describeClipboard(
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): { program: string | null; missing: string[]; asksTerminal: boolean } {
	const names = isRemote(env) ? [] : candidates(env, platform).map(([name]) => name);
	const program = names.find((name) => findProgram(name, env)) ?? null;
	return { program, missing: program ? [] : names, asksTerminal: env.TERM !== 'dumb' };
}

function isRemote(env: NodeJS.ProcessEnv): boolean {
	return Boolean(env.SSH_CONNECTION || env.SSH_TTY);
}

/** Has tmux ask the terminal, whatever it lets programs do; false before tmux 3.2. */
function askTmux(text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	const tmux = findProgram('tmux', env);
	return tmux === null ? Promise.resolve(false) : pipeInto(tmux, ['load-buffer', '-w', '-'], text, env);
}

/** The request to the terminal. An older tmux takes it bare or in its own envelope, as it is set up; screen only in an envelope. */
function osc52(text: string, env: NodeJS.ProcessEnv): string {
	const request = `\u001B]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`;
	if (env.TMUX) return `${request}\u001BPtmux;${request.replaceAll('\u001B', '\u001B\u001B')}\u001B\\`;
	return env.TERM?.startsWith('screen') ? `\u001BP${request}\u001B\\` : request;
}

const PATIENCE_MS = 3000;

function pipeInto(program: string, args: string[], text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(program, args, {
			env: environmentForHelpers(env),
			stdio: ['pipe', 'ignore', 'ignore'],
			windowsHide: true,
		});
		const timer = setTimeout(() => {
			child.kill();
			resolve(false);
		}, PATIENCE_MS);
		const settle = (fine: boolean) => {
			clearTimeout(timer);
			resolve(fine);
		};
		child.on('error', () => settle(false));
		// xclip and wl-copy stay behind to serve the clipboard: what counts is that the process itself went well.
		child.on('exit', (code) => settle(code === 0));
		child.stdin.on('error', () => {});
		child.stdin.end(text);
	});
}
