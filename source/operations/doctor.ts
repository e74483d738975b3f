import type { Check } from '../domain/check.ts';
import type { KeychainPatience } from '../vault/keychain.ts';
import { examineGraph, type GraphExamination } from './examine-graph.ts';
import { examineBrowser, examineClipboard, examineNode, examineTerminal, type Machine } from './examine-machine.ts';
import { examineStore } from './examine-store.ts';

/**
 * Examines all that the program rests on, part by part: Node, the way to Graph, the store, the machine. No secret is read,
 * and none of the findings holds one.
 * @throws {ProblemError} `cancelled` alone.
 */
export async function* examineAll(
	machine: Machine,
	graph: GraphExamination,
	keychain: KeychainPatience,
): AsyncGenerator<Check, void, undefined> {
	yield examineNode(machine);
	yield* examineGraph(graph);
	yield* examineStore(machine.env, keychain);
	yield examineBrowser(machine);
	yield examineClipboard(machine);
	yield examineTerminal(machine);
}
