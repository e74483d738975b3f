import { endsTheSignIn, type Problem, retold } from '../../domain/problem.ts';
import { problemText } from '../../domain/problem-text.ts';
import { quotedForShell } from '../../domain/quoting.ts';
import type { Profile } from '../../vault/profile.ts';

/** What says how a profile is connected again. */
type Reconnected = Pick<Profile, 'name' | 'signIn' | 'userInfo'>;

/**
 * The problem of a stored user token or app secret, or of the file that holds them, with the remedy that there is for a
 * profile: connecting again under its name, on the way that led to its token. Any other problem is given back as it is.
 */
export function withRemedyForStored(trouble: Problem, profile: Reconnected): Problem {
	const { words: again, command } = reconnecting(profile);
	if (trouble.code === 'wrong-app-secret' || trouble.code === 'proof-needed') {
		return retold(trouble, { remedy: `Set FB_APP_SECRET to the secret of today and connect again: ${command}` });
	}
	const { remedy } = problemText(trouble);
	// What a newer program has stored is for that one.
	if (trouble.code === 'store-damaged' && !remedy.includes('fb-token-tui')) {
		return retold(trouble, { remedy: `${remedy} Then: ${command}` });
	}
	if (!endsTheSignIn(trouble.code)) return trouble;
	const told =
		trouble.code === 'token-expired'
			? { title: 'The stored user token has expired', cause: 'Page tokens that never expire go on without it.' }
			: {};
	return retold(trouble, { ...told, remedy: `${again}: ${command}` });
}

function reconnecting({ name, signIn, userInfo }: Reconnected): { words: string; command: string } {
	const connect = (via: string) => `fb-token-tui connect${via} --profile ${quoted(name)}`;
	const pasted = `… | ${connect('')}`;
	if (signIn?.via && signIn.via !== 'explorer')
		return { words: 'Sign in again', command: connect(` --via ${signIn.via}`) };
	if (userInfo.type === 'SYSTEM_USER')
		return { words: 'Make a new token of the system user and connect again', command: pasted };
	return { words: 'Make a new user token in the Explorer and connect again', command: pasted };
}

/** A word for a POSIX shell, in quotes where it needs them. */
export function quoted(word: string): string {
	return /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(word) ? word : quotedForShell(word);
}
