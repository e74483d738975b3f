import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pass } from 'node:timers/promises';
import { TemporaryFolder } from './temporary-folder.ts';

const BUS = 'org.freedesktop.DBus';
const SERVICE = 'org.freedesktop.secrets';
const SERVICE_METHODS = 'org.freedesktop.Secret.Service';
const NEEDED = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon'];

/** Why there can be no Secret Service on this machine; false where there can. For the option `skip` of a test. */
export function whyNoSecretService(): string | false {
	if (process.platform !== 'linux') return 'the Secret Service is for Linux';
	const folders = (process.env.PATH ?? '').split(delimiter);
	const missing = NEEDED.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
	return missing.length > 0 && `${missing.join(', ')} not installed`;
}

/** A real Secret Service, unlocked, on a bus of its own, with a folder of its own for what it keeps. */
export class SecretService implements AsyncDisposable {
	/** With this, programs find it. */
	readonly env: NodeJS.ProcessEnv;
	readonly #folder: TemporaryFolder;
	readonly #bus: ChildProcess;
	readonly #daemon: ChildProcess;

	private constructor(env: NodeJS.ProcessEnv, folder: TemporaryFolder, bus: ChildProcess, daemon: ChildProcess) {
		this.env = env;
		this.#folder = folder;
		this.#bus = bus;
		this.#daemon = daemon;
	}

	static async start(): Promise<SecretService> {
		const folder = new TemporaryFolder();
		const runtime = join(folder.path, 'run');
		mkdirSync(runtime, { mode: 0o700 });
		const { DISPLAY, WAYLAND_DISPLAY, ...rest } = process.env;
		const home = { HOME: folder.path, XDG_DATA_HOME: join(folder.path, 'data'), XDG_RUNTIME_DIR: runtime };
		// It lives as long as its standard input is open.
		const bus = spawn('dbus-run-session', ['--', 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat'], {
			env: { ...rest, ...home },
			stdio: ['pipe', 'pipe', 'ignore'],
		});
		const [address] = await once(createInterface(bus.stdout), 'line');
		const env = { ...rest, ...home, DBUS_SESSION_BUS_ADDRESS: String(address) };
		const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
			env,
			stdio: ['pipe', 'ignore', 'ignore'],
		});
		daemon.stdin?.end('made up');
		const service = new SecretService(env, folder, bus, daemon);
		while (!service.#hasCollection()) await pass(20);
		return service;
	}

	/** Locks what it keeps; unlocking would need the person, who is not there. */
	lock(): void {
		const collection = '/org/freedesktop/secrets/collection/login';
		this.#send(SERVICE, `${SERVICE_METHODS}.Lock`, `array:objpath:${collection}`);
	}

	/** Makes it hang. */
	stop(): void {
		this.#daemon.kill('SIGSTOP');
	}

	continue(): void {
		this.#daemon.kill('SIGCONT');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const ends = [this.#daemon, this.#bus].map((child) => child.exitCode ?? once(child, 'exit'));
		this.#daemon.kill('SIGKILL');
		this.#bus.stdin?.end();
		await Promise.all(ends);
		this.#folder[Symbol.dispose]();
	}

	/** Its name is waited for first: asking for it would make the bus start another one, which is locked. */
	#hasCollection(): boolean {
		if (this.#daemon.exitCode !== null) throw new Error('gnome-keyring-daemon has ended');
		const owned = this.#send(BUS, `${BUS}.NameHasOwner`, `string:${SERVICE}`).includes('true');
		return owned && this.#send(SERVICE, `${SERVICE_METHODS}.ReadAlias`, 'string:default').includes('/collection/');
	}

	#send(destination: string, method: string, argument: string): string {
		const path = `/${destination.replaceAll('.', '/')}`;
		const args = ['--session', '--print-reply', `--dest=${destination}`, path, method, argument];
		try {
			return execFileSync('dbus-send', args, { env: this.env, encoding: 'utf8', stdio: 'pipe' });
		} catch {
			return '';
		}
	}
}
