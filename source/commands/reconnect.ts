import { endsTheSignIn, type Problem } from '../domain/problem.ts';
import { quotedForShell } from '../domain/quoting.ts';

/**
 * The problem of a stored user token or app secret, or of the file that holds them, with the remedy that there is for a
 * profile: connecting again under its name. Any other problem is given back as it is.
 */
export function withRemedyForStored(trouble: Problem, profile: string): Problem {
	const command = `… | fb-token-tui connect --profile ${quoted(profile)}`;
	if (trouble.code === 'wrong-app-secret' || trouble.code === 'proof-needed') {
		return { ...trouble, remedy: `Set FB_APP_SECRET to the secret of today and connect again: ${command}` };
	}
	// What a newer program has stored is for that one.
	if (trouble.code === 'store-damaged' && !trouble.remedy.includes('fb-token-tui')) {
		return { ...trouble, remedy: `${trouble.remedy} Then: ${command}` };
	}
	if (!endsTheSignIn(trouble.code)) return trouble;
	const words =
		trouble.code === 'token-expired'
			? { title: 'The stored user token has expired', cause: 'Page tokens that never expire go on without it.' }
			: {};
	return { ...trouble, ...words, remedy: `Make a new user token in the Explorer and connect again: ${command}` };
}

/** A word for a POSIX shell, in quotes where it needs them. */
export function quoted(word: string): string {
	return /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(word) ? word : quotedForShell(word);
}
