import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, type TestContext, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Outputs } from '../../source/operations/output-schema.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { workingVerbs } from '../support/verbs.ts';
import { readOutput, SCHEMA, validatorOf } from './outputs.ts';
import { type Run, startProgram } from './run-program.ts';
import { Store } from './store.ts';

/** The verbs that have nothing to print as JSON. */
const WITHOUT_JSON = [
	'exec',
	'completion',
	'help',
	'profiles use',
	'profiles rename',
	'profiles remove',
	'profiles protect',
];

/** What a verb is called with, and what it prints. */
type Call = { verb: string; args?: string[]; input?: (sandbox: Sandbox) => string; name: keyof Outputs };

const CALLS: readonly Call[] = [
	{ verb: 'demo', name: 'report' },
	{ verb: 'connect', args: ['--no-save'], input: ({ userToken }) => userToken, name: 'report' },
	{ verb: 'connect', args: ['--no-save', '--reveal'], input: ({ userToken }) => userToken, name: 'report' },
	{ verb: 'list', name: 'report' },
	{ verb: 'list', args: ['--reveal'], name: 'report' },
	{ verb: 'profiles list', name: 'report' },
	{ verb: 'check', name: 'report' },
	{ verb: 'refresh', name: 'report' },
	{ verb: 'token', args: ['My Bakery'], name: 'token' },
	{ verb: 'token', args: ['My Bakery', '--reveal'], name: 'token' },
	{ verb: 'export', args: ['--reveal'], name: 'report' },
	{ verb: 'publish-test', args: ['My Bakery', '--yes'], name: 'publish-test' },
	{ verb: 'read-test', args: ['My Bakery'], name: 'read-test' },
	{ verb: 'inspect', input: ({ userToken }) => userToken, name: 'inspect' },
	{ verb: 'inspect', input: ({ appId, appSecret }) => `${appId}|${appSecret}`, name: 'inspect' },
	{ verb: 'doctor', name: 'doctor' },
	// The last: nothing is left after it.
	{ verb: 'revoke', args: ['--yes'], name: 'report' },
];

/** What is done to the world of a store before its verbs are run. */
const WORLDS: Readonly<Record<string, (store: Store) => unknown>> = {
	'that is as it was': () => {},
	'in which the user token and a role have ended': ({ sandbox }) => {
		for (const token of sandbox.world.tokens.values()) if (token.kind === 'user') token.expiresAt = 1;
		sandbox.world.removeRole(ids.person, ids.permanentPage);
	},
	'whose Graph answers nonsense': ({ sandbox }) =>
		sandbox.faults.push(...(['batch', 'accounts'] as const).map((endpoint) => ({ endpoint, status: 400, body: '{}' }))),
	'whose Graph is down': ({ sandbox }) => sandbox.close(),
	'with no profile': (store) => {
		store.env.FB_TOKEN_TUI_CONFIG_DIR = `${store.folder}/none`;
	},
};

async function prepared(t: TestContext): Promise<Store> {
	const sandbox = await startSandbox();
	t.after(() => sandbox.close());
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'bakery']);
	return store;
}

function call(store: Store, { verb, args = [], input }: Call): Promise<Run> {
	return store.run([...verb.split(' '), ...args, '--json'], { input: input?.(store.sandbox) ?? '' });
}

/** Fails unless what was printed is what the file says; gives whether standard output has anything in it. */
function assertDescribed({ code, stdout, stderr }: Run, { verb, name }: Call): boolean {
	const isAnswer = stdout !== '';
	if (isAnswer) readOutput(name, stdout);
	else readOutput('problem', stderr);
	// Beside an answer there may be sentences for the person, and the problem of a result that could not be kept.
	assert.ok(isAnswer || code !== 0, verb);
	return isAnswer;
}

const GRAPH = { code: 1, subcode: null, type: null, message: null, fbtraceId: null, status: 500 };

