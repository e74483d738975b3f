import { needsClientToken, reasonAgainst, wantedPermissions, waysOf } from '../../domain/journey.ts';
import { WAY_NAMES } from '../../domain/journey-words.ts';
import { Secret } from '../../domain/secret.ts';
import { guideOf } from '../../domain/sign-in/guide.ts';
import type { ChosenWay } from '../../domain/sign-in/ways.ts';
import { clientTokenUrl, explorerUrl, systemUsersUrl } from '../../graph/links.ts';
import { NEWEST_VERSION } from '../../graph/version.ts';
import type { Desk } from '../desk.ts';

/** What there is to be typed in the place of keys. */
const KEYS = { enter: 'Enter alone', signIn: 's', openExplorer: 'o', copyLink: 'l', copyNames: 'c', nextWay: 'w' };

/** The ways to a user token by their numbers, and what to do on the chosen one. */
export function introduceToken(desk: Desk): void {
	const { journey, options, paper } = desk;
	const { app, signIn, token } = journey;
	paper.write('The ways to a token:');
	paper.write(
		...waysOf(journey).map((way, index) => `${index + 1}. ${WAY_NAMES[way]}${way === signIn.way ? ', chosen' : ''}`),
	);
	const name = app.status.state === 'done' ? app.status.value.name : null;
	const hasBrowser = options.browser.unavailable === null;
	const steps = guideOf(journey, { keys: KEYS, hasBrowser, appName: name ?? app.id });
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

/** Asks for the user token; once it was reviewed, whether to go on with it. */
export async function askForToken(desk: Desk): Promise<void> {
	const { dispatch, journey } = desk;
	const { token, signIn } = journey;
	const { text, status } = token;
	const canRetry = status.state === 'refused' && status.problem.retryable;
	const isOpen = text.length === 0 || (status.state === 'refused' && !canRetry);
	const isClientToken = needsClientToken(journey);
	const enter = isOpen
		? `Enter ${beginningOf(signIn.way, isClientToken)}`
		: status.state === 'done'
			? `Enter goes on${status.value.missing.length > 0 ? ' without them' : ''}`
			: canRetry
				? 'Enter tries again'
				: `Enter takes the ${text.length} characters that are there`;
	const line = await desk.ask(
		`${isClientToken ? 'Client token, or token' : 'Token'}, not shown (${enter}):`,
		[
			{
				words: ['w', 'way'],
				takes: 'NUMBER',
				does: 'takes another way to a token',
				run: (rest) => {
					const way = waysOf(desk.journey)[Number(rest) - 1];
					if (way) dispatch({ type: 'choose-way', way });
					else desk.refuse();
				},
			},
			{ words: ['s', 'sign'], does: 'signs in once more', run: () => dispatch({ type: 'start-sign-in' }) },
			{
				words: ['c', 'copy'],
				does: 'copies the permission names',
				run: () => desk.errands.copy(wantedPermissions(desk.journey).join(','), 'Permission names'),
			},
			{ words: ['o', 'open'], does: 'opens the Explorer', run: () => desk.errands.open(explorerLink(desk)) },
			{
				words: ['l', 'link'],
				does: 'copies the link',
				run: () => desk.errands.copy(desk.journey.signIn.address ?? explorerLink(desk), 'Link'),
			},
		],
		{ isHidden: true },
	);
	if (line === null) return;
	if (line !== '') return dispatch({ type: 'paste-token', value: new Secret(line) });
	if (isOpen) dispatch({ type: 'start-sign-in' });
	else dispatch({ type: 'submit-token' });
}

/** What the way begins with. */
function beginningOf(way: ChosenWay, isClientToken: boolean): string {
	if (way === 'explorer') return 'opens the Explorer';
	return way === 'system-user' || isClientToken ? 'opens the page' : 'begins to sign in';
}

/** The Explorer on this app. */
export function explorerLink({ options, journey: { app } }: Desk): string {
	return explorerUrl(options.hosts, app.id, app.version ?? NEWEST_VERSION);
}

/** The page on which a way begins that the program does not walk by itself. */
export function pageOf(way: ChosenWay, desk: Desk): string {
	const { options, journey } = desk;
	if (way === 'system-user') return systemUsersUrl(options.hosts);
	return way === 'device' ? clientTokenUrl(options.hosts, journey.app.id) : explorerLink(desk);
}
