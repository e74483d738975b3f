import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import type { PageRecord } from '../../source/domain/page.ts';
import { DEFAULT_PURPOSE, permissionsFor } from '../../source/domain/permissions.ts';
import type { Problem } from '../../source/domain/problem.ts';
import { problemOrRethrow } from '../../source/domain/problem.ts';
import type { Secret } from '../../source/domain/secret.ts';
import type { AppCredentials } from '../../source/graph/app-client.ts';
import { GraphClient } from '../../source/graph/client.ts';
import {
	BatchItem,
	DebugTokenReply,
	EdgeReply,
	NamedNode,
	PermissionItem,
	pageSchema,
	TokenReply,
} from '../../source/graph/schemas.ts';
import { Transport } from '../../source/graph/transport.ts';
import { NEWEST_VERSION } from '../../source/graph/version.ts';
import { readTest } from '../../source/operations/read-test.ts';
import { runJourney } from '../../source/operations/run-journey.ts';
import { startRecorder } from './recorder.ts';
import type { Reply } from './shape.ts';

/** Whose journey is walked. */
export type Traveler = { graph: URL; credentials: AppCredentials; token: string };

/** What came of a walk: every reply, and what the program made a problem of. */
export type Walk = { replies: readonly Reply[]; problems: Problem[] };

/**
 * Walks the journey with the program's own client: the app, the token, the exchange, the Pages, what is said of their tokens, one
 * Page by its id, the permissions, and what one Page token may read. Nothing is written at Meta.
 */
export async function walk({ graph, credentials, token }: Traveler, change?: (reply: Reply) => Reply): Promise<Walk> {
	await using recorder = await startRecorder(graph, change);
	const transport = new Transport({
		graph: recorder.url,
		version: NEWEST_VERSION,
		timeoutMs: 60_000,
		longestPauseMs: 300_000,
	});
	const { signal } = new AbortController();
	const problems: Problem[] = [];
	try {
		const now = () => Math.floor(Date.now() / 1000);
		const wanted = permissionsFor(DEFAULT_PURPOSE);
		const work = runJourney({ transport, forcedVersion: false, credentials, token, wanted }, { now, signal });
		let step = await work.next();
		while (!step.done) step = await work.next();
		const { userToken, pages, problems: told } = step.value;
		problems.push(...told);
		const client = new GraphClient(transport, credentials);
		await client.declinedPermissions(userToken, signal);
		if (pages[0]) await client.page(pages[0].id, 'id', userToken, signal);
		const readable = pages.find(hasToken);
		if (readable) {
			const { outcomes } = await readTest(client, readable, signal);
			problems.push(...outcomes.flatMap(({ problem }) => problem ?? []));
		}
	} catch (error) {
		problems.push(problemOrRethrow(error));
	} finally {
		await transport.close();
	}
	return { replies: recorder.replies, problems };
}

function hasToken(page: PageRecord): page is PageRecord & { token: Secret } {
	return page.token !== null;
}

const page = pageSchema('accounts');
const edgeOf = (item: v.GenericSchema) => v.object({ ...EdgeReply.entries, data: v.array(item) });

/** The program's own schemas, by what they read. */
const SCHEMAS: readonly (readonly [request: RegExp, schema: v.GenericSchema])[] = [
	[/oauth\/access_token/, TokenReply],
	[/debug_token/, DebugTokenReply],
	[/\/permissions$/, edgeOf(PermissionItem)],
	[/me\/businesses\b/, edgeOf(NamedNode)],
	[/(accounts|_pages)\b/, edgeOf(page)],
	[/^POST batch$/, v.array(BatchItem)],
	[/GET (me|\{id\})(\?|$)/, v.union([page, NamedNode])],
];

/** Where a reply is not what the program's schemas expect, though it may cope with that. */
export function againstSchemas(replies: readonly Reply[]): string[] {
	const ajv = new Ajv({ strict: false, allErrors: true });
	const checks = SCHEMAS.map(([request, schema]) => {
		const { $schema: _, ...json } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' });
		return { request, check: ajv.compile(json as object) };
	});
	const found = replies
		.filter(({ status, body }) => status < 300 && typeof body === 'object')
		.flatMap(({ request, status, body }) => {
			const check = checks.find((one) => one.request.test(request))?.check;
			if (!check || check(body)) return [];
			return (check.errors ?? []).map(({ instancePath }) => {
				const path = instancePath
					.slice(1)
					.replace(/(^|\/)\d+/g, '[]')
					.replaceAll('/', '.');
				return `${request} ${status}: ${path || 'the body'} does not fit our schema`;
			});
		});
	return [...new Set(found)];
}
