import type { Secret } from '../domain/secret.ts';
import type { Hosts } from '../graph/hosts.ts';
import type { Transport } from '../graph/transport.ts';
import type { ReportOrigin } from '../operations/problem-report.ts';
import type { Browser } from '../system/browser.ts';
import type { Clipboard } from '../system/clipboard.ts';
import type { Preferences } from '../vault/preferences.ts';
import type { Vault } from '../vault/vault.ts';
import type { SessionEvent } from './events.ts';
import type { Prefill } from './start.ts';

/** Takes an event into the session. */
export type Dispatch = (event: SessionEvent) => void;

/** What a session is given of the world outside. */
export type SessionOptions = {
	hosts: Hosts;
	env: NodeJS.ProcessEnv;
	transport: Transport;
	/** Keeps the transport's Graph version from being probed. */
	forcedVersion: boolean;
	prefill: Prefill;
	browser: Browser;
	clipboard: Clipboard;
	/** Unix seconds. */
	now: () => number;
	/** What a report says of this program and machine. */
	origin: ReportOrigin;
	/** The latest calls to Graph as lines that can be shown to anyone. */
	recentCalls: () => readonly string[];
	/** Where profiles are stored; null where nothing is. */
	vault: Vault | null;
	/** After how many milliseconds one is reminded of a token in the clipboard; a minute unless given. */
	reminderMs?: number;
	/** Called with what is worth remembering, each time that Meta accepted an app. */
	remember?: (preferences: Preferences) => void;
};

/** What a session asks of the screens. */
export type Ui = {
	/** Ends the program. */
	leave(exitCode: number): void;
	/** Drops the keys that were typed ahead. */
	discardTypeAhead(): void;
	/** Shows a text bare, in place of the screens, until the person has seen it. */
	showBare(title: string, text: Secret | string): Promise<void>;
	/** Takes what should never happen. */
	onFault(error: unknown): void;
};
