import { PURPOSES, type Purpose } from '../domain/permissions.ts';
import { PROTECTIONS } from '../domain/protection.ts';
import { EXPORT_FORMAT_NAMES } from '../operations/export-formats.ts';
import { advance } from './advance.ts';
import { methodsOf } from './sign-in.ts';
import { type Next, type SaveField, type SessionState, stay } from './state.ts';

/** The next field of a form, or with −1 the one before. */
export function focusNext(state: SessionState, by: 1 | -1): Next {
	const { step, app, save, exporting } = state;
	if (step === 'app') return advance(state, { type: 'focus-field', field: app.field === 'id' ? 'secret' : 'id' });
	if (step === 'export') {
		return advance(state, { type: 'focus-export-field', field: exporting?.field === 'format' ? 'file' : 'format' });
	}
	if (step !== 'save' || !save) return stay(state);
	const fields: SaveField[] = save.kind === 'passphrase' ? ['name', 'kind', 'passphrase', 'again'] : ['name', 'kind'];
	return advance(state, { type: 'focus-save-field', field: next(fields, save.field, by) });
}

/** The next choice of a form, or with −1 the one before. */
export function chooseNext(state: SessionState, by: 1 | -1): Next {
	const { step, highlighted, save, exporting } = state;
	if (step === 'permissions') {
		const purposes = PURPOSES.map(({ id }) => id);
		return stay({ ...state, highlighted: next(purposes, highlighted, by) });
	}
	if (step === 'export' && exporting) {
		return advance(state, { type: 'choose-format', format: next(EXPORT_FORMAT_NAMES, exporting.format, by) });
	}
	if (step !== 'save' || save?.field !== 'kind') return stay(state);
	const kinds = PROTECTIONS.map(({ kind }) => kind).filter(
		(kind) => kind !== 'keychain' || save.keychain?.isAvailable !== false,
	);
	return advance(state, { type: 'choose-protection', kind: next(kinds, save.kind, by) });
}

/** The purposes that the menu would take now: those that are ticked, in their order, else the one that it is at. */
export function chosenPurposes({ ticked, highlighted }: SessionState): readonly Purpose[] {
	return ticked.length > 0 ? PURPOSES.map(({ id }) => id).filter((id) => ticked.includes(id)) : [highlighted];
}

/** The next sign-in method, or with −1 the one before. */
export function chooseMethod(state: SessionState, by: 1 | -1): Next {
	return advance(state, { type: 'choose-method', method: next(methodsOf(state), state.signIn.method, by) });
}

/** The next of some things, round and round. */
function next<T>(things: readonly T[], from: T, by: number): T {
	return things[(things.indexOf(from) + by + things.length) % things.length] ?? from;
}
