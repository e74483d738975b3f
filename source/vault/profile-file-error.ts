/** A file that belongs to a profile is damaged or missing. Another process may just have replaced it. */
export class ProfileFileError extends Error {
	/** What the file holds. */
	readonly content: 'secrets' | 'Pages';
	/** Null where the list of profiles does not say which file it is. */
	readonly path: string | null;
	readonly reason: 'damaged' | 'missing';

	constructor({ content, path, reason }: Pick<ProfileFileError, 'content' | 'path' | 'reason'>) {
		super(`A file of ${content} is ${reason}.`);
		this.content = content;
		this.path = path;
		this.reason = reason;
	}
}
