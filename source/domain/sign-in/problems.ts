import { cleanText } from '../clean-text.ts';
import { type Problem, problem } from '../problem.ts';
import { redactMessage } from '../redact.ts';
import { problemOfFacebookPage } from './facebook-page.ts';

/** What an answer of the dialog says of its failure; the names are Meta's. */
export type Refusal = Partial<Record<(typeof REFUSAL_PARAMETERS)[number], string>>;

/** The parameters in which the dialog tells a failure. */
const REFUSAL_PARAMETERS = ['error', 'error_reason', 'error_description', 'error_code', 'error_message'] as const;

/** The refusal that stands among some parameters; null where there is none. */
export function refusalIn(parameters: URLSearchParams): Refusal | null {
	const found = REFUSAL_PARAMETERS.flatMap((name) => {
		const value = parameters.get(name);
		return value ? [[name, value]] : [];
	});
	return found.length === 0 ? null : Object.fromEntries(found);
}

/** The problem of a dialog that was answered with an error. */
export function problemOfRefusal(refusal: Refusal): Problem {
	const { error = '', error_reason = '', error_code = '' } = refusal;
	if (error_reason === 'user_denied' || error === 'access_denied')
		return problem('cancelled', { kind: 'cancelled-at-facebook' });
	const told = refusal.error_message ?? refusal.error_description ?? (error || `error ${error_code}`);
	const message = redactMessage(cleanText(told), 300);
	if (error_code === '191') return problem('sign-in-needed', { kind: 'redirect-refused' });
	const page = problemOfFacebookPage(message);
	if (page) return page;
	if (error === 'temporarily_unavailable' || error === 'server_error') return problem('graph-unavailable');
	const isOfPermissions = /scope/i.test(message);
	const facts = { kind: 'dialog-error', message, isOfPermissions } as const;
	return problem(isOfPermissions ? 'missing-permission' : 'unexpected', facts);
}
