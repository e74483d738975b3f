import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SECRET_VARIABLES } from '../../source/domain/environment.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { assertNoSecrets, PlantedSecrets } from './leaks.ts';
import { tried } from './tried.ts';

/** What a planted text is: some may be handed out to who asks for them, others never. */
export type Kind = 'page token' | 'other token' | 'secret';

/** Of a world with more tokens than this, one in twenty of the rest stands for all. */
const MOST_OF_A_WORLD = 1000;
/** What is shorter would be found by chance. */
const SHORTEST = 8;

const all = new PlantedSecrets();
const kinds = new Map<string, Kind>();
const sandboxes = new Map<Sandbox, number>();

/** From now on, nothing that leaves a program may hold this, in any file of this process of tests. */
export function plantSecret(secret: string, kind: Kind): void {
	if (secret.length < SHORTEST || kinds.has(secret)) return;
	kinds.set(secret, kind);
	all.add(secret);
	tried('secrets');
}

/** The same for all secrets of a sandbox, those included that it will issue. */
export function plantSandbox(sandbox: Sandbox): void {
	if (sandboxes.has(sandbox)) return;
	sandboxes.set(sandbox, 0);
	for (const { secret, clientToken } of sandbox.world.apps.values()) {
		plantSecret(secret, 'secret');
		plantSecret(clientToken, 'secret');
	}
}

/** The same for the secrets that an environment holds. */
export function plantEnvironment(env: NodeJS.ProcessEnv): void {
	for (const name of SECRET_VARIABLES) plantSecret(env[name] ?? '', 'secret');
}

function plantIssued(): void {
	for (const [sandbox, known] of sandboxes) {
		const { tokens } = sandbox.world;
		if (tokens.size === known) continue;
		sandboxes.set(sandbox, tokens.size);
		for (const [index, [text, { kind }]] of [...tokens].entries()) {
			if (index > MOST_OF_A_WORLD && index % 20 > 0) continue;
			plantSecret(text, kind === 'page' ? 'page token' : 'other token');
		}
	}
}

/** What may stand in a text because the person asked for it: all of a kind, or the texts themselves. */
export type Shown = { kinds?: readonly Kind[]; texts?: ReadonlySet<string> };

/** Fails when anything planted stands in a text that leaves the program, unless it was asked for. `where` names the text. */
export function assertNothingPlanted(
	text: string,
	where: string,
	{ kinds: shown = [], texts = new Set() }: Shown = {},
): void {
	plantIssued();
	if (text !== '') tried('texts');
	// Tokens of one person may begin alike: what was asked for is taken out as a whole.
	const rest = [...texts].reduce((left, shownText) => left.replaceAll(shownText, ''), text);
	const isSought = (secret: string) => !texts.has(secret) && !shown.includes(kinds.get(secret) as Kind);
	assertNoSecrets(rest, all, where, isSought);
}

/** The same for every file in a folder, and the names of the files; there may be no such folder. */
export function assertNothingPlantedIn(folder: string): void {
	// It may not even be a folder that its path leads through.
	if (!existsSync(folder) || !statSync(folder).isDirectory()) return;
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	for (const entry of entries.filter((file) => file.isFile())) {
		const path = join(entry.parentPath, entry.name);
		assertNothingPlanted(path, 'the name of a file');
		try {
			assertNothingPlanted(readFileSync(path, 'latin1'), path);
		} catch (error) {
			// Another program may have taken it away meanwhile.
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		}
	}
}
