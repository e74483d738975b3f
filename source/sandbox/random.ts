import { createHash, randomBytes } from 'node:crypto';

/** A source of random bytes and of text over an alphabet; the same seed gives the same sequence. */
export interface Random {
	bytes(length: number): Buffer;
	text(length: number, alphabet: string): string;
	/** A whole number, `from` and `to` included. */
	integer(from: number, to: number): number;
}

/** Without a seed, every source is different. */
export function createRandom(seed: string = randomBytes(16).toString('hex')): Random {
	let block = 0;
	let pool = Buffer.alloc(0);
	const bytes = (length: number): Buffer => {
		while (pool.length < length) {
			pool = Buffer.concat([pool, createHash('sha512').update(`${seed}:${block++}`).digest()]);
		}
		const taken = pool.subarray(0, length);
		pool = pool.subarray(length);
		return taken;
	};
	return {
		bytes,
		text: (length, alphabet) => Array.from(bytes(length), (byte) => alphabet[byte % alphabet.length]).join(''),
		integer: (from, to) => from + (bytes(4).readUInt32BE() % (to - from + 1)),
	};
}
