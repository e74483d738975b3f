/**
 * A file that belongs to a profile is damaged or missing. It is for who holds the lock to say so, since another process may have
 * replaced it.
 */
export class ProfileFileError extends Error {
	/** What the file holds. */
	readonly content: 'secrets' | 'Pages';
	readonly path: string;
	readonly reason: 'damaged' | 'missing';

	constructor({ content, path, reason }: Pick<ProfileFileError, 'content' | 'path' | 'reason'>) {
		super(`A file of ${content} is ${reason}.`);
		this.content = content;
		this.path = path;
		this.reason = reason;
	}
}
