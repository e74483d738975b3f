import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { HourlyLimit } from '../../source/sandbox/hourly-limit.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { Vault } from '../../source/vault/vault.ts';
import { environmentOf } from '../commands/run-program.ts';
import { storeProfile } from '../support/stored-profile.ts';
import type { Row } from './measure.ts';

/** What the process that checks tells: how far its clock is ahead in milliseconds, what memory it holds, or uses, in bytes. */
export type ToBench = { ahead: number } | { rss: number } | { heap: number };

const PAGES = 100_000;
const PROFILES = 20;
/** 200 for each of 150 users. */
const CALLS_PER_HOUR = 30_000;
/** In the midst of the ninth profile. */
const KILLED_AFTER = PAGES * 0.425;
/** What the program may hold, in MiB: it fails where that is not enough. */
const HEAP = 128;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * `check --all` of an agency on a simulated clock: how long it takes within Meta's limit, against what it foretells; how many
 * tokens are asked about twice when it is killed and run again; and whether its memory grows.
 */
export async function agency(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-'));
	let ahead = 0;
	const now = () => Math.floor((Date.now() + ahead) / 1000);
	await using sandbox = await startSandbox({ pages: PAGES, now });
	try {
		await storeProfiles(sandbox, folder);
		const begin = Date.now() + DAY_MS;
		ahead = DAY_MS;
		sandbox.world.hourlyLimit = new HourlyLimit(CALLS_PER_HOUR);
		const run = new Runs(sandbox, folder, (moved) => {
			ahead = moved;
		});
		const tokens = await dueIn(folder, begin, now);
		const asked = () => sandbox.requests.reduce((sum, { items }) => sum + items.length, 0);
		const before = asked();
		const first = await run.check(ahead, [], () => asked() - before >= KILLED_AFTER);
		const askedFirst = asked() - before;
		const left = await dueIn(folder, begin, now);
		const killedAt = Date.now() + ahead;
		const second = await run.check(ahead, ['--max-age', String(Math.ceil((killedAt - begin) / HOUR_MS) + 1)]);
		assert.equal(second.code, 3, second.stderr.slice(-2000));
		assert.equal(await dueIn(folder, begin, now), 0);
		const hours = (Date.now() + ahead - begin) / HOUR_MS;
		for (const { stderr } of [first, second])
			process.stderr.write(`${/^.*for .* more tokens?.*$/m.exec(stderr)?.[0]}\n`);
		const mebibytes = (bytes = Number.NaN) => bytes / 2 ** 20;
		const peak = Math.round(mebibytes(Math.max(...first.rss, ...second.rss)));
		return [
			{
				what: '100,000 Pages within 30,000 calls an hour',
				value: hours,
				unit: 'h',
				reach: tokens / CALLS_PER_HOUR / 0.6,
			},
			{ what: 'its highest usage of the limit', value: run.highest, unit: '%', reach: 100 },
			{
				what: 'tokens asked about twice after a kill',
				value: left - (tokens - askedFirst),
				unit: 'tokens',
				reach: 5000,
			},
			{
				what: 'its memory in use, last pause above first',
				value: mebibytes(second.heap.at(-1)) - mebibytes(first.heap[0]),
				unit: 'MiB',
				reach: 10,
				note: `${Math.round(mebibytes(first.heap[0]))} MiB at first, ${peak} MiB held at most`,
			},
		];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Runs of the verb against one sandbox. */
class Runs {
	/** Of the limit, in percent. */
	highest = 0;
	readonly #sandbox: Sandbox;
	readonly #folder: string;
	readonly #move: (ahead: number) => void;

	constructor(sandbox: Sandbox, folder: string, move: (ahead: number) => void) {
		this.#sandbox = sandbox;
		this.#folder = folder;
		this.#move = move;
	}

	/** One run, which is killed as soon as it shall. */
	async check(ahead: number, args: readonly string[], isToBeKilled: () => boolean = () => false) {
		const child = fork(join(import.meta.dirname, 'agency-check.ts'), [`--ahead=${ahead}`, ...args], {
			execArgv: [`--max-old-space-size=${HEAP}`, '--expose-gc', '--import', 'tsx'],
			env: { ...process.env, ...environmentOf(this.#sandbox), ...storeIn(this.#folder) },
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		});
		const [rss, heap]: [number[], number[]] = [[], []];
		child.on('message', (message: ToBench) => {
			const { world } = this.#sandbox;
			this.highest = Math.max(this.highest, world.hourlyLimit?.percent(world.now()) ?? 0);
			if ('rss' in message) rss.push(message.rss);
			else if ('heap' in message) heap.push(message.heap);
			else {
				this.#move(message.ahead);
				child.send('moved');
			}
			if (isToBeKilled()) child.kill('SIGKILL');
		});
		const [stderr, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, 'close')]);
		return { code, stderr, rss, heap };
	}
}

const storeIn = (folder: string) => ({ FB_TOKEN_TUI_CONFIG_DIR: folder, FB_TOKEN_TUI_KEYCHAIN: 'off' });

/** How many tokens were not verified since. */
async function dueIn(folder: string, since: number, now: () => number): Promise<number> {
	const vault = new Vault({ env: storeIn(folder), now });
	let count = 0;
	for (const { name } of await vault.list()) {
		const { pages } = await vault.read(name);
		count += pages.filter(({ summary, checkedAt }) => summary && (checkedAt ?? 0) < since / 1000 - 1).length;
	}
	return count;
}

/** Connects as many profiles, each with Pages and a user token of its own. */
async function storeProfiles(sandbox: Sandbox, folder: string): Promise<void> {
	const { appId, world } = sandbox;
	const vault = new Vault({ env: storeIn(folder), now: world.now });
	const offered = world.offeredPageIds(ids.person);
	for (let index = 0; index < PROFILES; index++) {
		const some = offered.filter((_, place) => place % PROFILES === index);
		const token = world.issueUserToken(appId, ids.person, permissionsFor('publish'), some).text;
		await storeProfile(vault, sandbox, { name: `client-${index + 1}`, token });
	}
}
