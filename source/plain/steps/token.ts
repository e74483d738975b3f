import { isRetryable } from '../../domain/problem-text.ts';
import { Secret } from '../../domain/secret.ts';
import { aboutErrorsAtFacebook, guideOf } from '../../domain/sign-in/guide.ts';
import { explorerUrl } from '../../graph/links.ts';
import { NEWEST_VERSION } from '../../graph/version.ts';
import { RUNNING, WAY_NAMES } from '../../session/session-text.ts';
import { guidedSignIn, needsClientToken, reasonAgainst, waysOf } from '../../session/sign-in.ts';
import { wantedPermissions } from '../../session/state.ts';
import type { Command } from '../commands.ts';
import type { Desk } from '../desk.ts';

/** What there is to be typed in the place of keys. */
const KEYS = {
	enter: 'Enter alone',
	signIn: 's',
	openExplorer: 'o',
	copyLink: 'l',
	copyNames: 'c',
	nextWay: 'w and its number',
};

/** The ways to a user token by their numbers, and what to do on the chosen one. */
export function introduceToken(desk: Desk): void {
	const { journey, options, paper } = desk;
	const { app, signIn, token } = journey;
	tellWays(desk);
	const name = app.status.state === 'done' ? app.status.value.name : null;
	const hasBrowser = options.browser.unavailable === null;
	const steps = guideOf(guidedSignIn(journey), { keys: KEYS, hasBrowser, appName: name ?? app.id });
	for (const [index, step] of steps.entries()) {
		paper.write(`Step ${index + 1}. ${step}`);
		if (index === 0 && signIn.way === 'explorer') paper.writeWhole(explorerLink(desk).replace(/\?.*/, ''));
	}
	if (signIn.way === 'explorer' || signIn.way === 'system-user') {
		paper.write('The permissions in one line:');
		paper.writeWhole(wantedPermissions(journey).join(','));
	}
	const reason = reasonAgainst(signIn.way, journey);
	if (reason !== null) paper.write(reason);
	if (options.isDemo && token.text.length > 0) {
		paper.write('The demo has filled in a token: Enter goes on with it. Or sign in to the sandbox by yourself.');
	}
}

/** The ways in one line: the chosen one, and how to get to the others. */
function tellWays({ journey, paper }: Desk): void {
	const ways = waysOf(journey);
	const chosen = journey.signIn.way;
	const others = ways.flatMap((way, index) => (way === chosen ? [] : [`w ${index + 1} ${WAY_NAMES[way]}`]));
	paper.write(`The way to a token: ${WAY_NAMES[chosen]}. Others: ${others.join(', ')}.`);
}

/** Asks for the user token; once it was reviewed, whether to go on with it. */
export async function askForToken(desk: Desk): Promise<void> {
	const { dispatch, journey } = desk;
	const { token, signIn } = journey;
	const { text, status } = token;
	const canRetry = status.state === 'refused' && isRetryable(status.problem);
	const isOpen = text.length === 0 || (status.state === 'refused' && !canRetry);
	const enter = isOpen
		? `Enter ${beginningOf(desk)}`
		: status.state === 'done'
			? `Enter goes on${status.value.missing.length > 0 ? ' without them' : ''}`
			: canRetry
				? 'Enter tries again'
				: `Enter takes the ${text.length} characters that are there`;
	const what = needsClientToken(journey) ? 'Client token' : signIn.way === 'address' ? 'Address' : 'Token';
	const line = await desk.ask(`${what}, not shown (${enter}):`, commandsAt(desk), { isHidden: true });
	if (line === null) return;
	if (line !== '') return dispatch({ type: 'paste-token', value: new Secret(line) });
	if (isOpen) dispatch({ type: 'start-sign-in' });
	else dispatch({ type: 'submit-token' });
}

function commandsAt(desk: Desk): Command[] {
	const { dispatch, errands } = desk;
	const { address } = desk.journey.signIn;
	return [
		{
			words: ['w', 'way'],
			takes: 'NUMBER',
			does: 'takes another way to a token; alone it tells them',
			run: (rest) => {
				const way = waysOf(desk.journey)[Number(rest) - 1];
				if (way) dispatch({ type: 'choose-way', way });
				else if (rest === '') tellWays(desk);
				else desk.refuse();
			},
		},
		{
			words: ['s', 'sign'],
			does: `${beginningOf(desk)}, also where there is a token`,
			run: () => dispatch({ type: 'start-sign-in' }),
		},
		{
			words: ['c', 'copy'],
			does: 'copies the permission names',
			run: () => errands.copy(wantedPermissions(desk.journey).join(','), 'Permission names'),
		},
		{ words: ['o', 'open'], does: 'opens the Explorer', run: () => errands.open(explorerLink(desk)) },
		{
			words: ['l', 'link'],
			does: address === null ? 'copies the link to the Explorer' : "copies the address of Facebook's dialog",
			run: () => errands.copy(address ?? explorerLink(desk), 'Link'),
		},
	];
}

/** What the chosen way begins with. */
function beginningOf({ journey }: Desk): string {
	const { way } = journey.signIn;
	if (way === 'explorer') return 'opens the Explorer';
	if (way === 'system-user') return "opens the business's settings";
	if (way === 'device') return needsClientToken(journey) ? "opens the app's settings" : 'gets a code';
	return "opens Facebook's dialog";
}

/** Opens Facebook's dialog, gives its address, and says what comes next. */
export function openDialog(desk: Desk, address: string): void {
	const { options, paper, journey } = desk;
	const { way } = journey.signIn;
	const hasBrowser = options.browser.unavailable === null;
	paper.write(hasBrowser ? "Facebook's dialog opens in your browser. Its address:" : 'Open this in a browser:');
	paper.writeWhole(address);
	if (way === 'browser') paper.write(`${RUNNING.browser}, for five minutes at most. Ctrl+C stops it.`);
	else paper.write('Allow it there. The page that follows says "Success": copy its whole address at once.');
	const errors = aboutErrorsAtFacebook(journey.signIn, KEYS.nextWay);
	if (errors) paper.write(errors);
	if (hasBrowser) desk.errands.open(address, { isTold: true });
}

/** The Explorer on this app. */
function explorerLink({ options, journey: { app } }: Desk): string {
	return explorerUrl(options.hosts, app.id, app.version ?? NEWEST_VERSION);
}
