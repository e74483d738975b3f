import type { Secret } from '../domain/secret.ts';
import type { TerminalInput } from '../host/terminal.ts';

type Output = { write(data: string): unknown };

/**
 * Shows a text bare, a token as one logical line that the terminal wraps by itself, so that a mouse selects it without a border or
 * a line break in it. On the alternate screen, so that it does not stay in the scrollback. Ends with the next key, or with
 * the program. To be called while Ink has let go of the terminal.
 */
export async function showRaw(
	input: TerminalInput,
	output: Output,
	{ title, text, ended }: { title: string; text: Secret | string; ended: AbortSignal },
): Promise<void> {
	const raw = typeof text === 'string' ? text.replaceAll('\n', '\r\n') : text.reveal();
	output.write(`\u001B[?1049h\u001B[2J\u001B[H${title}\r\n\r\n${raw}\r\n\r\nAny key goes back.`);
	input.ref();
	input.setRawMode(true);
	try {
		await new Promise<void>((resolve) => {
			input.once('data', () => resolve());
			ended.addEventListener('abort', () => resolve(), { once: true });
			input.resume();
		});
	} finally {
		input.pause();
		input.setRawMode(false);
		output.write('\u001B[2J\u001B[H\u001B[?1049l');
	}
}
