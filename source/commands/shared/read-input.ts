import { addAbortSignal, type Readable } from 'node:stream';
import { LONGEST_PASTE } from '../../domain/paste.ts';
import { ProblemError, problem } from '../../domain/problem.ts';

/**
 * All of standard input as text.
 * @throws {ProblemError} `cancelled` when the signal is aborted meanwhile, `unreadable-token` when it is longer than a paste may be.
 */
export async function readInput(stdin: Readable, signal: AbortSignal): Promise<string> {
	let text = '';
	try {
		for await (const chunk of addAbortSignal(signal, stdin).setEncoding('utf8')) {
			text += chunk;
			if (text.length > LONGEST_PASTE) throw new ProblemError(problem('unreadable-token', { kind: 'long-input' }));
		}
	} catch (error) {
		throw signal.aborted ? new ProblemError(problem('cancelled')) : error;
	}
	return text;
}
