import { problemOrRethrow } from '../domain/problem.ts';
import type { Transport } from './transport.ts';

/** The versions of the Graph API that this program knows, newest first (Meta's changelog, November 2026). */
export const KNOWN_VERSIONS = ['v27.0', 'v26.0', 'v25.0', 'v24.0', 'v23.0', 'v22.0', 'v21.0'] as const;

/** The newest of {@link KNOWN_VERSIONS}. */
export const NEWEST_VERSION: string = KNOWN_VERSIONS[0];

/** Is this a version as Graph writes them, `v27.0`? */
export function isVersion(text: string): boolean {
	return /^v\d{1,3}\.\d$/.test(text);
}

/**
 * The newest known version that Graph answers to.
 * @throws {ProblemError} when Graph cannot be reached.
 */
export async function probeVersion(transport: Transport, signal?: AbortSignal): Promise<string> {
	for (const version of KNOWN_VERSIONS) if (await answersTo(transport, version, signal)) return version;
	return NEWEST_VERSION;
}

/**
 * Does Graph know this version? Found out without a token: for a version that exists `GET /vN.N/me` asks for a token, for
 * one that does not it reads the version as the name of an object. Any other answer proves nothing against it.
 * @throws {ProblemError} when Graph cannot be reached.
 */
export async function answersTo(transport: Transport, version: string, signal?: AbortSignal): Promise<boolean> {
	try {
		await transport.send({ endpoint: 'version', path: 'me', version }, signal);
		return true;
	} catch (error) {
		const { graph, code } = problemOrRethrow(error);
		if (code === 'network' || code === 'timeout' || code === 'cancelled' || code === 'rate-limited') throw error;
		return code !== 'not-found' && !/unknown path components/i.test(graph?.message ?? '');
	}
}
