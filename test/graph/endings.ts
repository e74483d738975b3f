import { problemOfTokenError } from '../../source/domain/diagnosis.ts';
import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import type { TokenInfo } from '../../source/domain/token.ts';
import { assess, type Verdict } from '../../source/domain/verdict.ts';
import type { DeviceCode, DeviceStatus } from '../../source/graph/app-client.ts';
import type { Inspection } from '../../source/graph/debug-token.ts';
import { type CallName, type Ending, NOW } from './replay.ts';

/** What Meta said of one token: the verdict on it as a Page token, and what a dead one died of. */
export type Judged = { verdict: Verdict; dead: ProblemCode | null };

/** How a call ended, told without any name, id or token, so that it can stand in a table. */
export type Outcome =
	| ProblemCode
	| 'accepted'
	/** A person, an app; is there a name? */
	| { named: boolean }
	/** A token and its life in seconds. */
	| { expiresIn: number | null }
	/** A token of which nothing else is read. */
	| 'token'
	/** A code for another device, and how often to ask about it; both in seconds. */
	| { lifetime: number | null; interval: number | null }
	/** What became of such a code. */
	| DeviceStatus['state']
	/** Pages, and how many of them have no token; `asked` counts the requests. */
	| { pages: number; bare: number; asked: number }
	| { businesses: number; asked: number }
	| Judged
	/** Many tokens, and how many of them were asked about outside of the batch. */
	| { answers: readonly (Judged | ProblemCode)[]; singly: number }
	/** The requests that it took to settle on a version. */
	| { asked: number };

/** Tells how a call ended. */
export function outcomeOf(name: CallName, { value, problem, requests }: Ending): Outcome {
	const asked = requests.length;
	if (problem) return problem.code;
	switch (name) {
		case 'checkCredentials':
			return 'accepted';
		case 'exchange':
			return { expiresIn: (value as { expiresIn: number | null }).expiresIn };
		case 'exchangeCode':
			return 'token';
		case 'startDeviceLogin': {
			const { expiresIn, interval } = value as DeviceCode;
			return { lifetime: expiresIn, interval };
		}
		case 'deviceLoginStatus':
			return (value as DeviceStatus).state;
		case 'me':
			return { named: (value as { name: string | null }).name !== null };
		case 'describeApp':
			return { named: (value as { app: { name: string | null } }).app.name !== null };
		case 'page':
			return { ...countPages([value as { token: unknown }]), asked };
		case 'accounts':
		case 'businessPages':
			return { ...countPages(value as { token: unknown }[]), asked };
		case 'businesses':
			return { businesses: (value as unknown[]).length, asked };
		case 'debugToken':
		case 'debugItself':
			return judge(value as TokenInfo);
		case 'inspect':
			return together(value as Inspection[], requests.filter(({ method }) => method === 'GET').length);
		case 'version':
			return { asked };
	}
}

function countPages(pages: readonly { token: unknown }[]) {
	return { pages: pages.length, bare: pages.filter(({ token }) => token === null).length };
}

function judge(info: TokenInfo): Judged {
	const { verdict } = assess(info, { now: NOW });
	return { verdict, dead: verdict === 'invalid' ? problemOfTokenError(info.error).code : null };
}

/** Answers about many tokens; one problem that befell them all is told alone. */
function together(inspections: readonly Inspection[], singly: number): Outcome {
	const answers = inspections.map(({ info, problem }) => (info ? judge(info) : problem.code));
	const [first] = answers;
	return typeof first === 'string' && answers.every((answer) => answer === first) ? first : { answers, singly };
}
