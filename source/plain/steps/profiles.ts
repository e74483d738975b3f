import { plural } from '../../domain/plural.ts';
import { Secret } from '../../domain/secret.ts';
import { aboutRemoving, describeVerification } from '../../session/session-text.ts';
import type { ProfileSummary } from '../../session/state.ts';
import type { Command } from '../commands.ts';
import type { Desk } from '../desk.ts';

/** The stored profiles by number. */
export function introduceProfiles({ journey, paper, options }: Desk): void {
	const lines = journey.profiles.all.map((profile, index) => `${index + 1}. ${describe(profile, options.now())}`);
	paper.write(...lines, 'n makes a new one. ? tells what else there is.');
}

function describe(profile: ProfileSummary, now: number): string {
	const { name, app, pages, protection, hasEnded } = profile;
	const { count, worst } = pages;
	const told = [app.name ?? app.id, plural(count, 'Page') + (worst ? `, the worst ${worst}` : '')];
	const ended = hasEnded ? ' Your sign-in has ended: open it and sign in again.' : '';
	return `${[name, ...told].join(', ')}. ${describeVerification(profile, now)}. ${protection}.${ended}`;
}

/** Asks which profile is to be opened, or what is to be done about one. */
export async function askForProfile(desk: Desk): Promise<void> {
	const { dispatch } = desk;
	const { all } = desk.journey.profiles;
	const on = (act: (name: string) => unknown) => (text: string) => {
		const profile = all.find(({ name }) => name === text) ?? all[Number(text) - 1];
		return profile ? act(profile.name) : desk.refuse();
	};
	const commands: Command[] = [
		{ words: ['n', 'new'], does: 'makes a new one', run: () => dispatch({ type: 'new-profile' }) },
		{
			words: ['r', 're-check', 'check'],
			takes: 'NUMBER',
			does: 'checks its tokens again',
			run: on((name) => dispatch({ type: 'check-profile', name })),
		},
		{ words: ['e', 'rename'], takes: 'NUMBER', does: 'gives it another name', run: on((name) => rename(desk, name)) },
		{
			words: ['x', 'remove'],
			takes: 'NUMBER',
			does: 'removes it from this computer',
			run: on((name) => remove(desk, name)),
		},
	];
	const question = all.length > 0 ? 'Number or name of a profile [1]:' : 'Command:';
	const open = on((name) => dispatch({ type: 'open-profile', name }));
	await desk.askFor(question, commands, (line) => open(line || '1'));
}

async function rename(desk: Desk, name: string): Promise<void> {
	desk.dispatch({ type: 'start-renaming', name });
	const text = await desk.askText(`New name [${name}]:`);
	if (text) desk.dispatch({ type: 'edit-new-name', text });
	desk.dispatch({ type: text ? 'submit-new-name' : 'stop-renaming' });
}

async function remove(desk: Desk, name: string): Promise<void> {
	desk.dispatch({ type: 'ask-to-remove', name });
	desk.dispatch({ type: 'answer-removal', isWanted: await desk.confirm(aboutRemoving(name)) });
}

/** Asks for the passphrase of a profile. */
export async function askForPassphrase(desk: Desk): Promise<void> {
	desk.paper.write(`The tokens of ${desk.journey.unlock?.effect.name} are sealed with your passphrase.`);
	const line = await desk.askText('Passphrase, not shown:', { isHidden: true });
	if (line === null) return desk.goBack();
	desk.dispatch({ type: 'edit-passphrase', value: new Secret(line) });
	desk.dispatch({ type: 'submit-passphrase' });
}
