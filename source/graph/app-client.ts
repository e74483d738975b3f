import * as v from 'valibot';
import type { App } from '../domain/app.ts';
import { ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { DEVICE_SUBCODES } from '../domain/problems/graph-error.ts';
import type { Secret } from '../domain/secret.ts';
import { appAccessToken, appSecretProof } from './proof.ts';
import { DeviceCodeReply, NamedNode, TokenReply } from './schemas.ts';
import type { GraphRequest, Transport } from './transport.ts';
import { isVersion } from './version.ts';

/** A pair of app id and app secret. */
export type AppCredentials = { id: string; secret: Secret };

/**
 * A code to be entered on another device. `code` is what this program asks with; the person enters `userCode` at `address`,
 * null where Meta does not name one. Seconds: how long it lives, and how far apart questions about it must be.
 */
export type DeviceCode = v.InferOutput<typeof DeviceCodeReply>;

/** How it stands with such a code. */
export type DeviceStatus = { state: 'pending' | 'too-fast' | 'expired' } | { state: 'granted'; token: Secret };

const TOKEN_PATH = 'oauth/access_token';

/**
 * The typed calls that an app makes for itself, or before it has a token of a person. Every method throws a
 * {@link ProblemError} for every failure.
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
	 * Asks for an app token, which Meta gives only for a right pair of id and secret. Without a version: it is the first
	 * call, before it is known which versions there are.
	 */
	async checkCredentials(signal?: AbortSignal): Promise<void> {
		const query = { client_id: this.app.id, client_secret: this.app.secret.reveal(), grant_type: 'client_credentials' };
		const request = { endpoint: 'app-token', path: TOKEN_PATH, version: null, query } as const;
		await this.send(TokenReply, request, TOKEN_PATH, signal);
	}

	/** The app's own name, and the version that answered, where Graph says which. */
	async describeApp(signal?: AbortSignal): Promise<{ app: App; version: string | null }> {
		const { body, version } = await this.transport.send(
			{ endpoint: 'app', path: encodeURIComponent(this.app.id), query: { fields: 'id,name' }, token: this.appToken },
			signal,
		);
		return {
			app: parseReply(NamedNode, body, 'app'),
			version: version !== null && isVersion(version) ? version : null,
		};
	}

	/**
	 * Exchanges a short-lived user token for a long-lived one. Meta documents this call as a GET with the secret in the
	 * query. `expiresIn` is in seconds; null where Meta does not say, which is no error.
	 */
	async exchange(userToken: Secret, signal?: AbortSignal): Promise<{ token: Secret; expiresIn: number | null }> {
		const query = {
			grant_type: 'fb_exchange_token',
			client_id: this.app.id,
			client_secret: this.app.secret.reveal(),
			fb_exchange_token: userToken.reveal(),
		};
		return this.send(TokenReply, { endpoint: 'exchange', path: TOKEN_PATH, query }, TOKEN_PATH, signal);
	}

	/**
	 * Exchanges the code that the login dialog gave for a user token. `redirectUri` is the one that the dialog was given. Meta
	 * documents this call, too, as a GET with the secret in the query; the verifier goes with it, as in Meta's own SDK.
	 */
	async exchangeCode(
		{ code, redirectUri, verifier }: { code: Secret; redirectUri: string; verifier: Secret },
		signal?: AbortSignal,
	): Promise<Secret> {
		const query = {
			client_id: this.app.id,
			redirect_uri: redirectUri,
			client_secret: this.app.secret.reveal(),
			code: code.reveal(),
			code_verifier: verifier.reveal(),
		};
		const request = { endpoint: 'code-exchange', path: TOKEN_PATH, query } as const;
		return (await this.send(TokenReply, request, TOKEN_PATH, signal)).token;
	}

	/** Asks for a code that the person enters on another device. */
	async startDeviceLogin(
		clientToken: Secret,
		permissions: readonly string[],
		signal?: AbortSignal,
	): Promise<DeviceCode> {
		const form = { access_token: this.#clientAccess(clientToken), scope: permissions.join(',') };
		const request = { endpoint: 'device-login', method: 'POST', path: 'device/login', form } as const;
		return this.send(DeviceCodeReply, request, request.path, signal);
	}

	/**
	 * Asks whether the person has entered the code and allowed the sign-in.
	 * @throws {ProblemError} `cancelled` also where the person has declined.
	 */
	async deviceLoginStatus(clientToken: Secret, code: Secret, signal?: AbortSignal): Promise<DeviceStatus> {
		const form = { access_token: this.#clientAccess(clientToken), code: code.reveal() };
		try {
			const request = { endpoint: 'device-status', method: 'POST', path: 'device/login_status', form } as const;
			return { state: 'granted', token: (await this.send(TokenReply, request, request.path, signal)).token };
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
		of: string,
		signal?: AbortSignal,
	): Promise<v.InferOutput<S>> {
		return parseReply(schema, (await this.transport.send(request, signal)).body, of);
	}

	/** What proves to Meta that a call with this token comes from the app. */
	protected proof(token: Secret): { appsecret_proof: string } {
		return { appsecret_proof: appSecretProof(this.app.secret, token) };
	}

	#clientAccess(clientToken: Secret): string {
		return `${this.app.id}|${clientToken.reveal()}`;
	}
}

/**
 * What a schema reads of an answer, which `of` names in the problem.
 * @throws {ProblemError} `bad-reply`
 */
export function parseReply<const S extends v.GenericSchema>(schema: S, body: unknown, of: string): v.InferOutput<S> {
	const { success, output } = v.safeParse(schema, body);
	if (success) return output;
	throw new ProblemError(problem('bad-reply', { kind: 'answer', of, fault: 'incomplete' }));
}
