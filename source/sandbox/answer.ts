import { authenticate } from './authenticate.ts';
import { batch } from './batch.ts';
import type { Call } from './call.ts';
import type { Fault } from './faults.ts';
import { GraphError, unsupported } from './graph-error.ts';
import { type IncomingCall, readGraphRequest } from './graph-request.ts';
import { rateLimited } from './rate-limits.ts';
import { type Answer, failure, success } from './replies.ts';
import { type EndpointName, endpointName, route } from './route.ts';
import type { World } from './world.ts';

/**
 * Answers a call as Graph would. Its token is judged before its path is looked at; `/oauth/access_token` looks at none.
 * `fault` may have used up a limit of calls, and replace replies in a batch; `onItem` hears of each call in it.
 */
export function answer(
	world: World,
	incoming: IncomingCall,
	fault: Pick<Fault, 'limit' | 'items'> = {},
	onItem?: (endpoint: EndpointName) => void,
): Answer {
	const request = readGraphRequest(world, incoming);
	const endpoint = endpointName(request);
	let call: Call = { world, request, caller: undefined };
	try {
		const isOauth = request.path[0] === 'oauth';
		const caller = isOauth ? undefined : authenticate(world, request.credentials);
		call = { world, request, caller };
		if (fault.limit) {
			throw rateLimited(fault.limit);
		}
		if (isOauth) {
			return success(call, endpoint, route(call)(call));
		}
		countCall(world, caller, endpoint);
		if (endpoint === 'batch' && request.params.has('batch')) {
			const run = (item: IncomingCall) => {
				onItem?.(endpointName(readGraphRequest(world, item)));
				return answer(world, item);
			};
			return success(call, endpoint, batch(call, incoming.origin, run, fault.items));
		}
		if (endpoint === 'debug_token' && incoming.batch && world.batchRefusesDebugToken) {
			throw unsupported(request.method, 'debug_token');
		}
		return success(call, endpoint, route(call)(call));
	} catch (error) {
		if (error instanceof GraphError) {
			return failure(call, endpoint, error);
		}
		throw error;
	}
}

/** Each call within a batch counts, and the batch does not. */
function countCall(world: World, caller: Call['caller'], endpoint: EndpointName): void {
	const { hourlyLimit } = world;
	if (!hourlyLimit || !caller || caller.pageId !== undefined) {
		return;
	}
	const isUsedUp = hourlyLimit.percent(world.now()) >= 100;
	if (endpoint !== 'batch') {
		hourlyLimit.count(world.now());
	}
	if (isUsedUp) {
		throw rateLimited({ code: 4 });
	}
}
