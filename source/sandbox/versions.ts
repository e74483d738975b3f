import type { World } from './world.ts';

/**
 * Reads the first segment of a path as a version. A living one answers itself, an expired one is answered by the
 * oldest that lives, and anything else is no version: Graph takes it for the name of an object.
 */
export function servedVersion(world: World, segment: string | undefined): string | undefined {
	const number = /^v(\d+\.\d+)$/.exec(segment ?? '')?.[1];
	if (segment === undefined || number === undefined || world.liveVersions.includes(segment)) {
		return number === undefined ? undefined : segment;
	}
	const oldest = oldestVersion(world);
	return Number(number) < Number(oldest.slice(1)) ? oldest : undefined;
}

/** The oldest version that lives, which answers for the expired ones. */
export function oldestVersion(world: World): string {
	return world.liveVersions.at(-1) ?? '';
}
