import { type ErrorShape, GRAPH_ERRORS, type RateLimit } from './error-catalogue.ts';

type ErrorName = keyof typeof GRAPH_ERRORS;
type FactNames<Message> = Message extends `${string}{${infer Name}}${infer Rest}` ? Name | FactNames<Rest> : never;
type FactsOf<Name extends ErrorName> = Readonly<Record<FactNames<(typeof GRAPH_ERRORS)[Name]['message']>, unknown>>;

/** An error as Graph answers it; endpoints throw it. */
export class GraphError extends Error {
	readonly shape: ErrorShape;
	/** The limit of calls that is used up, for the usage headers. */
	readonly limit: RateLimit | undefined;

	constructor(shape: ErrorShape, limit?: RateLimit) {
		super(shape.message);
		this.shape = shape;
		this.limit = limit;
	}

	get status(): number {
		return this.shape.status ?? 400;
	}

	/** The same error with another HTTP status. */
	withStatus(status: number): GraphError {
		return new GraphError({ ...this.shape, status }, this.limit);
	}

	/** The `error` object of the body; its keys stand in Graph's order. */
	envelope(fbtraceId: string): Record<string, unknown> {
		const { type = 'OAuthException', code, subcode, isTransient, userTitle, userMessage } = this.shape;
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
		return `OAuth "Facebook Platform" "${this.shape.word ?? this.#word()}" "${message}"`;
	}

	#word(): string {
		if (this.status >= 500) {
			return 'unknown_error';
		}
		const words: Record<number, string> = { 101: 'invalid_client', 190: 'invalid_token', 803: 'not_found' };
		return words[this.shape.code ?? 0] ?? 'invalid_request';
	}
}

/** The error of that name; `facts` are the values for the names in braces in its message. */
export function graphError<Name extends ErrorName>(
	name: Name,
	...[facts]: keyof FactsOf<Name> extends never ? [] : [facts: FactsOf<Name>]
): GraphError {
	const shape: ErrorShape = GRAPH_ERRORS[name];
	const values = new Map<string, unknown>(Object.entries(facts ?? {}));
	return new GraphError({
		...shape,
		message: shape.message.replace(/\{(\w+)\}/g, (_, key) => String(values.get(key))),
	});
}

/** The object is missing, hidden from this caller, or does not take the method: Graph does not tell which. */
export function unsupported(method: string, id: string): GraphError {
	return graphError('unsupported', { method: method.toLowerCase(), id });
}
