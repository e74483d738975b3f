/** A limit of calls that is used up: of the app, the person, a Page, by special measure, or of a Page's own token. */
export interface RateLimit {
	readonly code: 4 | 17 | 32 | 613 | 80001;
	/**
	 * Until calls are answered again. The usage of business use cases alone has a place for it, which comes with 80001 in any
	 * case, with the others only where there are minutes to tell.
	 */
	readonly minutes?: number;
}

/** The parts of Graph's error envelope beside the message. */
export interface GraphErrorDetails {
	/** Default 400. */
	readonly status?: number;
	/** Default `OAuthException`. */
	readonly type?: string;
	readonly code?: number;
	readonly subcode?: number;
	readonly isTransient?: boolean;
	readonly userTitle?: string;
	readonly userMessage?: string;
	/** The word in `WWW-Authenticate`; default by status and code. */
	readonly word?: string;
	/** The limit of calls that is used up, for the usage headers. */
	readonly limit?: RateLimit;
}

/** An error as Graph answers it; endpoints throw it. */
export class GraphError extends Error {
	readonly details: GraphErrorDetails;

	constructor(message: string, details: GraphErrorDetails = {}) {
		super(message);
		this.details = details;
	}

	get status(): number {
		return this.details.status ?? 400;
	}

	/** The `error` object of the body; its keys stand in Graph's order. */
	envelope(fbtraceId: string): Record<string, unknown> {
		const { type = 'OAuthException', code, subcode, isTransient, userTitle, userMessage } = this.details;
		return {
			message: this.message,
			type,
			code,
			error_subcode: subcode,
			is_transient: isTransient,
			error_user_title: userTitle,
			error_user_msg: userMessage,
			fbtrace_id: fbtraceId,
		};
	}

	/** The value of the `WWW-Authenticate` header; its message is raw, with any quotes escaped. */
	get challenge(): string {
		const message = this.message.replace(/["\\]/g, '\\$&').replace(/\r?\n/g, ' ');
		return `OAuth "Facebook Platform" "${this.details.word ?? this.#word()}" "${message}"`;
	}

	#word(): string {
		if (this.status >= 500) {
			return 'unknown_error';
		}
		const words: Record<number, string> = { 101: 'invalid_client', 190: 'invalid_token', 803: 'not_found' };
		return words[this.details.code ?? 0] ?? 'invalid_request';
	}
}

/** `/me` was asked for without a token. */
export function noActiveToken(): GraphError {
	const message = 'An active access token must be used to query information about the current user.';
	return new GraphError(message, { code: 2500 });
}

/** A call came without any token. */
export function tokenRequired(): GraphError {
	return new GraphError('An access token is required to request this resource.', { code: 104 });
}

/** A call that only a person can make came with another kind of token. */
export function userTokenRequired(): GraphError {
	return new GraphError('A user access token is required to request this resource.', { code: 102 });
}

/** `path` begins with a slash. */
export function unknownPath(path: string): GraphError {
	return new GraphError(`Unknown path components: ${path}`, { code: 2500 });
}

/** A path begins with a word that names no object. */
export function unknownAlias(name: string): GraphError {
	const message = `(#803) Some of the aliases you requested do not exist: ${name}`;
	return new GraphError(message, { status: 404, code: 803 });
}

/** A field was asked for that this type of object does not have. */
export function nonexistingField(field: string, nodeType: string): GraphError {
	return new GraphError(`(#100) Tried accessing nonexisting field (${field}) on node type (${nodeType})`, {
		code: 100,
	});
}

/** The object is not there, or not for this caller: Graph does not tell which. */
export function unsupported(method: string, id: string): GraphError {
	const message = `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`;
	return new GraphError(message, { type: 'GraphMethodException', code: 100, subcode: 33 });
}

/** The token lacks a permission that the call needs. */
export function missingPermission(): GraphError {
	return new GraphError('(#100) Missing Permission', { code: 100 });
}

/** More was asked for at once than Graph is willing to collect. */
export function tooMuchData(): GraphError {
	const message = "Please reduce the amount of data you're asking for, then retry your request";
	return new GraphError(message, { status: 500, code: 1 });
}

/** A batch as a whole is wrong; Graph gives such an error no code. */
export function batchError(message: string): GraphError {
	return new GraphError(message, { type: 'GraphBatchException' });
}
