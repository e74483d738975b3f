import type { Check } from '../domain/check.ts';
import type { KeychainPatience } from '../vault/keychain.ts';
import { checkGraph, type GraphCheckOptions } from './check-graph.ts';
import { checkBrowser, checkClipboard, checkNode, checkTerminal, type Machine } from './check-machine.ts';
import { checkStore } from './check-store.ts';

/**
 * Checks all that the program rests on, part by part: Node, the way to Graph, the store, the machine. No secret is read,
 * and none of the findings holds one.
 * @throws {ProblemError} `cancelled` alone.
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
