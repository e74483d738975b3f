import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fault } from './faults.ts';
import type { Answer } from './replies.ts';

const GREATEST_BODY = 4 * 1024 * 1024;
/** Shorter answers Graph sends as they are, and without `Vary`. */
const COMPRESSED_FROM = 512;

/** The body. Throws a `RangeError` when it is larger than 4 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		length += chunk.length;
		if (length > GREATEST_BODY) {
			throw new RangeError('The body of the request is too large.');
		}
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Sends the answer, compressed or as 304 where the request allows it, or only the part of it that `cut` leaves. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer, cut: Fault['cut']): void {
	const headers = new Map<string, string>();
	for (const [name, value] of answer.headers) {
		headers.set(name, value);
	}
	const tag = headers.get('ETag');
	if (tag !== undefined && request.headers['if-none-match'] === tag) {
		response.writeHead(304, Object.fromEntries(headers)).end();
		return;
	}
	const text = Buffer.from(answer.body);
	const isLong = text.length >= COMPRESSED_FROM;
	const zips = isLong && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
	const body = zips ? gzipSync(text) : text;
	if (isLong) {
		headers.set('Vary', 'Accept-Encoding');
	}
	if (zips) {
		headers.set('Content-Encoding', 'gzip');
	}
	headers.set('Content-Length', String(body.length));
	if (cut === undefined) {
		// `latin1` is what Node sends header values in; whatever does not fit must not stop the answer.
		response.writeHead(answer.status, Object.fromEntries(latin1(headers))).end(body);
		return;
	}
	sendPart(response, `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`, headers, body, cut);
}

const MEBIBYTE = Buffer.alloc(1 << 20, ' ');
const PACKED_MEBIBYTES = 64;
const DRIP_MS = 50;

/** Sends an answer whose body comes in a way that does harm. */
export function pour(response: ServerResponse, answer: Answer, flow: NonNullable<Fault['flow']>): void {
	const headers = Object.fromEntries(latin1(new Map(answer.headers)));
	if (flow === 'bomb') {
		// Packed bodies that follow each other are one.
		const packed = gzipSync(MEBIBYTE);
		response.writeHead(answer.status, { ...headers, 'Content-Encoding': 'gzip' });
		response.end(Buffer.concat(Array.from({ length: PACKED_MEBIBYTES }, () => packed)));
		return;
	}
	response.writeHead(answer.status, headers);
	if (flow === 'endless') {
		const more = () => {
			while (!response.destroyed && response.write(MEBIBYTE)) {}
		};
		response.on('drain', more);
		more();
		return;
	}
	const body = Buffer.from(answer.body);
	let sent = 0;
	const drip = setInterval(() => {
		response.write(body.subarray(sent, ++sent));
		if (sent >= body.length) response.end();
	}, DRIP_MS);
	response.once('close', () => clearInterval(drip));
}

function latin1(headers: ReadonlyMap<string, string>): [string, string][] {
	return [...headers].map(([name, value]) => [name, Buffer.from(value).toString('latin1')]);
}

function sendPart(
	{ socket }: ServerResponse,
	statusLine: string,
	headers: ReadonlyMap<string, string>,
	body: Buffer,
	cut: NonNullable<Fault['cut']>,
): void {
	const lines = latin1(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	const head = Buffer.from(`${statusLine}\r\n${lines.join('')}\r\n`, 'latin1');
	const parts = {
		'before-handling': [],
		'before-headers': [],
		'within-headers': [head.subarray(0, head.length / 2)],
		'after-headers': [head],
		'within-body': [head, body.subarray(0, body.length / 2)],
		'after-body': [head, body],
	}[cut];
	socket?.end(Buffer.concat(parts));
	socket?.destroySoon();
}
