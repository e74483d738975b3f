// Walks the journey at the Graph of the environment with somebody's own app and token, reading only, and says where the replies
// differ in shape from those of the sandbox and from our schemas. It prints no value of any reply.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { compare, recordOf } from './shape.ts';
import { againstSchemas, walk } from './walk.ts';

const USAGE = `Usage: npm run test:live [-- --record FILE]

FB_APP_ID and FB_APP_SECRET name your app. A user access token comes on standard input, or is asked for.
--record FILE writes the shapes of the replies, without any value, to a new file that you can attach to a report.
`;

async function readToken(): Promise<string> {
	if (!process.stdin.isTTY) return (await text(process.stdin)).trim();
	process.stderr.write('User access token (hidden): ');
	const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
	const prompt = createInterface({ input: process.stdin, output: hidden, terminal: true });
	const token = await prompt.question('');
	prompt.close();
	process.stderr.write('\n');
	return token.trim();
}

async function run(): Promise<number> {
	const { values } = parseArgs({ options: { record: { type: 'string' } } });
	const { FB_APP_ID: id, FB_APP_SECRET: secret } = process.env;
	if (!id || !secret) throw new TypeError('FB_APP_ID or FB_APP_SECRET is missing.');
	const token = await readToken();
	const live = await walk({
		graph: readHosts(process.env).graph,
		credentials: { id, secret: new Secret(secret) },
		token,
	});
	await using sandbox = await startSandbox();
	const own = await walk({
		graph: new URL(sandbox.graphUrl),
		credentials: { id: sandbox.appId, secret: new Secret(sandbox.appSecret) },
		token: sandbox.userToken,
	});
	const { differences, unseen } = compare(live.replies, own.replies);
	const all = [...differences, ...againstSchemas(live.replies)];
	const list = (title: string, lines: readonly string[]) =>
		lines.length > 0 ? `\n${title}:\n${lines.map((line) => `  ${line}\n`).join('')}` : '';
	const problems = live.problems.map((problem) => `${problem.code}: ${problemText(problem).title}`);
	process.stdout.write(
		[
			`Read ${live.replies.length} replies of Graph and ${own.replies.length} of the sandbox.\n`,
			list('Problems on the way', problems),
			list('Only in the sandbox, which your account may lack', unseen),
			list('Differences', all),
			all.length === 0 ? '\nNo difference.\n' : '',
		].join(''),
	);
	if (values.record !== undefined) {
		writeFileSync(values.record, `${JSON.stringify(recordOf(live.replies), null, '\t')}\n`, {
			mode: 0o600,
			flag: 'wx',
		});
		process.stdout.write(`\nWrote ${values.record}. It holds no value of any reply.\n`);
	}
	return all.length === 0 && live.replies.length > 0 ? 0 : 1;
}

try {
	process.exitCode = await run();
} catch (error) {
	if (!(error instanceof Error)) throw error;
	process.stderr.write(
		error instanceof TypeError || error instanceof RangeError ? `${error.message}\n\n${USAGE}` : `${error.message}\n`,
	);
	process.exitCode = 2;
}
