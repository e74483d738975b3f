import { missingPermissions } from '../../domain/permissions.ts';
import { type Problem, ProblemError, problem, retold } from '../../domain/problem.ts';
import { isRetryable, problemText } from '../../domain/problem-text.ts';
import { ANOTHER_WAY } from '../../domain/problems/sign-in.ts';
import { Secret } from '../../domain/secret.ts';
import { problemOfClientToken } from '../../domain/sign-in/client-token.ts';
import type { DialogWish } from '../../domain/sign-in/dialog.ts';
import type { SignInEvent } from '../../domain/sign-in/events.ts';
import { aboutErrorsAtFacebook } from '../../domain/sign-in/guide.ts';
import { describeHitch } from '../../domain/sign-in/hitch.ts';
import { type SignInFacts, type SignInMemory, type Way, wayAfter } from '../../domain/sign-in/ways.ts';
import { formatDistance } from '../../domain/time.ts';
import { MACHINE_CLOCK } from '../../graph/patience.ts';
import type { SignIn } from '../../operations/run-journey.ts';
import { signInByAddress } from '../../operations/sign-in/by-address.ts';
import { signInByBrowser } from '../../operations/sign-in/by-browser.ts';
import { signInByDevice } from '../../operations/sign-in/by-device.ts';
import { PATIENCE_MS, type SignInSurroundings } from '../../operations/sign-in/surroundings.ts';
import { type Browser, findBrowser } from '../../system/browser.ts';
import { configIdFrom } from './config-id.ts';
import type { Context } from './context.ts';
import { readInput } from './read-input.ts';

/** The options of a sign-in. */
export type SignInArguments = { via?: Way; configId?: string; port?: number };

/** A sign-in that is prepared: how to come by the token, and what a profile remembers of it. */
export type PreparedSignIn = { token: SignIn; memory: SignInMemory };

/** The methods in which the program leads the sign-in. */
export type LedMethod = Exclude<Way, 'explorer'>;

/** What a sign-in is prepared from; `stderr` takes what the person has to do. */
type Preparation = {
	via: LedMethod;
	args: SignInArguments;
	wanted: readonly string[];
	/** What the person has granted before; null where that is not known. */
	granted: readonly string[] | null;
	/** How the person has signed in before. */
	before: SignInMemory | null;
	clientToken: Secret | null;
	stderr: Context['stderr'];
	/** Can the person be asked for another method at once? Otherwise a problem names the command for it. */
	isAsked: boolean;
	/** Gives the token in what the person pastes. */
	readPaste: Parameters<typeof signInByAddress>[1]['readPaste'];
};

/**
 * Prepares one of the methods in which the program leads the sign-in itself.
 * @throws {UsageError} for a configuration that cannot be one.
 */
export function prepareSignIn(preparation: Preparation, context: Context): PreparedSignIn {
	const { via, args, wanted, granted, before, clientToken, stderr, isAsked, readPaste } = preparation;
	const { env, options, signal, hosts, clock = MACHINE_CLOCK } = context;
	const configId = configIdFrom(env, args.configId) ?? before?.configId ?? null;
	const browser = findBrowser(env, process.platform, options.wantBrowser);
	const isRerequest = granted !== null && missingPermissions(wanted, granted).length > 0;
	const wish: DialogWish = { permissions: wanted, configId, isRerequest };
	const facts = {
		elsewhere: browser.elsewhere,
		localhost: before?.localhost ?? null,
		hasClientToken: clientToken !== null,
		last: null,
	};
	const surroundings = { signal, clock, patienceMs: PATIENCE_MS };
	const facebook = hosts.facebook.origin;
	const start: Record<typeof via, SignIn> = {
		browser: ({ client }) => {
			const { port = 0 } = args;
			return signInByBrowser(client, { wish, facebook, port }, surroundings);
		},
		address: ({ client }) => signInByAddress(client, { wish, facebook, readPaste }),
		device: ({ client }) => {
			if (!clientToken) throw new Error('The client token was asked for.');
			return signInByDevice(client, { clientToken, permissions: wanted, facebook }, surroundings);
		},
	};
	const teller = new SignInTeller(context, stderr, { browser, configId, surroundings });
	return {
		token: async function* (checked) {
			try {
				return yield* told(start[via](checked), teller);
			} catch (error) {
				throw error instanceof ProblemError && !signal.aborted && !isAsked
					? new ProblemError(withNextWay(error.problem, via, facts))
					: error;
			}
		},
		memory: { via, localhost: via === 'browser' ? 'accepted' : facts.localhost, configId },
	};
}

async function* told(events: ReturnType<SignIn>, teller: SignInTeller): AsyncGenerator<SignInEvent, Secret, undefined> {
	let step = await events.next();
	for (; !step.done; step = await events.next()) {
		await teller.tell(step.value);
		yield step.value;
	}
	return step.value;
}

/** Troubles that belong to one way, and not to the network or to Meta. */
const OF_THE_WAY: ReadonlySet<Problem['code']> = new Set([
	'cancelled',
	'sign-in-needed',
	'missing-permission',
	'network',
	'unexpected',
]);

