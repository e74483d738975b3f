import type { Command } from 'commander';
import { createProgram } from '../../source/command-line.ts';
import { loadVerbs, VERB_NAMES } from '../../source/commands/verbs.ts';

const LOADED = await loadVerbs(VERB_NAMES);

/** The command line, which runs nothing; with all that each verb takes, unless given. */
export function idleProgram(loaded = LOADED): Command {
	return createProgram(loaded, async () => {}, process);
}

/** All verbs, and those below them, by the words that call them: `list`, `profiles`, `profiles rename`. */
export function allVerbs(program = idleProgram()): Map<string, Command> {
	const below = (command: Command, words: readonly string[]): [string, Command][] =>
		command
			.createHelp()
			.visibleCommands(command)
			.flatMap((verb) => {
				const called = [...words, verb.name()];
				return [[called.join(' '), verb] as [string, Command], ...below(verb, called)];
			});
	return new Map(below(program, []));
}

/** The verbs that do something, and are no mere group of others. */
export function workingVerbs(): string[] {
	return [...allVerbs()].flatMap(([words, { commands }]) => (commands.length === 0 ? [words] : []));
}
