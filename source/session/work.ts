import { problem } from '../domain/problem.ts';
import { type Next, NO_SIGN_IN, type SessionState, type Status, say, stay } from './state.ts';

/** Why something has to wait. */
export const WAIT = 'One moment: the Pages are still coming in.';

/** Says that what is being written has to be waited for. */
export function sayWriting(state: SessionState): Next {
	return say(state, 'plain', 'One moment: something is being written.');
}

/** Does work run that Ctrl+C would stop? */
export function isBusy(state: SessionState): boolean {
	return (
		state.app.status.state === 'running' ||
		state.token.status.state === 'running' ||
		state.signIn.status.state === 'running' ||
		state.connection.running ||
		state.verifying.length > 0 ||
		state.adding.status.state === 'running' ||
		state.exporting?.status.state === 'running' ||
		state.publishTest?.status.state === 'running' ||
		state.profiles.busy !== null ||
		state.save?.status.state === 'running'
	);
}

/** Is something being written, into the store, a file, or at Meta? That can be neither stopped nor left. */
export function isWriting(state: SessionState): boolean {
	const { profiles, save, exporting, publishTest } = state;
	return (
		profiles.busy?.work === 'writing' || [save, exporting, publishTest].some((work) => work?.status.state === 'running')
	);
}

/** Stops what runs and keeps what it has brought. The number moves on, so that its late answers are ignored. */
export function stop(state: SessionState): Next {
	if (!isBusy(state)) return stay(state);
	const { app, signIn, token, connection, profiles, adding, exporting, publishTest, save } = state;
	return {
		state: {
			...state,
			run: state.run + 1,
			app: halted(app),
			signIn: signIn.status.state === 'running' ? { ...signIn, ...NO_SIGN_IN } : signIn,
			token: token.status.state === 'running' ? { ...token, status: { state: 'idle' }, isSubmitted: false } : token,
			connection: connection.running
				? {
						...connection,
						running: false,
						problems: [...connection.problems, problem('cancelled', { kind: 'cancelled-late' })],
					}
				: connection,
			profiles: { ...profiles, busy: null },
			save: save && halted(save),
			verifying: [],
			adding: halted(adding),
			exporting: exporting && halted(exporting),
			publishTest: publishTest?.status.state === 'running' ? null : publishTest,
		},
		effects: [{ type: 'abort' }],
	};
}

function halted<Form extends { status: Status<unknown> }>(form: Form): Form {
	return form.status.state === 'running' ? { ...form, status: { state: 'idle' } } : form;
}
