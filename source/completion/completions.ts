import type { Argument, Command, Option } from 'commander';
import { cleanText } from '../domain/clean-text.ts';
import { HELP_TOPICS } from '../domain/help-topics.ts';
import { PAGE_FIELDS } from '../domain/page-variables.ts';
import { jobOf, PURPOSES } from '../domain/permissions.ts';
import { plural } from '../domain/plural.ts';
import type { PeekedProfile } from '../vault/peek.ts';

/** Something that may stand at the cursor, with what it is. */
export type Completion = { value: string; description: string };

/** What may stand at the cursor; `areFiles`: the shell itself knows the names of files. */
export type Completions = { completions: Completion[]; areFiles: boolean };

/** Gives what is stored, when it is needed. */
export type Profiles = () => readonly PeekedProfile[];

const NOTHING: Completions = { completions: [], areFiles: false };
const FILES: Completions = { completions: [], areFiles: true };

/** What stands for a value in the usage of a verb or an option, and what may be put there. */
const BY_PLACEHOLDER: Readonly<Record<string, (profiles: Profiles, line: Line) => Completions>> = {
	page: (profiles, line) => listed(pages(profilesMeant(profiles(), line), line.typed)),
	name: (profiles) => listed(profiles().flatMap(profile)),
	old: (profiles) => listed(profiles().flatMap(profile)),
	list: () => listed(PURPOSES.map(({ id, title }) => ({ value: id, description: title }))),
	permission: (profiles, line) => listed(permissions(profilesMeant(profiles(), line))),
	'name=field': (_, { typed }) => listed(variables(typed)),
	subject: (_, line) => listed(subjects(line)),
	file: () => FILES,
	command: () => FILES,
};

/** Every placeholder that stands for something known. */
export const KNOWN_PLACEHOLDERS = Object.keys(BY_PLACEHOLDER);

/** The placeholder of an argument or an option, without its brackets; null for an option without a value. */
export function placeholderOf(of: Argument | Option): string | null {
	return 'flags' in of ? (/[<[]([^<[>\]]+?)(?:\.{3})?[>\]]/.exec(of.flags)?.[1] ?? null) : of.name();
}

/**
 * What may stand at the cursor, from commander's own data and the names that are stored. `words` are those before it,
 * without the program's own name; `current` is what was typed of this one. What does not begin with that is there as well.
 */