function withNextWay(trouble: Problem, via: Way, facts: SignInFacts): Problem {
	if (!OF_THE_WAY.has(trouble.code) || (trouble.code === 'network' && isRetryable(trouble))) return trouble;
	const next = wayAfter(via, facts);
	const command = next === 'explorer' ? '… | fb-token-tui connect' : `fb-token-tui connect --via ${next}`;
	const { remedy } = problemText(trouble);
	const isOpen = remedy.endsWith(ANOTHER_WAY);
	return retold(trouble, {
		remedy: isOpen ? `${remedy.slice(0, -1)}: ${command}` : `${remedy} Another way: ${command}`,
	});
}

/**
 * The client token that a flagless run is given.
 * @throws {ProblemError} where there is none, or it cannot be one.
 */
export function clientTokenFrom(env: NodeJS.ProcessEnv, stored: Secret | null, appSecret: Secret): Secret {
	const token = new Secret(env.FB_CLIENT_TOKEN?.trim() || (stored?.reveal() ?? ''));
	const trouble = problemOfClientToken(token, appSecret, { isAsked: false });
	if (trouble) throw new ProblemError(trouble);
	return token;
}

/** All of standard input as the address that was pasted. */
export async function readAddress({ stdin, signal }: Context): Promise<string> {
	const text = await readInput(stdin, signal);
	if (text.trim() !== '') return text;
	throw new ProblemError(
		problem('sign-in-needed', { cause: 'There was no address on standard input.', remedy: ANOTHER_WAY }),
	);
}

const LABELS = { browser: 'Sign in at Facebook', address: 'Allow it at Facebook' } as const;

/** Tells on standard error what the person has to do, and opens the browser. */
class SignInTeller {
	readonly #context: Context;
	readonly #output: Context['stderr'];
	readonly #browser: Browser;
	readonly #configId: string | null;
	readonly #patience: string;
	#isOutOfReach = false;

	constructor(
		context: Context,
		output: Context['stderr'],
		{
			browser,
			configId,
			surroundings,
		}: { browser: Browser; configId: string | null; surroundings: SignInSurroundings },
	) {
		this.#context = context;
		this.#output = output;
		this.#browser = browser;
		this.#configId = configId;
		this.#patience = formatDistance(surroundings.patienceMs / 1000);
	}

	async tell(event: SignInEvent): Promise<void> {
		const wasOutOfReach = this.#isOutOfReach;
		this.#isOutOfReach = event.type === 'device-trouble';
		switch (event.type) {
			case 'dialog':
				return this.#tellDialog(event);
			case 'device-code':
				return this.#tellCode(event);
			case 'device-pending':
				if (wasOutOfReach) this.#write('Meta answers again.');
				return;
			default: {
				const hitch = describeHitch(event);
				if (hitch && !(wasOutOfReach && this.#isOutOfReach)) this.#write(hitch);
			}
		}
	}

	async #tellDialog({ way, url }: Extract<SignInEvent, { type: 'dialog' }>): Promise<void> {
		const isOpened = (way === 'browser' || this.#context.stdin.isTTY === true) && (await this.#browser.open(url));
		this.#write(
			isOpened ? `${LABELS[way]} in the browser. If it does not open:` : `${LABELS[way]}; open in a browser:`,
		);
		this.#write(`\n  ${url}\n`);
		const errors = aboutErrorsAtFacebook({ way, configId: this.#configId }, '--via address');
		if (errors) this.#write(errors);
		if (way === 'address') this.#write('Then copy the address of the page that says "Success", and paste it here.');
		else this.#write(`Waiting for it, ${this.#patience} at most; Ctrl+C ends it.`);
	}

	async #tellCode(event: Extract<SignInEvent, { type: 'device-code' }>): Promise<void> {
		const { url, urlWithCode, userCode, lifetime } = event;
		this.#write(`On a phone or another computer open\n\n  ${url}\n\nand enter the code\n\n  ${userCode}\n`);
		const code = await this.#qrCode(urlWithCode);
		if (code) this.#write(`${code}\nThe QR code leads there, with the code filled in.`);
		const life = lifetime === null ? '' : ` The code is good for ${formatDistance(lifetime)}.`;
		this.#write(`Waiting for it; Ctrl+C ends it.${life}`);
	}

	/** For a terminal that is wide enough; dark on light, or the other way round where there are no colours. */
	async #qrCode(text: string): Promise<string | null> {
		const { stderr, unicode, colour } = this.#context;
		if (!stderr.isTTY || this.#context.options.plain) return null;
		const { qrLines } = await import('../../terminal/qr-code.ts');
		const lines = qrLines(text, { unicode, isInverted: !colour });
		if ((lines[0]?.length ?? 0) + 2 >= (stderr.columns ?? 80)) return null;
		return lines.map((line) => (colour ? `  \x1b[30;107m${line}\x1b[0m` : `  ${line}`)).join('\n');
	}

	#write(text: string): void {
		this.#output.write(`${text}\n`);
	}
}
