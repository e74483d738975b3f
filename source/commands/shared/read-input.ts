import { addAbortSignal, type Readable } from 'node:stream';
import { decodeText } from '../../domain/decode-text.ts';
import { LONGEST_PASTE } from '../../domain/paste.ts';
import { ProblemError, problem } from '../../domain/problem.ts';

/** No character that a paste may have takes more bytes. */
const MOST_BYTES = LONGEST_PASTE * 4;

/**
 * All of standard input as text.
 * @throws {ProblemError} `cancelled` when the signal is aborted meanwhile, `unreadable-token` when it is longer than a paste may
 * be, or no text.
 */
export async function readInput(stdin: Readable, signal: AbortSignal): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of addAbortSignal(signal, stdin)) {
			chunks.push(Buffer.from(chunk));
			size += chunk.length;
			if (size > MOST_BYTES) throw new ProblemError(problem('unreadable-token', { kind: 'long-input' }));
		}
	} catch (error) {
		throw signal.aborted ? new ProblemError(problem('cancelled')) : error;
	}
	const text = decodeText(Buffer.concat(chunks));
	if (text === null) throw new ProblemError(problem('unreadable-token', { kind: 'binary-input' }));
	if (text.length > LONGEST_PASTE) throw new ProblemError(problem('unreadable-token', { kind: 'long-input' }));
	return text;
}