describe('the file that describes all JSON', () => {
	test('is a JSON Schema of 2020-12, and says what each part of it is', () => {
		const ajv = new Ajv2020({ strict: true });
		assert.equal(SCHEMA.$schema, 'https://json-schema.org/draft/2020-12/schema');
		assert.ok(ajv.validateSchema(SCHEMA), ajv.errorsText());
		assert.ok(ajv.compile(SCHEMA));
		for (const { $ref } of SCHEMA.anyOf) {
			const [, name = ''] = /^#\/\$defs\/([\w-]+)$/.exec($ref) ?? [];
			assert.match(SCHEMA.$defs[name].description, /^\w.+\.$/, name);
		}
	});

	test('accepts fields and words that a later version adds, and refuses what is no output', () => {
		const validate = new Ajv2020().addSchema(SCHEMA, 'outputs').getSchema('outputs#/$defs/problem');
		assert.ok(validate);
		const known = { code: 'network', title: 'a', cause: 'b', remedy: 'c', retryable: true, graph: null };
		for (const later of [{}, { code: 'made-up-later' }, { hint: 'x' }, { graph: { ...GRAPH, region: 'eu' } }]) {
			assert.ok(validate({ ...known, ...later }), JSON.stringify(later));
		}
		for (const wrong of [{ code: 5 }, { retryable: 'yes' }, { title: undefined }]) {
			assert.equal(validate(JSON.parse(JSON.stringify({ ...known, ...wrong }))), false, JSON.stringify(wrong));
		}
		const verdict = SCHEMA.$defs.page.properties.verdict;
		assert.deepEqual(verdict.anyOf[1], { type: 'string' });
	});

	test('covers every verb', () => {
		const covered = [...CALLS.map(({ verb }) => verb), ...WITHOUT_JSON, 'sandbox'];
		assert.deepEqual([...new Set(covered)].sort(), workingVerbs().sort());
		for (const { verb, name } of CALLS) {
			assert.match(SCHEMA.$defs[name].description, new RegExp(`\\b${verb.split(' ').at(-1)}\\b`), verb);
		}
	});

	for (const [world, change] of Object.entries(WORLDS)) {
		test(`holds for a world ${world}`, async (t) => {
			const store = await prepared(t);
			await change(store);
			const isAnswer = async (one: Call) => assertDescribed(await call(store, one), one);
			const [last, ...others] = [...CALLS].reverse() as [Call, ...Call[]];
			const answers = await Promise.all(others.map(isAnswer));
			assert.ok(answers.includes(true));
			await isAnswer(last);
		});
	}

	test('holds for the first line of sandbox', async (t) => {
		const child = startProgram(['sandbox', '--json']);
		t.after(() => child.kill('SIGKILL'));
		const [line] = await once(createInterface(child.stdout), 'line');
		readOutput('sandbox', line);
	});
});

/** All objects in a value, with how to put another in their place. */
function objectsIn(value: unknown): Record<string, unknown>[] {
	if (typeof value !== 'object' || value === null) return [];
	const below = Object.values(value).flatMap(objectsIn);
	return Array.isArray(value) ? below : [value as Record<string, unknown>, ...below];
}

/** Outputs with much in them, by their names. */
async function someOutputs(t: TestContext): Promise<[keyof Outputs, unknown][]> {
	const store = await prepared(t);
	store.sandbox.world.removeRole(ids.person, ids.permanentPage);
	const calls = CALLS.filter(({ verb }) => ['check', 'inspect', 'doctor'].includes(verb));
	const none = await store.run(['list', '--profile', 'none', '--json']);
	return [
		...(await Promise.all(
			calls.map(
				async (one): Promise<[keyof Outputs, unknown]> => [one.name, JSON.parse((await call(store, one)).stdout)],
			),
		)),
		['problem', JSON.parse(none.stderr)],
	];
}

describe('what the file describes is', () => {
	test('closed: no key may be missing, and none be added', async (t) => {
		for (const [name, output] of await someOutputs(t)) {
			const validate = validatorOf(name);
			assert.ok(validate(output), name);
			for (const object of objectsIn(output)) {
				Object.assign(object, { more: null });
				assert.ok(!validate(output), `${name}: a key more`);
				delete object.more;
				for (const [key, value] of Object.entries(object)) {
					delete object[key];
					assert.ok(!validate(output), `${name}: without ${key}`);
					object[key] = value;
				}
			}
			assert.ok(validate(output) && validatorOf()(output), name);
		}
	});

	test('open where the words are Meta’s', async (t) => {
		for (const [name, output] of await someOutputs(t)) {
			for (const object of objectsIn(output)) {
				if ('tasks' in object) object.tasks = ['PROFILE_PLUS_NEW'];
				if ('granted' in object) object.granted = ['pages_something_new'];
				if ('granular' in object)
					Object.assign(object, { type: 'NEW_KIND', granular: [{ permission: 'x', targetIds: ['act_1'] }] });
			}
			assert.ok(validatorOf(name)(output), name);
		}
	});
});
