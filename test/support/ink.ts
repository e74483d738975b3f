import './colour.ts';
import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';
import { PacedStdin } from '../../source/tui/editing/paced-stdin.ts';
import type { Terminal } from './terminal.ts';

/** Renders into a terminal as the program does: alternate screen, paced keyboard, Ctrl+C left to the components. */
export function mount(element: ReactNode, terminal: Terminal): Instance {
	return render(element, {
		stdin: new PacedStdin(terminal.stdin),
		stdout: terminal.stdout,
		stderr: terminal.stderr,
		interactive: true,
		alternateScreen: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
}
