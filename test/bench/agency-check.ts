// `check --all` on a clock that a pause moves on at once: the process that has started this one is told, and moves its own.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { verb as check } from '../../source/commands/check.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import { NO_OPTIONS } from '../commands/verb-context.ts';
import type { ToBench } from './agency.ts';

const { values } = parseArgs({ options: { ahead: { type: 'string' }, 'max-age': { type: 'string' } } });
let ahead = Number(values.ahead);
const tell = (message: ToBench) => process.send?.(message);
const watch = setInterval(() => tell({ rss: process.memoryUsage.rss() }), 100);
let pausedAt = 0;

const context = {
	options: { ...NO_OPTIONS, timeoutMs: 30_000 },
	env: process.env,
	stdin: process.stdin,
	stdout: process.stdout,
	stderr: process.stderr,
	now: () => Math.floor((Date.now() + ahead) / 1000),
	clock: {
		now: () => performance.now() + ahead,
		async delay(milliseconds: number) {
			// At the beginning of each long pause, what is still in use is told.
			if (ahead - pausedAt > 60_000) {
				global.gc?.();
				tell({ heap: process.memoryUsage().heapUsed });
			}
			pausedAt = ahead + milliseconds;
			ahead += milliseconds;
			tell({ ahead });
			await once(process, 'message');
		},
	},
	signal: new AbortController().signal,
	hosts: readHosts(process.env),
	unicode: true,
	colour: false,
	origin: {
		version: '0',
		nodeVersion: process.versions.node,
		platform: process.platform,
		arch: process.arch,
		host: '',
		graphVersion: null,
	},
};
const maxAge = values['max-age'];
process.exitCode = await check.run(
	{ args: [], options: { all: true, ...(maxAge ? { maxAge: Number(maxAge) } : {}) } },
	context,
);
clearInterval(watch);
process.disconnect();
