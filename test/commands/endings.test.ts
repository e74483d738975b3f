import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { workingVerbs } from '../support/verbs.ts';
import { assertNoSecretsOf, ended, environmentOf, type Run, runProgram, startProgram } from './run-program.ts';

/** How a run ends: its exit code, and what stands on standard output and on standard error. */
type Ending = readonly [code: number, stdout: '' | RegExp, stderr: '' | RegExp];

/** A verb in a profile by the name of `bakery` with one Page, and how it ends in each situation. There is no terminal. */
type Row = {
	verb: string;
	/** Behind the verb, in all situations but that of wrong usage. */
	args?: string[];
	/** Behind the verb for wrong usage. */
	wrong: string[];
	input?: (sandbox: Sandbox) => string;
	works: Ending;
	wrongUsage: Ending;
	noProfile: Ending;
	graphDown: Ending;
	/** The sign-in and the Page's token have ended, and the last check has found it. */
	tokenDead: Ending;
	/** The profile is sealed with a passphrase, which is not given, and nobody has said yes. */
	nobodyToAsk: Ending;
};

const ERROR: Ending = [2, '', /^error: /];
const NO_PROFILE: Ending = [4, '', /^There is no profile yet$/m];
const NOT_FOUND: Ending = [1, '', /^There is no profile named "bakery"$/m];
const DOWN: Ending = [1, '', /^Meta's Graph API cannot be reached$/m];
const LOCKED: Ending = [4, '', /^The stored secrets are locked$/m];
const DEAD: Ending = [3, '', /^The token of My Bakery \(\d+\) is invalid$/m];
const UNASKED: Ending = [2, '', /^Nobody can be asked here: add --yes /];

/** A verb that goes by its own, whatever is with the store, the tokens and Graph. */
const always = (ending: Ending) => ({
	...{ works: ending, noProfile: ending, graphDown: ending, tokenDead: ending, nobodyToAsk: ending },
});

const LISTED = /^permanent +\d+ +My Bakery +never expires$/m;
const userToken = ({ userToken: token }: Sandbox) => token;

const ROWS: readonly Row[] = [
	{
		verb: '',
		wrong: ['--nothing'],
		...always([2, '', /^Usage: fb-token-tui /]),
		wrongUsage: ERROR,
	},
	{
		verb: 'connect',
		input: userToken,
		wrong: ['--permissions', 'Everything!'],
		works: [0, LISTED, /^Saved as "bakery" in /],
		wrongUsage: [2, '', /^--permissions: neither a purpose nor a permission: Everything!$/m],
		noProfile: [4, '', /^There is no safe place for the key to the tokens$/m],
		graphDown: DOWN,
		tokenDead: [3, '', /^This token has expired$/m],
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'check',
		wrong: ['--warn-days', 'soon'],
		works: [0, LISTED, /^bakery: nothing has changed$/m],
		wrongUsage: ERROR,
		noProfile: NO_PROFILE,
		graphDown: DOWN,
		tokenDead: [3, /^invalid +\d+ +My Bakery /, /^The stored user token has expired$/m],
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'refresh',
		wrong: ['--all', '--profile', 'bakery'],
		works: [0, LISTED, /^bakery: nothing has changed$/m],
		wrongUsage: [2, '', /^--profile and --all exclude each other\.$/m],
		noProfile: NO_PROFILE,
		graphDown: DOWN,
		tokenDead: [3, '', /^The stored user token has expired$/m],
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'publish-test',
		args: ['bakery', '--yes'],
		wrong: [],
		works: [0, /My Bakery \(\d+\): posted unpublished, and deleted again$/m, /^While the app is in Development mode/m],
		wrongUsage: ERROR,
		noProfile: NO_PROFILE,
		graphDown: DOWN,
		tokenDead: [3, '', /^This token has expired$/m],
		nobodyToAsk: UNASKED,
	},
	{
		verb: 'read-test',
		args: ['bakery'],
		wrong: [],
		works: [0, /^\+ reading posts proven: My Bakery \(\d+\)\n! reading comments not proven/, ''],
		wrongUsage: ERROR,
		noProfile: NO_PROFILE,
		graphDown: DOWN,
		tokenDead: [3, /refused/, /^This token has expired$/m],
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'inspect',
		input: userToken,
		wrong: ['--profile', 'bakery', '--app-id', '1'],
		works: [0, /^. User token: valid$/m, ''],
		wrongUsage: [2, '', /^--profile and --app-id exclude each other\.$/m],
		noProfile: [0, /^. User token: valid$/m, ''],
		graphDown: DOWN,
		tokenDead: [3, /^. User token: invalid$/m, ''],
		nobodyToAsk: [0, /^. User token: valid$/m, ''],
	},
	{
		verb: 'doctor',
		wrong: ['please'],
		works: [0, /^. Network +127\.0\.0\.1:\d+ answers /m, ''],
		wrongUsage: ERROR,
		noProfile: [0, /^. Store /m, ''],
		graphDown: [1, /^x Network /m, ''],
		tokenDead: [0, /^. Profile +"bakery"/m, ''],
		nobodyToAsk: [0, /^. Profile +"bakery"/m, ''],
	},
	{
		verb: 'demo',
		wrong: ['--pages', 'many'],
		...always([0, /^Tokens verified: \d+\n\ninvalid /m, '']),
		wrongUsage: ERROR,
	},
	{
		verb: 'token',
		args: ['My Bakery'],
		wrong: [],
		works: [0, /^EAA\w+\n$/, ''],
		wrongUsage: ERROR,
		noProfile: NO_PROFILE,
		graphDown: [0, /^EAA\w+\n$/, ''],
		tokenDead: DEAD,
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'export',
		wrong: ['--format', 'xml'],
		works: [0, /^FB_PAGE_MY_BAKERY_TOKEN=EAA\w+$/m, ''],
		wrongUsage: ERROR,
		noProfile: NO_PROFILE,
		graphDown: [0, /^FB_PAGE_MY_BAKERY_TOKEN=EAA\w+$/m, ''],
		tokenDead: DEAD,
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'exec',
		args: ['bakery', '--', process.execPath, '-p', 'process.env.FB_PAGE_NAME'],
		wrong: ['bakery'],
		works: [0, /^My Bakery\n$/, ''],
		wrongUsage: ERROR,
		noProfile: NO_PROFILE,
		graphDown: [0, /^My Bakery\n$/, ''],
		tokenDead: DEAD,
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'list',
		wrong: ['--warn-days', '1'],
		works: [0, /^bakery\n {2}app .*\n(.+\n)+ {4}permanent +\d+ +My Bakery/, ''],
		wrongUsage: ERROR,
		noProfile: [0, '', /^There is no profile in .+ yet\. /],
		graphDown: [0, /^bakery\n/, ''],
		tokenDead: [0, /^ {4}invalid +\d+ +My Bakery/m, ''],
		nobodyToAsk: [0, /^ {2}protection {2}Sealed with your passphrase$/m, ''],
	},
	{
		verb: 'profiles list',
		wrong: ['bakery'],
		works: [0, /^bakery: My App; 1 Page, the worst permanent; /, ''],
		wrongUsage: ERROR,
		noProfile: [0, '', /^There is no profile in .+ yet\. /],
		graphDown: [0, /^bakery: /, ''],
		tokenDead: [0, /^bakery: My App; 1 Page, the worst invalid; /, ''],
		nobodyToAsk: [0, /^bakery: .*; Sealed with your passphrase$/m, ''],
	},
	{
		verb: 'profiles use',
		args: ['bakery'],
		wrong: [],
		works: [0, '', /^"bakery" is now the default profile\.$/m],
		wrongUsage: ERROR,
		noProfile: NOT_FOUND,
		graphDown: [0, '', /^"bakery" is now the default profile\.$/m],
		tokenDead: [0, '', /^"bakery" is now the default profile\.$/m],
		nobodyToAsk: [0, '', /^"bakery" is now the default profile\.$/m],
	},
	{
		verb: 'profiles rename',
		args: ['bakery', 'café'],
		wrong: ['bakery', ''],
		works: [0, '', /^"bakery" is now "café"\.$/m],
		wrongUsage: [2, '', /^A profile needs a name\.$/m],
		noProfile: NOT_FOUND,
		graphDown: [0, '', /^"bakery" is now "café"\.$/m],
		tokenDead: [0, '', /^"bakery" is now "café"\.$/m],
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'profiles remove',
		args: ['bakery', '--yes'],
		wrong: [],
		works: [0, '', /^"bakery" was removed\.$/m],
		wrongUsage: ERROR,
		noProfile: NOT_FOUND,
		graphDown: [0, '', /^"bakery" was removed\.$/m],
		tokenDead: [0, '', /^"bakery" was removed\.$/m],
		nobodyToAsk: UNASKED,
	},
	{
		verb: 'profiles protect',
		args: ['bakery', '--with', 'file'],
		wrong: ['bakery', '--with', 'tape'],
		works: [0, '', /^"bakery": Sealed with a key in a file beside it/],
		wrongUsage: ERROR,
		noProfile: NOT_FOUND,
		graphDown: [0, '', /^"bakery": Sealed with a key in a file beside it/],
		tokenDead: [0, '', /^"bakery": Sealed with a key in a file beside it/],
		nobodyToAsk: LOCKED,
	},
	{
		verb: 'completion',
		args: ['bash'],
		wrong: ['csh'],
		...always([0, /^complete .* fb-token-tui$/m, '']),
		wrongUsage: ERROR,
	},
	{
		verb: 'help',
		args: ['exit-codes'],
		wrong: ['nothing'],
		...always([0, /^ {2}0 +fine$/m, '']),
		wrongUsage: [2, '', /^There is no command or topic "nothing"\. See all: fb-token-tui help$/m],
	},
	{
		// It serves until it is stopped, as soon as it has said so here.
		verb: 'sandbox',
		wrong: ['--port', '65536'],
		...always([130, /^The sandbox answers until Ctrl\+C\./, '']),
		wrongUsage: ERROR,
	},
	{
		// The last: nothing is left at Meta after it.
		verb: 'revoke',
		args: ['--yes'],
		wrong: ['--permission', '../me'],
		works: [0, /^invalid +\d+ +My Bakery /, /calls every stored token invalid now \(2\)$/m],
		wrongUsage: ERROR,
		noProfile: NO_PROFILE,
		graphDown: DOWN,
		tokenDead: [0, /^invalid +\d+ +My Bakery /, /calls every stored token invalid now \(2\)$/m],
		nobodyToAsk: UNASKED,
	},
];

/** A profile in a folder, and the environment of its verbs. */
class Place {
	readonly folder = mkdtempSync(join(tmpdir(), 'fb-token-tui-'));
	readonly sandbox: Sandbox;
	readonly env: Record<string, string>;

	constructor(sandbox: Sandbox) {
		this.sandbox = sandbox;
		const own = { FB_TOKEN_TUI_CONFIG_DIR: join(this.folder, 'store'), FB_TOKEN_TUI_KEYCHAIN: 'off' };
		this.env = { ...environmentOf(sandbox), ...own };
	}

	async run(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
		await runProgram(args, { env: { ...this.env, ...env }, input: this.sandbox.userToken });
	}

	/** A folder of its own for each verb, with the same in it. */
	copy(): Record<string, string> {
		const store = mkdtempSync(join(this.folder, 'copy-'));
		const saved = this.env.FB_TOKEN_TUI_CONFIG_DIR ?? '';
		if (existsSync(saved)) cpSync(saved, store, { recursive: true });
		return { ...this.env, FB_TOKEN_TUI_CONFIG_DIR: store };
	}
}

const CONNECT = ['connect', '--profile', 'bakery', '--insecure-storage'];

/** What has come to pass before the verbs are run. */
const SITUATIONS = {
	works: (place) => place.run(CONNECT),
	wrongUsage: (place) => place.run(CONNECT),
	noProfile: async () => {},
	async graphDown(place) {
		await place.run(CONNECT);
		await place.sandbox.close();
	},
	async tokenDead(place) {
		await place.run(CONNECT);
		const { world } = place.sandbox;
		for (const token of world.tokens.values()) if (token.kind !== 'app') token.expiresAt = world.now() - 1;
		await place.run(['check']);
	},
	nobodyToAsk: (place) => place.run(CONNECT.slice(0, -1), { FB_TOKEN_TUI_PASSPHRASE: 'correct horse battery staple' }),
} satisfies Record<string, (place: Place) => Promise<void>>;

async function runRow(
	{ verb, args = [], wrong, input }: Row,
	situation: keyof typeof SITUATIONS,
	place: Place,
): Promise<Run> {
	const given =
		situation === 'wrongUsage' ? wrong : args.filter((arg) => situation !== 'nobodyToAsk' || arg !== '--yes');
	const words = [...verb.split(' ').filter(Boolean), ...given];
	const child = startProgram(words, { env: place.copy() });
	child.stdin.on('error', () => {}).end(input?.(place.sandbox) ?? '');
	if (verb === 'sandbox') child.stdout.once('data', () => child.kill('SIGTERM'));
	return ended(child);
}

const onWindows = process.platform === 'win32' ? 'Windows has no signals that a program can answer' : false;

test('every verb is in the table', () => {
	const verbs = ROWS.flatMap(({ verb }) => (verb === '' ? [] : [verb]));
	assert.deepEqual(verbs.sort(), workingVerbs().sort());
});

for (const situation of Object.keys(SITUATIONS) as (keyof typeof SITUATIONS)[]) {
	describe(`${situation}:`, { concurrency: 4 }, () => {
		let place: Place;
		before(async () => {
			place = new Place(await startSandbox({ pages: 1 }));
			await SITUATIONS[situation](place);
		});
		after(async () => {
			await place.sandbox.close();
			rmSync(place.folder, { recursive: true, force: true });
		});

		for (const row of ROWS) {
			const [code, stdout, stderr] = row[situation];
			const skip = row.verb === 'sandbox' && onWindows;
			test(`${row.verb || 'no verb'} exits ${code}`, { skip }, async () => {
				const run = await runRow(row, situation, place);
				const told = JSON.stringify(run, null, 2);
				assert.equal(run.code, code, told);
				for (const [wanted, text] of [
					[stdout, run.stdout],
					[stderr, run.stderr],
				] as const) {
					if (wanted === '') assert.equal(text, '', told);
					else assert.match(text, wanted, told);
				}
				const handsOut = ['token', 'export', 'sandbox'].includes(row.verb);
				if (!handsOut) assertNoSecretsOf(place.sandbox, run);
			});
		}
	});
}
