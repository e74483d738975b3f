import { type Check, failed, fine, warning } from '../domain/check.ts';
import { browserCommand, findBrowser } from '../system/browser.ts';
import { describeClipboard } from '../system/clipboard.ts';
import { terminalFacts } from '../system/terminal.ts';
import type { KeychainPatience } from '../vault/keychain.ts';
import { checkGraph, type GraphCheckOptions } from './check-graph.ts';
import { checkStore } from './check-store.ts';

/** The machine and the terminal, as Node's `process` describes them. */
export type Machine = {
	env: NodeJS.ProcessEnv;
	platform: NodeJS.Platform;
	arch: string;
	/** Without a `v`. */
	nodeVersion: string;
	/** The cells of the terminal; null where standard output is none. */
	size: { columns: number; rows: number } | null;
};

/**
 * Checks what the program depends on, part by part: Node, the way to Graph, the store, the machine. No secret is read.
 * @throws {ProblemError} only `cancelled`.
 */
export async function* checkAll(
	machine: Machine,
	graph: GraphCheckOptions,
	keychain: KeychainPatience,
): AsyncGenerator<Check, void, undefined> {
	yield checkNode(machine);
	yield* checkGraph(graph);
	yield* checkStore(machine.env, keychain);
	yield checkBrowser(machine);
	yield checkClipboard(machine);
	yield checkTerminal(machine);
}

const OLDEST_NODE = '20.20';

/** Checks the version of Node. */
export function checkNode({ nodeVersion, platform, arch }: Machine): Check {
	const detail = `${nodeVersion}, ${platform} ${arch}`;
	const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
	const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
	const isOldEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
	return isOldEnough
		? fine('node', detail)
		: failed('node', `${detail}: too old`, `Install Node ${OLDEST_NODE} or later from nodejs.org.`);
}

/** Checks whether a browser is to be had. */
export function checkBrowser({ env, platform }: Machine): Check {
	const { unavailable } = findBrowser(env, platform);
	if (unavailable) {
		const remedy = 'Links are shown instead: open them in any browser, on any machine.';
		return warning('browser', unavailable.replace(/\.$/, ''), remedy);
	}
	const command = browserCommand(env, platform);
	return fine(
		'browser',
		command !== null ? `links are opened by ${command}` : "links are opened by the system's browser",
	);
}

/** Checks how a text gets into the clipboard. */
export function checkClipboard({ env, platform }: Machine): Check {
	const { program, missing, asksTerminal } = describeClipboard(env, platform);
	if (program) return fine('clipboard', program);
	const install = missing.length > 0 ? `Install one of these: ${missing.join(', ')}.` : null;
	return asksTerminal
		? warning(
				'clipboard',
				'the terminal is asked to copy (OSC 52), which not every one does',
				install ?? 'If nothing is copied, view the token raw (v) and select it.',
			)
		: warning('clipboard', 'none', install ?? 'View the token raw (v) and select it.');
}

const LEAST = { columns: 40, rows: 12 };

/** Checks what the terminal can show. */
export function checkTerminal({ env, platform, size }: Machine): Check {
	const { unicode, colour } = terminalFacts(env, platform);
	const cells = size ? `${size.columns}×${size.rows}` : 'none on standard output';
	const detail = [cells, unicode ? 'UTF-8' : 'no UTF-8', colour ? 'colours' : 'no colours'].join(', ');
	if (size && (size.columns < LEAST.columns || size.rows < LEAST.rows)) {
		return warning('terminal', detail, `Make it larger: the screens need ${LEAST.columns}×${LEAST.rows}.`);
	}
	if (unicode) return fine('terminal', detail);
	return warning('terminal', detail, 'Names and signs are shown best with a UTF-8 locale, such as LANG=C.UTF-8.');
}
