import type { Token } from './entities.ts';
import type { GraphRequest } from './graph-request.ts';
import type { World } from './world.ts';

/** One call on its way to an endpoint: its token has been judged already. */
export interface Call {
	readonly world: World;
	readonly request: GraphRequest;
	/** Undefined: no token was sent, or none that counts. */
	readonly caller: Token | undefined;
}

/** Answers a call with the value of the JSON body, or throws a `GraphError`. */
export type Endpoint = (call: Call) => unknown;
