import { Argument } from 'commander';
import { cleanText } from '../domain/clean-text.ts';
import { HELP_TOPIC_NAMES } from '../domain/help-topics.ts';
import { redact } from '../domain/redact.ts';
import { helpWidth, layOut } from './help/layout.ts';
import { TOPICS } from './help/topics.ts';
import { EXIT } from './shared/exit-code.ts';
import { UsageError } from './shared/usage-error.ts';
import type { Verb } from './shared/verb.ts';

/**
 * Prints the help of the program, of a command or of a topic.
 * @throws {UsageError} for any other word.
 */
export const verb: Verb<object, [subject: string[]]> = {
	arguments: [new Argument('[subject...]', 'command or topic')],
	examples: ['fb-token-tui help exec', 'fb-token-tui help profiles use', 'fb-token-tui help recipes'],
	async run({ args: [words] }, context) {
		const { stdout, manual } = context;
		const topic = HELP_TOPIC_NAMES.find((name) => words.length === 1 && name === words[0]);
		if (topic) stdout.write(layOut(await TOPICS[topic](context), helpWidth(stdout)));
		else if (!manual?.showCommand(words)) {
			const word = cleanText(redact(words.join(' '))).slice(0, 80);
			throw new UsageError(`There is no command or topic "${word}". See all: fb-token-tui help`);
		}
		return EXIT.fine;
	},
};
