import { EXPORT_FORMATS, FORMAT_WORDS } from '../../domain/export-format.ts';
import { plural } from '../../domain/plural.ts';
import { aboutOverwriting } from '../../session/session-text.ts';
import type { Desk } from '../desk.ts';

/** What will be written, and the formats by number. */
export function introduceExport({ paper, journey }: Desk): void {
	const { ids, leftOut } = journey.exporting ?? { ids: [], leftOut: 0 };
	const told = `${plural(ids.length, 'Page')} with ${ids.length === 1 ? 'its token' : 'their tokens'}`;
	paper.write(
		leftOut > 0 ? `${told}; ${leftOut} without a living token left out.` : `${told}.`,
		...EXPORT_FORMATS.map((format, index) => `${index + 1}. ${FORMAT_WORDS[format]}`),
	);
}

/** Asks for the format and for the file, and has it written. */
export async function askToExport(desk: Desk): Promise<void> {
	const { dispatch } = desk;
	const { exporting } = desk.journey;
	if (!exporting) return;
	if (exporting.replacing !== null) {
		const isWanted = await desk.confirm(aboutOverwriting(exporting.replacing));
		return dispatch({ type: 'answer-overwriting', isWanted });
	}
	if (exporting.field === 'format') {
		const usual = EXPORT_FORMATS.indexOf(exporting.format) + 1;
		return desk.askFor(`Format [${usual}]:`, [], (line) => {
			const format = EXPORT_FORMATS[Number(line || usual) - 1];
			if (!format) return desk.refuse();
			dispatch({ type: 'choose-format', format });
			dispatch({ type: 'focus-export-field', field: 'file' });
		});
	}
	const line = await desk.askText(`File [${exporting.file}]:`);
	if (line === null) return dispatch({ type: 'focus-export-field', field: 'format' });
	if (line.trim() !== '') dispatch({ type: 'edit-file', text: line });
	dispatch({ type: 'submit-export' });
}
