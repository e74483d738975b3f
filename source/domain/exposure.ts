import { quotedForShell } from './quoting.ts';

/** A file or folder that others on this computer can get at; `mode` is null where it belongs to another user than `user`. */
export type Exposure = { path: string; isFolder: boolean; user: number; mode: number | null };

/** The bits of a mode with which others can get at it. To enter a folder is enough to open what lies in it by name. */
export function othersIn(mode: number, isFolder: boolean): number {
	return mode & (isFolder ? 0o077 : 0o066);
}

/** How others can get at it, as the end of a sentence. */
export function describeExposure({ mode, isFolder }: Exposure): string {
	if (mode === null) return 'belongs to another user';
	const others = othersIn(mode, isFolder);
	const deed = (others & 0o022) === 0 ? 'read' : (others & 0o055) === 0 ? 'change' : 'read and change';
	return `has mode ${mode.toString(8)}, so others can ${deed} it`;
}

/** The command that fixes it. */
export function fixOf({ path, isFolder, user, mode }: Exposure): string {
	const chmod = `chmod ${isFolder ? 700 : 600} ${quotedForShell(path)}`;
	return mode === null ? `sudo chown ${user} ${quotedForShell(path)} && ${chmod}` : chmod;
}
