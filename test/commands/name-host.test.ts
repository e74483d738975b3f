import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withHost } from '../../source/commands/name-host.ts';
import { type Problem, problem } from '../../source/domain/problem.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { readProblem } from './outputs.ts';
import { connect } from './run-program.ts';

const META = readHosts({});
const OTHER = readHosts({ FB_TOKEN_TUI_GRAPH_URL: 'https://graph.example.com' });
const refused: Problem = problem('wrong-app-secret', {
	graph: { code: 1, subcode: null, type: null, message: null, fbtraceId: null, status: 400 },
});

describe('a problem that came of a call', () => {
	test('names the host, where that is not Meta’s, once', () => {
		assert.equal(withHost(refused, META), refused);
		const named = withHost(refused, OTHER);
		assert.equal(named.cause, `${refused.cause} Asked was graph.example.com, not Meta.`);
		assert.equal(withHost(named, OTHER), named);
		const told = withHost(problem('timeout', { cause: 'graph.example.com did not answer.' }), OTHER);
		assert.equal(told.cause, 'graph.example.com did not answer. That is not Meta.');
	});

	test('and no other', () => {
		const locked = problem('store-locked');
		assert.equal(withHost(locked, OTHER), locked);
	});

	test('names it on standard error, as text and as JSON', async () => {
		await using sandbox = await startSandbox({ faults: [{ endpoint: 'exchange', status: 500 }] });
		const { host } = new URL(sandbox.graphUrl);
		assert.ok(
			(await connect(sandbox)).stderr.includes(`${host} answered with HTTP 500 and an empty body. That is not Meta.`),
		);
		assert.match(readProblem((await connect(sandbox, ['--json'])).stderr).cause, /That is not Meta\.$/);
	});
});
