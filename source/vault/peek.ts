import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { configFolder, statePath } from './folder.ts';
import { migrate } from './profile-schema.ts';

const Named = v.object({ id: v.string(), name: v.string() });
const Peek = v.object({
	profiles: v.array(
		v.object({
			name: v.string(),
			app: v.object({ id: v.string(), name: v.nullable(v.string()) }),
			userInfo: v.object({ scopes: v.array(v.string()) }),
			pages: v.array(Named),
		}),
	),
});

/** What names a profile, its permissions and its Pages. */
export type PeekedProfile = v.InferOutput<typeof Peek>['profiles'][number];

/** The profiles by their names alone, read at once and with nothing written, locked or asked; none where that fails in any way. */
export function peekProfiles(env: NodeJS.ProcessEnv): PeekedProfile[] {
	try {
		return v.parse(Peek, migrate(JSON.parse(readFileSync(statePath(configFolder(env)), 'utf8')))).profiles;
	} catch {
		return [];
	}
}
