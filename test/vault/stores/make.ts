import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { permissionsFor } from '../../../source/domain/permissions.ts';
import { ids } from '../../../source/sandbox/default-world.ts';
import { startSandbox } from '../../../source/sandbox/server.ts';
import { STORE_PASSPHRASE } from '../../support/frozen-stores.ts';

// Freezes the store of a released program, as that program writes it, whenever the format of a file changes:
//   node --import tsx test/vault/stores/make.ts path/to/that/dist/cli.js test/vault/stores/3
// Everything in it is made up by the sandbox.

const [program = '', folder = ''] = process.argv.slice(2);
const sandbox = await startSandbox({ seed: 'frozen store' });
const env = {
	PATH: process.env.PATH,
	FB_TOKEN_TUI_CONFIG_DIR: resolve(folder),
	FB_TOKEN_TUI_KEYCHAIN: 'off',
	FB_TOKEN_TUI_GRAPH_URL: sandbox.graphUrl,
	FB_APP_ID: sandbox.appId,
	FB_APP_SECRET: sandbox.appSecret,
};

async function connect(userToken: string, args: readonly string[], more: Record<string, string> = {}): Promise<void> {
	const child = spawn(process.execPath, [program, 'connect', ...args], {
		env: { ...env, ...more },
		stdio: ['pipe', 'ignore', 'inherit'],
	});
	child.stdin.end(userToken);
	await once(child, 'close');
}

// An invalid Page, one without a token, and a list that Meta fails to give.
sandbox.faults.push({
	endpoint: 'businesses',
	status: 500,
	body: JSON.stringify({ error: { message: 'An unexpected error has occurred.', type: 'OAuthException', code: 2 } }),
});
await connect(sandbox.userToken, ['--profile', 'with-key-file', '--insecure-storage']);
// Page tokens with an end date, and a connection that breaks.
sandbox.faults.splice(0, 1, { endpoint: 'owned_pages', cut: 'before-handling' });
const permissions = permissionsFor('publish');
const systemUserToken = sandbox.world.issueSystemUserToken(ids.app, ids.systemUser, permissions, {
	endsIn60Days: true,
});
await connect(systemUserToken.text, ['--profile', 'with-passphrase', '--permissions', 'read'], {
	FB_TOKEN_TUI_PASSPHRASE: STORE_PASSPHRASE,
});
await sandbox.close();
// The locks name the machine, and the preferences are written by the screens, which are not run here.
rmSync(join(folder, 'lock'), { recursive: true });
const preferences = {
	appId: ids.app,
	purpose: 'read',
	signIn: { via: 'address', configId: null },
};
writeFileSync(join(folder, 'preferences.json'), JSON.stringify(preferences));
