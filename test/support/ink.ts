import './colour.ts';
import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';
import { Keyboard } from '../../source/tui/keyboard.ts';
import type { Terminal } from './terminal.ts';

/** Renders into a terminal as the program does: alternate screen, the program's keyboard, Ctrl+C left to the components. */
export function mount(element: ReactNode, terminal: Terminal): Instance {
	return render(element, {
		stdin: new Keyboard(terminal.stdin) as unknown as NodeJS.ReadStream,
		stdout: terminal.stdout,
		stderr: terminal.stderr,
		interactive: true,
		alternateScreen: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
}
