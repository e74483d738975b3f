import * as v from 'valibot';
import type { App } from '../domain/app.ts';
import { ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { DEVICE_SUBCODES } from '../domain/problems/graph-error-rows.ts';
import type { Secret } from '../domain/secret.ts';
import { appAccessToken } from './proof.ts';
import { DeviceCodeReply, NamedNode, TokenReply } from './schemas.ts';
import type { GraphRequest, Transport } from './transport.ts';
import { isVersion } from './version.ts';

/** An app id with its app secret. */
export type AppCredentials = { id: string; secret: Secret };

/**
 * A code to enter on another device. The program asks with `code`; the person enters `userCode` at `address`, null where
 * Meta names none. In seconds: how long it lives, and how long to wait between two questions about it.
 */
export type DeviceCode = v.InferOutput<typeof DeviceCodeReply>;

/** What has become of such a code. */
export type DeviceStatus = { state: 'pending' | 'too-fast' | 'expired' } | { state: 'granted'; token: Secret };

/**
 * The typed calls that an app makes for itself, or before it has a user token. Every method throws a {@link ProblemError}
 * for every failure.
 */
export class AppClient {
	readonly transport: Transport;
	readonly app: AppCredentials;

	constructor(transport: Transport, app: AppCredentials) {
		this.transport = transport;
		this.app = app;
	}

	/** The app access token. */
	get appToken(): Secret {
		return appAccessToken(this.app.id, this.app.secret);
	}

	/**
	 * Asks for an app token, which Meta gives only for the right secret. Without a version: it is the first call, before it is
	 * known which versions there are.
	 */
	async checkCredentials(signal?: AbortSignal): Promise<void> {
		const query = { grant_type: 'client_credentials' };
		await this.#requestToken({ endpoint: 'app-token', version: null, query }, signal);
	}

	/** The app's own name, and the version that answered, where Graph says which. */
	async describeApp(signal?: AbortSignal): Promise<{ app: App; version: string | null }> {
		const { body, version } = await this.transport.send(
			{ endpoint: 'app', path: encodeURIComponent(this.app.id), query: { fields: 'id,name' }, token: this.appToken },
			signal,
		);
		const app = parseReply(NamedNode, body, 'app');
		return { app, version: version !== null && isVersion(version) ? version : null };
	}

	/** Exchanges a user token for a long-lived one. `expiresIn` is in seconds; null where Meta does not say. */
	exchange(userToken: Secret, signal?: AbortSignal): Promise<{ token: Secret; expiresIn: number | null }> {
		const query = { grant_type: 'fb_exchange_token', fb_exchange_token: userToken.reveal() };
		return this.#requestToken({ endpoint: 'exchange', query }, signal);
	}

	/**
	 * Exchanges the code that the login dialog gave for a user token. `redirectUri` is the one that the dialog was given; the
	 * verifier goes into the query too, as in Meta's own SDK.
	 */
	async exchangeCode(
		{ code, redirectUri, verifier }: { code: Secret; redirectUri: string; verifier: Secret },
		signal?: AbortSignal,
	): Promise<Secret> {
		const query = { redirect_uri: redirectUri, code: code.reveal(), code_verifier: verifier.reveal() };
		return (await this.#requestToken({ endpoint: 'code-exchange', query }, signal)).token;
	}

	/** Asks for a code that the person enters on another device. */
	startDeviceLogin(clientToken: Secret, permissions: readonly string[], signal?: AbortSignal): Promise<DeviceCode> {
		const form = { access_token: this.#clientAccess(clientToken), scope: permissions.join(',') };
		return this.send(DeviceCodeReply, { endpoint: 'device-login', method: 'POST', path: 'device/login', form }, signal);
	}

	/**
	 * Asks whether the person has entered the code and allowed the sign-in.
	 * @throws {ProblemError} `cancelled` also where the person has declined.
	 */
	async deviceLoginStatus(clientToken: Secret, code: Secret, signal?: AbortSignal): Promise<DeviceStatus> {
		const form = { access_token: this.#clientAccess(clientToken), code: code.reveal() };
		const request = { endpoint: 'device-status', method: 'POST', path: 'device/login_status', form } as const;
		try {
			return { state: 'granted', token: (await this.send(TokenReply, request, signal)).token };
		} catch (error) {
			const subcode = problemOrRethrow(error).graph?.subcode;
			if (subcode === DEVICE_SUBCODES.pending) return { state: 'pending' };
			if (subcode === DEVICE_SUBCODES.tooFast) return { state: 'too-fast' };
			if (subcode === DEVICE_SUBCODES.expired) return { state: 'expired' };
			throw error;
		}
	}

	/** Sends a call and reads its answer; `of` names the answer in a problem. */
	protected async send<const S extends v.GenericSchema>(
		schema: S,
		request: GraphRequest,
		signal?: AbortSignal,
		of: string = request.path,
	): Promise<v.InferOutput<S>> {
		return parseReply(schema, (await this.transport.send(request, signal)).body, of);
	}

	/** Meta documents all calls of the token endpoint as a GET with the secret in the query. */
	#requestToken(request: Pick<GraphRequest, 'endpoint' | 'version' | 'query'>, signal: AbortSignal | undefined) {
		const query = { ...request.query, client_id: this.app.id, client_secret: this.app.secret.reveal() };
		return this.send(TokenReply, { ...request, path: 'oauth/access_token', query }, signal);
	}

	#clientAccess(clientToken: Secret): string {
		return `${this.app.id}|${clientToken.reveal()}`;
	}
}

/**
 * What a schema reads in an answer, which `of` names in the problem.
 * @throws {ProblemError} `bad-reply`
 */
export function parseReply<const S extends v.GenericSchema>(schema: S, body: unknown, of: string): v.InferOutput<S> {
	const { success, output } = v.safeParse(schema, body);
	if (success) return output;
	throw new ProblemError(problem('bad-reply', { kind: 'answer', of, fault: 'incomplete' }));
}
