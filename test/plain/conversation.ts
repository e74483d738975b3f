import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { runPlain } from '../../source/plain/conversation.ts';
import type { Prefill } from '../../source/session/start.ts';
import { Program, type ProgramOptions, startProgram } from '../support/program.ts';

const PLAIN = { face: runPlain, rows: 400, columns: 200 };

/** Starts the program as questions and answers, with a sandbox; both are ended with the test. */
export async function startPlain(context: TestContext, options: ProgramOptions = {}): Promise<Program> {
	return startProgram(context, { ...PLAIN, ...options });
}

/** Starts it once more, against the sandbox of a run before. */
export function startAgain(
	context: TestContext,
	{ sandbox }: Program,
	options: ProgramOptions & { prefill: Prefill },
): Program {
	const program = new Program(sandbox, options.prefill, { ...PLAIN, ...options });
	context.after(() => program.close());
	return program;
}

/** Waits until a question is asked, and has not been answered. */
export async function asked(program: Program, question: string): Promise<void> {
	const isAsked = (written: string) => written.replace(/\r?\n/g, ' ').endsWith(`${question} `);
	await program.terminal.waitFor((screen) => isAsked(screen.raw()));
}

/** Waits for a question and answers it. */
export async function answer(program: Program, question: string, text = ''): Promise<void> {
	await asked(program, question);
	const { length } = program.terminal.raw();
	program.terminal.type(`${text}\r`);
	// Until it is taken, the question is still the last that was written.
	await program.terminal.waitFor((screen) => screen.raw().length > length);
}

/** Answers all questions up to those about the Pages, with the sandbox's own user token unless another is given. */
export async function walkToPages(program: Program, token = program.sandbox.userToken): Promise<void> {
	await walkToToken(program);
	await answer(program, 'Token, not shown (Enter opens the Explorer):', token);
	await answer(program, 'Token, not shown (Enter goes on):');
	await asked(program, 'Command:');
}

/** Answers all questions up to that for the token. */
export async function walkToToken(program: Program): Promise<void> {
	await answer(program, `App ID [${program.sandbox.appId}]:`);
	await answer(program, 'App secret, not shown [32 characters]:');
	await answer(program, 'Number [1]:');
}

/** All that was written since a text was. */
export function since(program: Program, text: string): string {
	const all = program.terminal.raw().replaceAll('\r\n', '\n');
	assert.ok(all.includes(text), `${text} is not in ${all}`);
	return all.slice(all.lastIndexOf(text));
}

/** Fails where anything was written but text, line ends, and the Backspace that takes a character away. */
export function assertPlain(program: Program): void {
	assert.doesNotMatch(program.terminal.raw().replace(/[\r\n\b]/g, ''), /\p{Cc}/u);
}