export function completionsAt(
	program: Command,
	words: readonly string[],
	current: string,
	profiles: Profiles,
): Completions {
	const line = readLine(program, words, current);
	if (line.pending) return valuesOf(line.pending, profiles, line);
	const [, name, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
	if (name !== undefined && value !== undefined && !line.isOver) {
		line.typed = value;
		const option = optionsOf(line.command).find(({ long }) => long === name);
		const { completions, areFiles } = option?.required ? valuesOf(option, profiles, line) : NOTHING;
		return {
			completions: completions.map((completion) => ({ ...completion, value: `${name}=${completion.value}` })),
			areFiles,
		};
	}
	if (current.startsWith('-') && !line.isOver) return listed(optionsOf(line.command).map(asCandidate));
	const { commands, registeredArguments } = line.command;
	if (commands.length > 0) return line.operands.length > 0 ? NOTHING : listed(verbsBelow(line.command));
	const last = registeredArguments.at(-1);
	const argument = registeredArguments[line.operands.length] ?? (last?.variadic ? last : undefined);
	// Commander would take for an option what begins as one.
	const { completions, areFiles } = argument ? valuesOf(argument, profiles, line) : NOTHING;
	return { completions: completions.filter(({ value }) => !value.startsWith('-')), areFiles };
}

/** What the words before the cursor mean, and what was typed of that at the cursor. */
type Line = {
	typed: string;
	command: Command;
	operands: string[];
	/** The values of options, by their long names. */
	given: Map<string, string>;
	/** The option whose value comes next. */
	pending: Option | null;
	/** After `--`, and behind the command of `exec`, nothing is an option. */
	isOver: boolean;
};

function readLine(program: Command, words: readonly string[], typed: string): Line {
	const line: Line = { typed, command: program, operands: [], given: new Map(), pending: null, isOver: false };
	for (const word of words) {
		if (line.pending) {
			line.given.set(line.pending.name(), word);
			line.pending = null;
		} else if (line.isOver) line.operands.push(word);
		else if (word === '--') line.isOver = true;
		else if (word.startsWith('-') && word !== '-') readOption(line, word);
		else {
			const below = line.operands.length === 0 && line.command.commands.find((verb) => verb.name() === word);
			if (below) line.command = below;
			else line.operands.push(word);
		}
		line.isOver ||= line.command.registeredArguments[line.operands.length - 1]?.name() === 'command';
	}
	return line;
}

function readOption(line: Line, word: string): void {
	const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
	const option = optionsOf(line.command).find(({ long }) => long === name);
	if (!option?.required) return;
	if (value === undefined) line.pending = option;
	else line.given.set(option.name(), value);
}

function optionsOf(command: Command): Option[] {
	const help = command.createHelp();
	return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function verbsBelow(command: Command): Completion[] {
	return command
		.createHelp()
		.visibleCommands(command)
		.map((verb) => ({ value: verb.name(), description: verb.description() }));
}

function asCandidate({ long, description }: Option): Completion {
	return { value: long ?? '', description };
}

function valuesOf(of: Argument | Option, profiles: Profiles, line: Line): Completions {
	if (of.argChoices) return listed(of.argChoices.map((value) => ({ value, description: '' })));
	const placeholder = placeholderOf(of) ?? '';
	return Object.hasOwn(BY_PLACEHOLDER, placeholder)
		? (BY_PLACEHOLDER[placeholder]?.(profiles, line) ?? NOTHING)
		: NOTHING;
}

function listed(completions: Completion[]): Completions {
	return { completions, areFiles: false };
}

/** The profile that is named on the line; else all, since one may be named behind the cursor. */
function profilesMeant(profiles: readonly PeekedProfile[], { given }: Line): readonly PeekedProfile[] {
	const name = given.get('profile')?.normalize('NFC');
	const named = profiles.filter((one) => one.name === name);
	return named.length > 0 ? named : profiles;
}

function profile({ name, app, pageCount }: PeekedProfile): Completion[] {
	return isPlain(name)
		? [{ value: name, description: cleanText(`${app.name ?? app.id}, ${plural(pageCount, 'Page')}`) }]
		: [];
}

/** Pages by their names; by their ids where a name says nothing or is that of several, and where an id was begun. */
function pages(profiles: readonly PeekedProfile[], typed: string): Completion[] {
	const all = new Map(profiles.flatMap((one) => one.pages().map(({ id, name }) => [id, name] as const)));
	const counts = new Map<string, number>();
	for (const name of all.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...all].flatMap(([id, name]) => {
		const byId = { value: id, description: cleanText(name) };
		if (counts.get(name) !== 1 || !isPlain(name) || name === id || name.startsWith('-')) return [byId];
		const byName = { value: name, description: id };
		return /^\d/.test(typed) ? [byName, byId] : [byName];
	});
}

/** What was granted. */
function permissions(profiles: readonly PeekedProfile[]): Completion[] {
	const names = new Set(profiles.flatMap(({ userInfo }) => userInfo.scopes));
	return [...names].filter(isPlain).map((value) => ({ value, description: jobOf(value) ?? '' }));
}

/** What `help` explains: the commands, and those below the one that was named; and the topics. */
function subjects({ command, operands }: Line): Completion[] {
	let subject: Command | undefined = command.parent ?? command;
	for (const word of operands) subject = subject?.commands.find((one) => one.name() === word);
	const topics = Object.entries(HELP_TOPICS).map(([value, description]) => ({ value, description }));
	return [...(subject ? verbsBelow(subject) : []), ...(operands.length === 0 ? topics : [])];
}

/** The name that programs look for, until another one was typed. */
const VARIABLE = 'FB_PAGE_ACCESS_TOKEN';

function variables(typed: string): Completion[] {
	const [name] = typed.includes('=') ? typed.split('=') : [VARIABLE];
	return PAGE_FIELDS.map((field) => ({ value: `${name}=${field}`, description: '' }));
}

/** Is this the same when it is shown and typed? */
function isPlain(name: string): boolean {
	return name !== '' && cleanText(name) === name;
}
