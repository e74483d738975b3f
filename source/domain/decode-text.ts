/**
 * Bytes as text: UTF-8, or UTF-16 in either order, with a byte order mark or without, as PowerShell 5 writes files. Null for
 * what is no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
	try {
		const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
		return text.includes('\0') ? null : text;
	} catch {
		return null;
	}
}

/** A token in UTF-16 has a zero in every second byte. */
function encodingOf(bytes: Uint8Array): string {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	if (bytes.length < 2 || bytes.length % 2 === 1) return 'utf-8';
	const zeros = [0, 0] as [number, number];
	for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2 === 0 ? 0 : 1]++;
	const [even, odd] = zeros;
	const most = bytes.length / 4;
	if (odd > most && even === 0) return 'utf-16le';
	return even > most && odd === 0 ? 'utf-16be' : 'utf-8';
}
