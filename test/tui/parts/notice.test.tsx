import '../../support/colour.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Box } from 'ink';
import { Notice } from '../../../source/tui/parts/notice.tsx';
import { mount } from '../../support/ink.ts';
import { createTerminal } from '../../support/terminal.ts';

describe('a notice', () => {
	for (const length of [35, 36, 37, 38, 39]) {
		test(`of ${length} characters loses none of them at the edge`, async () => {
			const text = `${'x'.repeat(length - 7)} at end`;
			const terminal = createTerminal({ columns: 40, rows: 10 });
			const app = mount(
				<Box width={40} height={5} flexDirection="column" paddingX={1} overflow="hidden">
					<Notice content={{ tone: 'good', text }} otherwise={null} />
				</Box>,
				terminal,
			);
			try {
				await terminal.waitFor('at');
				assert.equal(terminal.text().replace('✓', '').split(/\s+/).filter(Boolean).join(' '), text);
			} finally {
				app.unmount();
				await app.waitUntilExit();
			}
		});
	}
});
