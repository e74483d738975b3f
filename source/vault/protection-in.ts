import type { ProtectionKind } from '../domain/protection.ts';
import { readEnvelope } from './envelope.ts';
import { readStoredFile } from './files.ts';

/** How a sealed file says that it is protected; null where it cannot be read. */
export function protectionIn(path: string): ProtectionKind | null {
	try {
		return readEnvelope(readStoredFile(path)).protection.kind;
	} catch {
		return null;
	}
}
