import { problemText } from '../problem-text.ts';
import type { LateAnswer } from './answer.ts';
import type { SignInEvent } from './events.ts';

/** What happens while a sign-in is waited for, as sentences; null for what need not be told. */
export function describeInterruption(event: SignInEvent): string | null {
	switch (event.type) {
		case 'stray-answer':
			return 'An answer from another sign-in arrived. Still waiting for yours.';
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

/** What the person is told of an answer that came after its sign-in was over. */
export function describeLateAnswer(answer: LateAnswer): string {
	return answer === 'code'
		? 'Facebook answered after the wait ended. Your grant there may have changed: sign in again.'
		: 'Facebook answered after the wait ended: the sign-in was canceled there.';
}
