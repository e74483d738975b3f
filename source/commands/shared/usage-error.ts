/** The command line or the environment asks for something that cannot be: exit code 2. The message is fit to be shown. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
