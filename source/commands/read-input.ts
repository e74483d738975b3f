import { addAbortSignal, type Readable } from 'node:stream';
import { ProblemError, problem } from '../domain/problem.ts';

const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * All of standard input as text.
 * @throws {ProblemError} `cancelled` when the signal is aborted meanwhile, `unreadable-token` when it does not end.
 */
export async function readInput(stdin: Readable, signal: AbortSignal): Promise<string> {
	let text = '';
	try {
		for await (const chunk of addAbortSignal(signal, stdin).setEncoding('utf8')) {
			text += chunk;
			if (text.length > MAX_CHARACTERS)
				throw new ProblemError(problem('unreadable-token', { cause: 'It does not end.' }));
		}
	} catch (error) {
		throw signal.aborted ? new ProblemError(problem('cancelled')) : error;
	}
	return text;
}
