import { lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Secret } from '../domain/secret.ts';
import { SIGNALS } from './on-signal.ts';

/** Long enough for a browser that has to start first. */
const LIFETIME_MS = 60_000;
const PREFIX = 'fb-token-tui-page-';
const NAME = new RegExp(`^${PREFIX}(\\d+)-\\w{6}$`);

/** A page on this computer that only its user can read. */
export type PrivatePage = Disposable & {
	/** What a browser opens: nothing secret is in it. */
	readonly address: string;
};

/**
 * Writes a page that leads a browser to `target`, whose URL holds a token and must not be on a command line, where every user of
 * the computer can read it. It is removed when it is disposed of, after a minute, and when the program ends.
 * @throws {Error} of the file system, where it cannot be written.
 */
export function writePrivatePage(target: Secret): PrivatePage {
	const folder = makeFolder();
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const end = (signal: NodeJS.Signals) => {
		dispose();
		if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
	};
	process.once('exit', remove);
	// Before whatever else listens: that may end the program at once.
	for (const signal of SIGNALS) process.prependListener(signal, end);
	const dispose = () => {
		clearTimeout(timer);
		for (const signal of SIGNALS) process.off(signal, end);
		process.off('exit', remove);
		remove();
	};
	const timer = setTimeout(dispose, LIFETIME_MS).unref();
	try {
		const path = join(folder, 'open.html');
		writeFileSync(path, pageTo(target.reveal()), { mode: 0o600, flag: 'wx' });
		// From WSL the browser of Windows is started, for which only a path can be translated.
		return { address: process.env.WSL_DISTRO_NAME ? path : pathToFileURL(path).href, [Symbol.dispose]: dispose };
	} catch (error) {
		dispose();
		throw error;
	}
}

/**
 * Removes the pages of programs that were killed, and those that are too old to be in use: another program may have the process
 * id by now. What cannot be read or removed stays.
 */
export async function removeOldPrivatePages(): Promise<void> {
	for (const parent of parents()) {
		for (const name of await readdir(parent).catch(() => [])) {
			const [, pid] = NAME.exec(name) ?? [];
			if (pid === undefined) continue;
			try {
				const folder = join(parent, name);
				const found = lstatSync(folder);
				if (Date.now() - found.mtimeMs < LIFETIME_MS && isRunning(Number(pid))) continue;
				const isOurs = found.isDirectory() && (process.geteuid === undefined || found.uid === process.geteuid());
				if (isOurs) rmSync(folder, { recursive: true, force: true });
			} catch {
				// It is gone, or another time will do.
			}
		}
	}
}

/** Where pages are written. On Linux, browsers from snap and flatpak see neither /tmp nor what is hidden in the home directory. */
function parents(): string[] {
	const isPrivateTemp = process.platform === 'darwin' || process.platform === 'win32';
	try {
		return isPrivateTemp ? [tmpdir()] : [homedir(), tmpdir()];
	} catch {
		// This user has no home directory.
		return [tmpdir()];
	}
}

/** A directory of mode 0700, in the first place where one can be made. */
function makeFolder(): string {
	const [first = tmpdir(), second = first] = parents();
	const begin = `${PREFIX}${process.pid}-`;
	try {
		return mkdtempSync(join(first, begin));
	} catch {
		return mkdtempSync(join(second, begin));
	}
}

function isRunning(pid: number): boolean {
	if (pid === process.pid) return true;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** The page is replaced, so that it is not in the history; it sends no referrer. Without scripts there is a link. */
function pageTo(url: string): string {
	const inAttribute = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
	const inScript = JSON.stringify(url).replaceAll('<', '\\u003c');
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>Access Token Debugger</title>
<script>location.replace(${inScript})</script>
<noscript><a href="${inAttribute}" rel="noreferrer">Open the Access Token Debugger</a></noscript>
</html>
`;
}
