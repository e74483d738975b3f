import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ARGUMENTS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

function findChromium(): string | undefined {
	const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
	return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

const executablePath = findChromium();
/** Why tests in it are skipped; false: they are not. */
export const whyNoChromium =
	executablePath === undefined && `Chromium is not installed (looked for ${NAMES.join(', ')})`;

/** A running Chromium with a profile of its own. */
export interface Chromium {
	readonly context: BrowserContext;
	close(): Promise<void>;
}

/** Starts the Chromium of this machine, unseen. */
export async function startChromium(): Promise<Chromium> {
	const profile = await mkdtemp(join(tmpdir(), 'sandbox-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		args: ARGUMENTS,
		...(executablePath === undefined ? {} : { executablePath }),
	});
	context.setDefaultTimeout(15_000);
	return {
		context,
		async close() {
			await context.close();
			await rm(profile, { recursive: true, force: true });
		},
	};
}
