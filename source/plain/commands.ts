/** A command by its words, the shortest first. What it takes stands behind it: `copy 3`, `c3`, `/ bakery`. */
export type Command = {
	words: readonly [string, ...string[]];
	/** What is typed behind it, as the help shows it: `NUMBER`. */
	takes?: string;
	/** What it does, as a sentence without its full stop. */
	does: string;
	run: (rest: string) => unknown;
};

const SPOKEN = /^(\d+|\p{L}+|[^\s\p{L}\d])\s*(.*)$/su;

/** A line taken apart: its first word, number or sign in lower case, and the rest. */
export function readCommand(line: string): { word: string; rest: string } {
	const [, word = '', rest = ''] = SPOKEN.exec(line.trim()) ?? [];
	return { word: word.toLowerCase(), rest };
}

/** The command of a word. */
export function commandOf(commands: readonly Command[], word: string): Command | undefined {
	return commands.find(({ words }) => words.includes(word));
}

/** A command as the help shows it: `c NUMBER, or copy: copies the token`. */
export function describeCommand({ words, takes, does }: Command): string {
	const [first, ...others] = words;
	const name = takes === undefined ? first : `${first} ${takes}`;
	return `${[name, ...others].join(', or ')}: ${does}`;
}
