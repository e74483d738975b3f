import { problemOfAppId } from '../../domain/app.ts';
import { Secret } from '../../domain/secret.ts';
import { appSettingsUrl } from '../../graph/links.ts';
import type { Command } from '../commands.ts';
import type { Desk } from '../desk.ts';

/** Says where App ID and App Secret stand. */
export function introduceApp(desk: Desk): void {
	desk.paper.write("App ID and App Secret stand in your app's settings, under Basic:");
	desk.paper.writeWhole(linkOf(desk));
	desk.paper.write('Enter alone takes what stands in brackets. ? tells what else there is.');
}

/** Asks for the app id or for the app secret; with both, has them tested together. */
export async function askForApp(desk: Desk): Promise<void> {
	const { field, status } = desk.journey.app;
	const refusal = status.state === 'refused' ? status.problem.code : null;
	if (field === 'id' || refusal === 'unknown-app') await askForId(desk);
	else await askForSecret(desk, refusal === 'wrong-app-secret');
}

async function askForId(desk: Desk): Promise<void> {
	const { id } = desk.journey.app;
	const line = await desk.ask(id ? `App ID [${id}]:` : 'App ID, about 16 digits:', [opening(desk)]);
	if (line === null) return;
	desk.dispatch({ type: 'focus-field', field: 'id' });
	desk.dispatch({ type: 'paste-credentials', field: 'id', text: line || id });
	if (problemOfAppId(desk.journey.app.id)) desk.dispatch({ type: 'submit-app' });
	else desk.dispatch({ type: 'focus-field', field: 'secret' });
}

async function askForSecret(desk: Desk, isWrong: boolean): Promise<void> {
	const { length } = desk.journey.app.secret;
	const isKept = length > 0 && !isWrong;
	const line = await desk.ask(
		isKept ? `App secret, not shown [${length} characters]:` : 'App secret, 32 characters, not shown:',
		[opening(desk)],
		{ isHidden: true, back: () => desk.dispatch({ type: 'focus-field', field: 'id' }) },
	);
	if (line === null) return;
	if (line !== '') desk.dispatch({ type: 'paste-credentials', field: 'secret', text: line });
	else if (!isKept) desk.dispatch({ type: 'edit-app-secret', value: new Secret('') });
	desk.dispatch({ type: 'submit-app' });
}

function opening(desk: Desk): Command {
	return {
		words: ['o', 'open'],
		does: "opens your app's settings in the browser",
		run: () => desk.errands.open(linkOf(desk)),
	};
}

function linkOf({ options, journey: { app } }: Desk): string {
	return appSettingsUrl(options.hosts, problemOfAppId(app.id) ? undefined : app.id);
}
