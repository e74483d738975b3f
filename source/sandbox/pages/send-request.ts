import { createHmac } from 'node:crypto';
import type { ExplorerState } from './explorer-state.ts';
import type { PageRequest } from './page-request.ts';

const TIME_LIMIT_MS = 30_000;

/** What the Explorer got for its request. */
export interface Answer {
	/** Undefined: there was no answer, and `text` says why. */
	readonly status?: number;
	readonly text: string;
}

/** Sends the request of the Explorer to the sandbox's own Graph API, with the token in the header and its proof. */
export async function sendRequest({ world, origins }: PageRequest, state: ExplorerState): Promise<Answer> {
	const { method, version, path, token } = state;
	const url = URL.canParse(`${origins.graphUrl}/${version}/${path}`)
		? new URL(`${origins.graphUrl}/${version}/${path}`)
		: undefined;
	if (url?.origin !== origins.graphUrl) {
		return { text: 'This is not a path.' };
	}
	const headers = new Headers();
	const secret = world.apps.get(token?.appId ?? '')?.secret;
	if (token && secret !== undefined) {
		headers.set('Authorization', `Bearer ${token.text}`);
		url.searchParams.set('appsecret_proof', createHmac('sha256', secret).update(token.text).digest('hex'));
	}
	try {
		const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(TIME_LIMIT_MS) });
		return { status: response.status, text: readable(await response.text()) };
	} catch {
		return { text: 'The Graph API of the sandbox gave no answer.' };
	}
}

function readable(text: string): string {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
}
