import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import { type FactsOf, ProblemError, problem } from '../domain/problem.ts';
import { PROXY_FAILURE } from '../domain/problems/call.ts';

/**
 * The proxy that the environment names for a host (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`); null for none.
 * @throws {ProblemError} `network` for an address that is none, or of a scheme that is not spoken here. Its text is never
 * repeated: it may hold a password.
 */
export async function findProxy(target: URL): Promise<URL | null> {
	const { getProxyForUrl } = await import('proxy-from-env');
	if (!getProxyForUrl(target.href)) return null;
	const variable = VARIABLES(target.protocol.replace(':', '')).find((name) => process.env[name]) ?? 'HTTPS_PROXY';
	const given = process.env[variable]?.trim() ?? '';
	// Without a scheme it is a proxy of plain HTTP, as other programs have it.
	const text = given.includes('://') ? given : `http://${given}`;
	const refusal = (fault: FactsOf<'proxy-setting'>['fault'], scheme = '') =>
		new ProblemError(problem('network', { kind: 'proxy-setting', fault, scheme, variable }));
	const url = URL.canParse(text) ? new URL(text) : null;
	if (!url?.hostname) throw refusal('unreadable');
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw refusal('scheme', url.protocol);
	}
	if (![url.username, url.password].every(isDecodable)) {
		throw refusal('encoding');
	}
	return url;
}

/** The variables that may name the proxy of a scheme, in the order in which they count. */
const VARIABLES = (scheme: string) => [`${scheme}_proxy`, 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);

function isDecodable(text: string): boolean {
	try {
		decodeURIComponent(text);
		return true;
	} catch {
		return false;
	}
}

/**
 * An agent that connects through a proxy. Where the proxy fails, the error's `code` is {@link PROXY_FAILURE} with the HTTP
 * status that it refused with, or with the code of its socket: the code is all of an error that node-fetch passes on.
 */
export async function proxyAgent(proxy: URL, options: AgentOptions): Promise<Agent> {
	const { HttpsProxyAgent } = await import('https-proxy-agent');
	type Connect = InstanceType<typeof HttpsProxyAgent<string>>['connect'];
	class ProxyAgent extends HttpsProxyAgent<string> {
		override async connect(request: ClientRequest, target: Parameters<Connect>[1]): ReturnType<Connect> {
			let status = 0;
			request.once('proxyConnect', (reply: { statusCode: number }) => {
				status = reply.statusCode;
			});
			try {
				// The options of the agent are for the connection to the proxy alone.
				const socket = await super.connect(request, { ...target, rejectUnauthorized: true } as typeof target);
				if (status === 200) return socket;
				socket.destroy();
			} catch (error) {
				throw failure((error as { code?: string }).code ?? '');
			}
			throw failure(String(status));
		}
	}
	return new ProxyAgent(proxy.href, options);
}

function failure(reason: string): Error {
	return Object.assign(new Error('The proxy failed.'), { code: `${PROXY_FAILURE}${reason}` });
}
