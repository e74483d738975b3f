import { problemText } from '../problem-text.ts';
import type { SignInEvent } from './events.ts';

/** What happens while a sign-in is waited for, as sentences; null for what need not be told. */
export function describeInterruption(event: SignInEvent): string | null {
	switch (event.type) {
		case 'stray-answer':
			return 'What came back is of another sign-in. Still waiting.';
		case 'answered':
			return 'Facebook has answered.';
		case 'device-expired':
			return 'That code has run out.';
		case 'device-problem':
			return `${problemText(event.problem).title}. Asking again.`;
		default:
			return null;
	}
}
