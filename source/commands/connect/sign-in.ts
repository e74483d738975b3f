import { missingPermissions } from '../../domain/permissions.ts';
import { type Problem, ProblemError } from '../../domain/problem.ts';
import { isRetryable } from '../../domain/problem-text.ts';
import { Secret } from '../../domain/secret.ts';
import type { DialogOptions } from '../../domain/sign-in/dialog.ts';
import type { SignInEvent } from '../../domain/sign-in/events.ts';
import { aboutErrorsAtFacebook } from '../../domain/sign-in/guide.ts';
import { describeInterruption } from '../../domain/sign-in/interruption.ts';
import { methodAfter } from '../../domain/sign-in/methods.ts';
import { formatDistance } from '../../domain/time.ts';
import { MACHINE_CLOCK } from '../../graph/retry-policy.ts';
import { signInByBrowser } from '../../operations/sign-in/by-browser.ts';
import { signInByDevice } from '../../operations/sign-in/by-device.ts';
import { PATIENCE_MS } from '../../operations/sign-in/options.ts';
import { type Browser, findBrowser } from '../../system/browser.ts';
import type { Context } from '../shared/context.ts';
import { follow } from '../shared/unattended.ts';
import { checkedApp, type Draft } from './draft.ts';

/**
 * Has the person sign in with the browser or on another device, tells what there is to do, and gives the user token.
 * @throws {ProblemError} why there is none.
 */
export function signIn(draft: Draft): Promise<Secret> {
	const { context, method, requested, clientToken, callbacks } = draft;
	const { hosts, signal, clock = MACHINE_CLOCK } = context;
	const { client } = checkedApp(draft);
	const facebook = hosts.facebook.origin;
	const options = { signal, clock, patienceMs: PATIENCE_MS };
	const events =
		method === 'browser'
			? signInByBrowser(client, { requested: dialogOptions(draft), facebook, callbacks }, options)
			: signInByDevice(
					client,
					{ clientToken: clientToken ?? new Secret(''), permissions: requested.wanted, facebook },
					options,
				);
	return orAnotherMethod(draft, () => follow(events, signInTeller(draft)));
}

/** What Facebook's dialog is asked for, and whether it is to offer the choice of Pages and what was declined again. */
export function dialogOptions({ requested: { wanted }, configId, inspected, target, holders }: Draft): DialogOptions {
	const granted = inspected?.info.scopes ?? target?.existing?.userInfo.scopes ?? wanted;
	const isRerequest = holders.length > 0 || missingPermissions(wanted, granted).length > 0;
	return { permissions: wanted, configId, isRerequest };
}

/** Problems of one sign-in method, and not of the network or of Meta. */
const OF_ONE_METHOD: ReadonlySet<Problem['code']> = new Set([
	'cancelled',
	'sign-in-needed',
	'missing-permission',
	'network',
	'unexpected',
]);

/**
 * Does the work of a sign-in. Where nobody can be asked for another method, its problem names the command for that.
 * @throws {ProblemError} the problem of the work.
 */
export async function orAnotherMethod<T>(draft: Draft, work: () => Promise<T>): Promise<T> {
	const { context, questions, method, clientToken } = draft;
	try {
		return await work();
	} catch (error) {
		const isOfMethod = error instanceof ProblemError && OF_ONE_METHOD.has(error.problem.code);
		if (!isOfMethod || method === 'explorer' || method === 'system-user') throw error;
		const { problem } = error;
		const isPassing = problem.code === 'network' && isRetryable(problem);
		if (isPassing || questions.canAsk || context.signal.aborted) throw error;
		const next = methodAfter(method, {
			elsewhere: findBrowser(context.env, process.platform, context.options.wantBrowser).elsewhere,
			hasClientToken: clientToken !== null,
			last: null,
		});
		throw new ProblemError({ ...problem, next: { step: 'sign-in', method: next } });
	}
}

/** Tells on standard error what the person has to do, and opens the browser. */
function signInTeller({ context, questions, stderr, configId }: Draft): (event: SignInEvent) => Promise<void> {
	const write = (text: string) => stderr.write(`${text}\n`);
	const browser = findBrowser(context.env, process.platform, context.options.wantBrowser);
	const { clock = MACHINE_CLOCK } = context;
	const timeUntil = (endsAt: number) => formatDistance(Math.round((endsAt - clock.now()) / 1000));
	let isOutOfReach = false;
	return async (event) => {
		const wasOutOfReach = isOutOfReach;
		isOutOfReach = event.type === 'device-problem';
		if (event.type === 'dialog') {
			write(`Sign in at Facebook in a browser:\n\n  ${event.url}\n`);
			const other = questions.canAsk ? 'the method address' : '--via address';
			const errors = aboutErrorsAtFacebook({ method: 'browser', configId }, other);
			if (errors) write(errors);
			write(`Waiting for you for ${timeUntil(event.endsAt)}, then the sign-in stops. Ctrl+C stops it now.`);
			write(await openInBrowser(event.url, browser));
		} else if (event.type === 'device-code') {
			const { url, urlWithCode, userCode, endsAt, isLast } = event;
			write(`On a phone or another computer open\n\n  ${url}\n\nand enter the code\n\n  ${userCode}\n`);
			const code = await qrCode(urlWithCode, context);
			if (code) write(`${code}\nThe QR code leads there, with the code filled in.`);
			const then = isLast ? 'the sign-in stops' : 'you get a new code';
			write(`Waiting for the code for ${timeUntil(endsAt)}, then ${then}. Ctrl+C stops it now.`);
		} else if (event.type === 'device-pending') {
			if (wasOutOfReach) write('Meta answers again.');
		} else {
			const interruption = describeInterruption(event);
			if (interruption && !(wasOutOfReach && isOutOfReach)) write(interruption);
		}
	};
}

/** Opens a link in the browser, and gives what became of it as a sentence. */
export async function openInBrowser(url: string, browser: Browser): Promise<string> {
	if (await browser.open(url)) return 'Asked your browser to open it.';
	return `${browser.unavailable ?? 'Your browser did not open it.'} Open the link yourself.`;
}

/** For a terminal that is wide enough; dark on light, or the other way round where there are no colors. */
async function qrCode(text: string, { stderr, options, unicode, colour }: Context): Promise<string | null> {
	if (!stderr.isTTY || options.plain) return null;
	const { qrLines } = await import('../../terminal/qr-code.ts');
	const lines = qrLines(text, { unicode, isInverted: !colour });
	if ((lines[0]?.length ?? 0) + 2 >= (stderr.columns ?? 80)) return null;
	return lines.map((line) => (colour ? `  \x1b[30;107m${line}\x1b[0m` : `  ${line}`)).join('\n');
}
