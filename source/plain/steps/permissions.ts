import { jobOf, PURPOSES, permissionsFor } from '../../domain/permissions.ts';
import type { Desk } from '../desk.ts';

/** The purposes by number. */
export function introducePermissions({ paper }: Desk): void {
	paper.write(...PURPOSES.map(({ title }, index) => `${index + 1}. ${title}`));
}

/** Asks what the tokens are for. */
export async function askForPurpose(desk: Desk): Promise<void> {
	const usual = PURPOSES.findIndex(({ id }) => id === desk.journey.purpose) + 1;
	await desk.askFor(
		`Number [${usual}]:`,
		[
			{
				words: ['n', 'names'],
				takes: 'NUMBER',
				does: 'tells the permissions of a purpose, and what each allows',
				run: (number) => {
					const purpose = PURPOSES[(Number(number) || usual) - 1];
					if (!purpose) return desk.refuse();
					desk.paper.write(...permissionsFor(purpose.id).map((name) => `${name}: ${jobOf(name) ?? 'not known here'}`));
				},
			},
		],
		(line) => {
			const chosen = PURPOSES.find(({ id, title }, index) =>
				[`${index + 1}`, id, title.toLowerCase()].includes(line.toLowerCase() || `${usual}`),
			);
			if (chosen) desk.dispatch({ type: 'choose-purpose', purpose: chosen.id });
			else desk.refuse();
		},
	);
}
