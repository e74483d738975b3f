import { Box, render, Text, useApp, useInput, useWindowSize } from 'ink';
import { useState } from 'react';
import { PacedStdin } from '../../../source/tui/editing/paced-stdin.ts';
import { useLineEditor } from '../../../source/tui/editing/use-line-editor.ts';
import { TextField } from '../../../source/tui/parts/text-field.tsx';

/** Takes one line of text after the other and shows each; Ctrl+R prints the last one raw; Escape or Ctrl+C leaves. */
function Program() {
	const { exit, suspendTerminal } = useApp();
	const { rows } = useWindowSize();
	const [value, setValue] = useState('');
	const [submitted, setSubmitted] = useState<string[]>([]);
	const line = useLineEditor({ value, onChange: setValue });
	useInput((input, key) => {
		if (key.return) {
			setSubmitted([...submitted, value]);
			setValue('');
		} else if (key.escape) {
			exit('escape');
		} else if (key.ctrl && input === 'c') {
			exit('ctrl-c');
		} else if (key.ctrl && input === 'r') {
			void suspendTerminal(
				() =>
					new Promise<void>((resolve) => {
						process.stdout.write(`raw ${submitted.at(-1)}\n`);
						process.stdin.ref();
						process.stdin.resume();
						process.stdin.once('data', () => {
							process.stdin.pause();
							resolve();
						});
					}),
			);
		}
	});

	return (
		<Box flexDirection="column" width="100%" height={rows} overflow="hidden">
			<Text>ready</Text>
			<TextField line={line} width={40} />
			<Text wrap="truncate">{submitted.map((text) => `${text.length} ${text}`).join('\n')}</Text>
		</Box>
	);
}

const app = render(<Program />, {
	stdin: new PacedStdin(process.stdin),
	interactive: true,
	alternateScreen: true,
	exitOnCtrlC: false,
	patchConsole: false,
});
console.log(`left by ${await app.waitUntilExit()}`);
