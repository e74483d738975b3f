import type { Command } from '../commands.ts';
import type { Desk } from '../desk.ts';

/** Asks what next, where making the tokens has brought no Page. */
export async function askAfterProgress(desk: Desk): Promise<void> {
	const { dispatch } = desk;
	const adding: Command = {
		words: ['i', 'add'],
		does: 'adds a Page by its id or address',
		run: () => dispatch({ type: 'start-adding' }),
	};
	await desk.askFor('Enter tries again, i adds a Page, b goes back:', [adding], (line) =>
		line === '' ? dispatch({ type: 'connect-again' }) : desk.refuse(),
	);
}

/** Asks for a Page that no list has. */
export async function askForAddress(desk: Desk): Promise<void> {
	await desk.askFor('Page (an id, or facebook.com/MyBakery):', [], (text) => {
		desk.dispatch({ type: 'edit-address', text });
		desk.dispatch({ type: 'submit-address' });
	});
}
