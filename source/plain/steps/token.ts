import { wantedPermissions } from '../../domain/journey.ts';
import { Secret } from '../../domain/secret.ts';
import { explorerUrl } from '../../graph/links.ts';
import { NEWEST_VERSION } from '../../graph/version.ts';
import type { Desk } from '../desk.ts';

/** The way to a user token: the permission names in one line, the Explorer, and what to press there. */
export function introduceToken(desk: Desk): void {
	const { journey, options, paper } = desk;
	const { app, token } = journey;
	const name = app.status.state === 'done' ? app.status.value.name : null;
	paper.write('The permissions to add, in one line:');
	paper.writeWhole(wantedPermissions(journey).join(','));
	paper.write(
		`1. ${options.browser.unavailable ? 'Open' : 'Enter alone opens'} the Graph API Explorer in ${options.browser.unavailable ? 'a' : 'your'} browser:`,
	);
	paper.writeWhole(explorerLink(desk).replace(/\?.*/, ''));
	paper.write(
		`2. "Meta App": ${name ?? app.id}. "User or Page": Get User Access Token.`,
		'3. Add the permissions above.',
		'4. Press "Generate Access Token", tick your Pages, copy the token, paste it here.',
	);
	if (options.isDemo && token.text.length > 0) {
		paper.write('The demo has filled in a token: Enter goes on with it. Or take your own from the Explorer.');
	}
}

/** Asks for the user token; once it was reviewed, whether to go on with it. */
export async function askForToken(desk: Desk): Promise<void> {
	const { dispatch } = desk;
	const { text, status } = desk.journey.token;
	const canRetry = status.state === 'refused' && status.problem.retryable;
	const isOpen = text.length === 0 || (status.state === 'refused' && !canRetry);
	const enter = isOpen
		? 'Enter opens the Explorer'
		: status.state === 'done'
			? `Enter goes on${status.value.missing.length > 0 ? ' without them' : ''}`
			: canRetry
				? 'Enter tries again'
				: `Enter takes the ${text.length} characters that are there`;
	const line = await desk.ask(
		`Token, not shown (${enter}):`,
		[
			{
				words: ['c', 'copy'],
				does: 'copies the permission names',
				run: () => desk.errands.copy(wantedPermissions(desk.journey).join(','), 'Permission names'),
			},
			{ words: ['o', 'open'], does: 'opens the Explorer', run: () => desk.errands.open(explorerLink(desk)) },
			{ words: ['l', 'link'], does: 'copies the link', run: () => desk.errands.copy(explorerLink(desk), 'Link') },
		],
		{ isHidden: true },
	);
	if (line === null) return;
	if (line !== '') return dispatch({ type: 'paste-token', value: new Secret(line) });
	if (isOpen) await desk.errands.open(explorerLink(desk));
	else dispatch({ type: 'submit-token' });
}

/** The Explorer on this app. */
export function explorerLink({ options, journey: { app } }: Desk): string {
	return explorerUrl(options.hosts, app.id, app.version ?? NEWEST_VERSION);
}
