import { printable } from '../domain/clean-text.ts';
import type { Secret } from '../domain/secret.ts';
import { CTRL_Z, canSuspend, type Suspension } from '../system/suspension.ts';
import type { TerminalInput } from '../system/terminal.ts';

type Output = { write(data: string): unknown };

/**
 * Shows a text bare, a token as one logical line that the terminal wraps by itself, so that a mouse selects it without a border or
 * a line break in it. On the alternate screen, so that it does not stay in the scrollback. Ends with the next key, or with
 * the program. To be called while Ink has let go of the terminal.
 */
export async function showRaw(
	input: TerminalInput,
	output: Output,
	{
		title,
		text,
		ended,
		suspension,
	}: { title: string; text: Secret | string; ended: AbortSignal; suspension: Suspension },
): Promise<void> {
	const raw = typeof text === 'string' ? printable(text).replaceAll('\n', '\r\n') : text.reveal();
	const enter = () => {
		input.setRawMode(true);
		output.write(`\u001B[?1049h\u001B[2J\u001B[H${printable(title)}\r\n\r\n${raw}\r\n\r\nAny key goes back.`);
		input.ref();
		input.resume();
	};
	const leave = () => {
		input.pause();
		output.write('\u001B[2J\u001B[H\u001B[?1049l');
		input.setRawMode(false);
	};
	using _ = suspension.during({ leave, enter });
	enter();
	await new Promise<void>((resolve) => {
		const end = () => {
			input.off('data', take);
			ended.removeEventListener('abort', end);
			resolve();
		};
		const take = (data: Buffer | string) => {
			if (canSuspend && data.toString().includes(CTRL_Z)) suspension.suspend();
			else end();
		};
		input.on('data', take);
		ended.addEventListener('abort', end);
	});
	if (!suspension.hasLeft) leave();
}
