import { readFileSync } from 'node:fs';
import type { ProtectionKind } from '../domain/protection.ts';
import { readEnvelope } from './envelope.ts';

/** How a sealed file says that it is protected; null where it cannot be read. */
export function protectionIn(path: string): ProtectionKind | null {
	try {
		return readEnvelope(readFileSync(path, 'utf8')).protection.kind;
	} catch {
		return null;
	}
}
