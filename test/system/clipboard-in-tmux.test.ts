import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runInPty } from '../support/pty.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const COPY = join(import.meta.dirname, '../support/copy-once.ts');
const TEXT = 'made-up-text-for-the-clipboard';

const skip = spawnSync('tmux', ['-V']).status !== 0 && 'tmux is not installed';

describe('a copy inside tmux reaches the outer terminal exactly once', { skip }, () => {
	for (const settings of ['', 'set -g set-clipboard on', 'set -g allow-passthrough on']) {
		test(`with ${settings || 'its defaults'}`, async (t) => {
			using folder = new TemporaryFolder();
			const config = join(folder.path, 'tmux.conf');
			writeFileSync(config, `${settings}\nset -g status off\n`);
			const command = `${process.execPath} --import tsx ${COPY} ${TEXT}`;
			const { PATH, HOME } = process.env;
			const env = { PATH, HOME, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', TMUX_TMPDIR: folder.path };
			const socket = ['-L', 'copying', '-f', config];
			// Before the folder goes, in which its socket is.
			using _ = { [Symbol.dispose]: () => void spawnSync('tmux', [...socket, 'kill-server'], { env }) };
			const outer = runInPty(t, 'tmux', [...socket, 'new-session', command], { env });
			await outer.waitFor('Outcome: asked-terminal', { timeoutMs: 20_000 });
			const sent = Buffer.from(TEXT).toString('base64');
			// What tmux shows comes after what it was asked to copy.
			const times = outer.raw().split(sent).length - 1;
			assert.equal(times, 1);
		});
	}
});
