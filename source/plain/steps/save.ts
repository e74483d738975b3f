import { PROTECTIONS, WEAKER, warningAboutPassphrase } from '../../domain/protection.ts';
import { Secret } from '../../domain/secret.ts';
import { aboutReplacing, RUNNING } from '../../session/session-text.ts';
import type { Desk } from '../desk.ts';

/** Asks for what is needed to save a profile, one thing at a time, and has it saved. */
export async function askToSave(desk: Desk): Promise<void> {
	const { save } = desk.journey;
	if (!save) return;
	if (save.replaces !== null) {
		const isWanted = await desk.confirm(aboutReplacing(save.replaces));
		return desk.dispatch({ type: 'answer-replacing', isWanted });
	}
	if (save.status.state === 'refused') return startAgain(desk);
	if (save.field === 'name') return askForName(desk, save.name);
	if (save.field === 'kind') return askForProtection(desk);
	return askForPassphrase(desk, save.field);
}

/** To the first answer that may have been wrong. */
function startAgain({ dispatch, journey: { save } }: Desk): void {
	if (!save) return;
	const isTypingError = save.kind === 'passphrase' && !save.again.equals(save.passphrase);
	dispatch({ type: 'edit-save-name', text: save.name });
	dispatch({ type: 'focus-save-field', field: isTypingError ? 'passphrase' : 'name' });
}

async function askForName(desk: Desk, proposed: string): Promise<void> {
	const line = await desk.askText(`Name [${proposed}]:`);
	if (line === null) return desk.goBack();
	if (line.trim() !== '') desk.dispatch({ type: 'edit-save-name', text: line });
	desk.dispatch({ type: 'focus-save-field', field: 'kind' });
}

async function askForProtection(desk: Desk): Promise<void> {
	const { dispatch, paper } = desk;
	if (!desk.journey.save?.keychain) {
		paper.write(`${RUNNING.keychain}.`);
		await desk.until(({ save }) => save?.keychain !== null);
	}
	const { save } = desk.journey;
	if (!save?.keychain) return;
	const { isAvailable, words } = save.keychain;
	if (!isAvailable) paper.write(`${words}.`);
	const choices = PROTECTIONS.filter(({ kind }) => kind !== 'keychain' || isAvailable);
	paper.write(
		'What is to protect the tokens?',
		...choices.map(({ kind, words: told }, index) => `${index + 1}. ${told}${kind === 'file' ? `. ${WEAKER}` : ''}`),
	);
	const usual = choices.findIndex(({ kind }) => kind === save.kind) + 1;
	await desk.askFor(`Number [${usual}]:`, [], (line) => {
		const choice = choices[Number(line || usual) - 1];
		if (!choice) return desk.refuse();
		dispatch({ type: 'choose-protection', kind: choice.kind });
		if (choice.kind === 'passphrase') dispatch({ type: 'focus-save-field', field: 'passphrase' });
		else dispatch({ type: 'submit-save' });
	});
}

async function askForPassphrase(desk: Desk, field: 'passphrase' | 'again'): Promise<void> {
	const question = field === 'passphrase' ? 'Passphrase, not shown:' : 'Once more:';
	const line = await desk.askText(question, { isHidden: true });
	if (line === null) return desk.goBack();
	if (line === '') return;
	desk.dispatch({ type: 'edit-save-passphrase', field, value: new Secret(line) });
	const warning = field === 'passphrase' ? warningAboutPassphrase(new Secret(line)) : '';
	if (warning !== '') desk.paper.write(warning);
	if (field === 'passphrase') desk.dispatch({ type: 'focus-save-field', field: 'again' });
	else desk.dispatch({ type: 'submit-save' });
}
