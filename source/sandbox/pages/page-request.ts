import type { World } from '../world.ts';

/** The three origins of a sandbox, without a slash at the end: `http://127.0.0.1:49152`. */
export interface Origins {
	readonly graphUrl: string;
	readonly facebookUrl: string;
	readonly developersUrl: string;
}

/** A request of the browser to one of the two page hosts. */
export interface PageRequest {
	readonly world: World;
	/** `GET`, `POST`, … */
	readonly method: string;
	readonly url: URL;
	/** The fields of a form that was posted; empty otherwise. */
	readonly form: URLSearchParams;
	readonly origins: Origins;
}

/** What a page host answers. */
export interface PageReply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}
