import type { TestContext } from 'node:test';
import { problem } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import { Keychain } from '../../source/vault/keychain.ts';
import type { StoredPage } from '../../source/vault/profile.ts';
import type { Protection } from '../../source/vault/protection.ts';
import { Vault } from '../../source/vault/vault.ts';
import { assertNoSecrets, PlantedSecrets } from '../support/leaks.ts';
import { profileOf, secretsOf } from '../support/profiles.ts';
import { type Pty, runInPty } from '../support/pty.ts';
import { tokenOf } from '../support/secrets.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { bareEnvironment, type Run, type RunOptions, runProgram } from './run-program.ts';

/** The least that a vault's passphrase may cost. */
const CHEAP = { N: 2, r: 1, p: 1 };
const PASSPHRASE = 'correct horse battery staple';

const [page] = profileOf('').pages as [StoredPage];
const alive = page.assessment;
const DAY = 86_400;
const daysAgo = (days: number) => Math.floor(Date.now() / 1000) - days * DAY - 60;

/** Stored Pages of every kind that matters to who wants a token. */
export const PAGES = {
	bakery: { ...page, id: '104829375610284', name: 'My Bakery' },
	/** A name that breaks out of whatever can be broken out of. */
	hostile: { ...page, id: '104829375610285', name: '=Mo\'s "best" `id` $(id) \\ #1, ok' },
	roaster: { ...page, id: '101928374655463', name: 'Example Coffee Roasters' },
	academy: { ...page, id: '101928374655464', name: 'Example Coffee Academy' },
	unverified: { ...page, id: '101928374655465', name: 'New Hostel', assessment: null, checkedAt: null, info: null },
	dated: {
		...page,
		id: '101928374655466',
		name: 'Harbour Town Museum',
		assessment: alive && { ...alive, verdict: 'dated', expiresAt: daysAgo(-30) },
		problem: problem('not-permanent'),
	},
	refused: {
		...page,
		id: '108374650192837',
		name: 'The Night Owls',
		assessment: alive && { ...alive, verdict: 'invalid' },
		checkedAt: daysAgo(3),
		problem: problem('role-lost'),
	},
	ended: {
		...page,
		id: '108374650192838',
		name: 'Summer Fair',
		assessment: alive && { ...alive, verdict: 'dated', expiresAt: daysAgo(2) },
		checkedAt: daysAgo(3),
	},
	tokenless: { ...page, id: '115502938471650', name: 'Rowing Club', summary: null, info: null, checkedAt: null },
} satisfies Record<string, StoredPage>;

/** Nobody answers there: whoever asks, fails. */
const NOBODY = 'http://127.0.0.1:9';

/** The made-up token of a Page. */
export function tokenOfPage({ id }: Pick<StoredPage, 'id'>): string {
	return tokenOf(id);
}

/** A folder of profiles that were made without Meta, and the program that is run on it. */
export class TokenStore {
	readonly folder = new TemporaryFolder();
	readonly env: Record<string, string> = {
		FB_TOKEN_TUI_CONFIG_DIR: this.folder.path,
		FB_TOKEN_TUI_KEYCHAIN: 'off',
		FB_TOKEN_TUI_GRAPH_URL: NOBODY,
	};

	constructor(context: TestContext) {
		context.after(() => this.folder[Symbol.dispose]());
	}

	/** Saves a profile of these Pages; with their key in a file, unless it is to be locked. */
	async save(name: string, pages: readonly StoredPage[], { isLocked = false } = {}): Promise<this> {
		const vault = new Vault({ env: this.env, keychain: new Keychain(null), scryptCost: CHEAP });
		const pageTokens = new Map(
			pages.filter(({ summary }) => summary).map(({ id }) => [id, new Secret(tokenOfPage({ id }))]),
		);
		const protection: Protection = isLocked
			? { kind: 'passphrase', passphrase: new Secret(PASSPHRASE) }
			: { kind: 'file' };
		await vault.save(
			profileOf(name, { graphUrl: NOBODY, pages: [...pages] }),
			{ ...secretsOf(name), pageTokens },
			protection,
		);
		return this;
	}

	/** Runs the program without a terminal. Nothing secret may stand on standard error. */
	async run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
		const run = await runProgram(args, { ...options, env: { ...this.env, ...options.env } });
		const secrets = new PlantedSecrets(Object.values(PAGES).map(tokenOfPage));
		assertNoSecrets(run.stderr, secrets, 'standard error');
		return run;
	}

	/** Runs the program in a terminal. */
	inTerminal(context: TestContext, program: string, args: readonly string[]): Pty {
		const env = { ...bareEnvironment(), ...this.env };
		return runInPty(context, process.execPath, [program, ...args], { columns: 120, env });
	}

	/** Types the passphrase of what is locked once it is asked for. */
	async unlock(pty: Pty, name: string): Promise<void> {
		await pty.waitFor(`Passphrase of "${name}":`);
		pty.type(`${PASSPHRASE}\r`);
	}
}
