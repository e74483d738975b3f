import { addAbortSignal, type Readable } from 'node:stream';
import { LONGEST_PASTE } from '../../domain/paste.ts';
import { ProblemError, problem } from '../../domain/problem.ts';

const TOO_LONG = problem('unreadable-token', {
	title: 'The input is too long',
	cause: 'Standard input holds more than 64 KiB, and a token has about 200 characters.',
	remedy: 'Pipe in only the token.',
});

/**
 * All of standard input as text.
 * @throws {ProblemError} `cancelled` when the signal is aborted meanwhile, `unreadable-token` when it is longer than a paste may be.
 */
export async function readInput(stdin: Readable, signal: AbortSignal): Promise<string> {
	let text = '';
	try {
		for await (const chunk of addAbortSignal(signal, stdin).setEncoding('utf8')) {
			text += chunk;
			if (text.length > LONGEST_PASTE) throw new ProblemError(TOO_LONG);
		}
	} catch (error) {
		throw signal.aborted ? new ProblemError(problem('cancelled')) : error;
	}
	return text;
}
