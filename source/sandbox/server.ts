import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { permissionsFor } from '../domain/permissions.ts';
import { createDefaultWorld, ids } from './default-world.ts';
import { type Fault, FaultScript } from './faults.ts';
import { developersPage, facebookPage, type Origins } from './pages/index.ts';
import type { RequestEntry } from './request-log.ts';
import { graphHandler } from './serve-graph.ts';
import { pageHandler } from './serve-pages.ts';
import type { World } from './world.ts';

const LOOPBACK = '127.0.0.1';

/** What a sandbox may differ in. */
export interface SandboxOptions {
	/** Port of the Graph host; default 0: any free one. The two page hosts always take free ones. */
	readonly port?: number;
	/** How many Pages there are in all, listed or not; default: the 15 named ones of the default world. */
	readonly pages?: number;
	/** Milliseconds before every answer of Graph. */
	readonly latencyMs?: number;
	readonly faults?: readonly Fault[];
	/** Unix seconds; default: the wall clock. */
	readonly now?: () => number;
	/** Makes secrets and tokens the same every time. */
	readonly seed?: string;
	/** The most Pages that a list gives at once; default 1000. */
	readonly greatestLimit?: number;
}

/** A running sandbox: where it listens, what gets one in, and its world for a test to change. */
export interface Sandbox extends Origins, AsyncDisposable {
	readonly appId: string;
	readonly appSecret: string;
	readonly clientToken: string;
	/** A short-lived user token with the publishing permissions, as the Graph API Explorer gives it. */
	readonly userToken: string;
	readonly world: World;
	/** The faults in force; change it at any time. */
	readonly faults: Fault[];
	/** Every request so far, oldest first. */
	readonly requests: readonly RequestEntry[];
	/** Stops listening and ends all connections. */
	close(): Promise<void>;
}

/**
 * Starts Meta's Graph API, www.facebook.com and developers.facebook.com on three ports of the loopback interface, with
 * the default world. Rejects when the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, latencyMs = 0, ...worldOptions } = options;
	const world = createDefaultWorld(worldOptions);
	const script = new FaultScript(options.faults);
	const requests: RequestEntry[] = [];
	const servers: Server[] = [];
	const close = async () => {
		await Promise.all(servers.map(stop));
	};
	const host = async (hostPort: number, handler: Handler): Promise<string> => {
		const server = createServer(guarded(handler));
		servers.push(server);
		await once(server.listen(hostPort, LOOPBACK), 'listening');
		return originOf(server);
	};
	let origins: Origins = { graphUrl: '', facebookUrl: '', developersUrl: '' };
	const pages = { world, requests, origins: () => origins };
	try {
		origins = {
			graphUrl: await host(port, graphHandler({ world, faults: script, requests, latencyMs })),
			facebookUrl: await host(0, pageHandler({ ...pages, host: 'facebook', page: facebookPage })),
			developersUrl: await host(0, pageHandler({ ...pages, host: 'developers', page: developersPage })),
		};
		world.facebookUrl = origins.facebookUrl;
	} catch (error) {
		await close();
		throw error;
	}
	const { text: userToken } = world.issueUserToken(ids.app, ids.person, permissionsFor('publish'));
	// The person will see the dialog for the first time.
	Object.assign(world.grant(ids.app, ids.person) ?? {}, { isLinked: false });
	return {
		...origins,
		appId: ids.app,
		appSecret: world.apps.get(ids.app)?.secret ?? '',
		clientToken: world.apps.get(ids.app)?.clientToken ?? '',
		userToken,
		world,
		faults: script.list,
		requests,
		close,
		[Symbol.asyncDispose]: close,
	};
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers only those who know the host by its own name, so that no web page can reach it by another. */
function guarded(handler: Handler) {
	return (request: IncomingMessage, response: ServerResponse): void => {
		const { localPort } = request.socket;
		if (![`${LOOPBACK}:${localPort}`, `localhost:${localPort}`].includes(request.headers.host ?? '')) {
			response.writeHead(403, { 'Content-Type': 'text/plain; charset=UTF-8' }).end('Unknown host.\n');
			return;
		}
		handler(request, response).catch((error: unknown) => {
			if (!response.headersSent) {
				response.writeHead(500, { 'Content-Type': 'text/plain; charset=UTF-8' });
			}
			response.end(request.destroyed ? '' : `The sandbox failed: ${error}\n`);
		});
	};
}

function originOf(server: Server): string {
	const { port } = server.address() as AddressInfo;
	return `http://${LOOPBACK}:${port}`;
}

async function stop(server: Server): Promise<void> {
	if (server.listening) {
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	}
}
