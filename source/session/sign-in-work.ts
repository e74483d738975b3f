import type { SignInEvent } from '../domain/sign-in/events.ts';
import { describeInterruption, describeLateAnswer } from '../domain/sign-in/interruption.ts';
import { addressDialog } from '../operations/sign-in/by-address.ts';
import { signInByBrowser } from '../operations/sign-in/by-browser.ts';
import { signInByDevice } from '../operations/sign-in/by-device.ts';
import { CallbackServer } from '../operations/sign-in/callback-server.ts';
import { PATIENCE_MS } from '../operations/sign-in/options.ts';
import { accessOf, type Context, type Effect } from './context.ts';
import type { SessionEvent } from './events.ts';
import type { Dispatch } from './options.ts';

/** Has the person sign in at Facebook, and answers with the user token. A dialog whose answer will be pasted is only begun. */
export async function signIn(effect: Effect<'sign-in'>, context: Context): Promise<SessionEvent> {
	const { client } = accessOf(context);
	const { options, dispatch, signal } = context;
	const { hosts, transport } = options;
	const { run, method, wanted, configId, isRerequest, clientToken } = effect;
	const facebook = hosts.facebook.origin;
	const requested = { permissions: wanted, configId, isRerequest };
	const waiting = { signal, clock: transport.retryPolicy.clock, patienceMs: PATIENCE_MS };
	if (method === 'address') {
		const { url, state } = addressDialog(client, requested, facebook);
		return { type: 'sign-in-opened', run, address: url, dialogState: state };
	}
	const work =
		method === 'browser'
			? signInByBrowser(client, { requested, facebook, callbacks: callbacksOf(context) }, waiting)
			: signInByDevice(client, { clientToken, permissions: wanted, facebook }, waiting);
	let step = await work.next();
	for (; !step.done; step = await work.next()) tell(step.value, run, dispatch);
	return { type: 'signed-in', run, method, token: step.value };
}

/** Where Facebook comes back to, as long as the program runs: what comes too late is told. */
function callbacksOf({ kept, dispatch }: Context): CallbackServer {
	kept.callbacks ??= new CallbackServer({
		onLate: (answer) => dispatch({ type: 'notice', notice: { tone: 'warn', text: describeLateAnswer(answer) } }),
	});
	return kept.callbacks;
}

function tell(event: SignInEvent, run: number, dispatch: Dispatch): void {
	if (event.type === 'dialog') dispatch({ type: 'sign-in-waiting', run, address: event.url, endsAt: event.endsAt });
	else if (event.type === 'device-code') dispatch({ type: 'device-code', run, device: event });
	else dispatch({ type: 'sign-in-interruption', run, interruption: describeInterruption(event) });
}
