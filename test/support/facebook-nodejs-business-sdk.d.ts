declare module 'facebook-nodejs-business-sdk' {
	/** Only what the tests use of Meta's own Node SDK; it ships no types. */
	export class FacebookAdsApi {
		static readonly GRAPH: string;
		static readonly VERSION: string;
		static init(accessToken: string, locale?: string, crashLog?: boolean): FacebookAdsApi;
		getAppID(): Promise<{ readonly data: { readonly data: { readonly app_id: string } } }>;
		call(method: string, path: readonly string[], parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
	}

	export class FacebookAdsApiBatch {
		constructor(api: FacebookAdsApi);
		add(
			method: string,
			path: readonly string[],
			parameters: Readonly<Record<string, unknown>> | undefined,
			files: undefined,
			onSuccess: (response: ApiResponse) => void,
			onFailure: (response: ApiResponse) => void,
		): void;
		/** The calls that got no answer, as a new batch; null when all were answered. */
		execute(): Promise<FacebookAdsApiBatch | null>;
	}

	export interface ApiResponse {
		readonly body: unknown;
		readonly status: number;
		readonly error?: unknown;
	}

	export class User {
		constructor(id: string);
		getAccounts(fields: readonly string[], parameters?: Readonly<Record<string, unknown>>): Promise<Cursor>;
	}

	export interface Cursor extends Array<{ readonly id: string; readonly name: string; readonly access_token: string }> {
		hasNext(): boolean;
		next(): Promise<Cursor>;
	}
}
