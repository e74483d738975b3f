import { Secret } from '../domain/secret.ts';
import type { WorkEvent } from './events.ts';
import { type LineState, lineState } from './line-editor.ts';
import { scopeOf, screenScope } from './question.ts';
import type { SessionState } from './state.ts';

/** The fields into which text is typed. */
export type FieldName =
	| 'app-id'
	| 'app-secret'
	| 'token'
	| 'filter'
	| 'new-name'
	| 'unlock'
	| 'save-name'
	| 'passphrase'
	| 'again'
	| 'page-address'
	| 'file';

type Field = {
	text(state: SessionState): string;
	/** Takes the text in place of what was there. */
	edit(text: string): WorkEvent;
	/** Takes a paste in place of what was there; without it a paste is inserted. */
	paste?(text: string): WorkEvent;
};

const FIELDS: Readonly<Record<FieldName, Field>> = {
	'app-id': {
		text: ({ app }) => app.id,
		edit: (value) => ({ type: 'edit-app-id', value }),
		paste: (text) => ({ type: 'paste-credentials', field: 'id', text }),
	},
	'app-secret': {
		text: ({ app }) => app.secret.reveal(),
		edit: (value) => ({ type: 'edit-app-secret', value: new Secret(value) }),
		// Nobody can see in a masked field what was there before.
		paste: (text) => ({ type: 'paste-credentials', field: 'secret', text }),
	},
	token: {
		text: ({ token }) => token.text.reveal(),
		edit: (value) => ({ type: 'edit-token', value: new Secret(value) }),
		// Half of one token before the next makes none.
		paste: (text) => ({ type: 'paste-token', value: new Secret(text) }),
	},
	filter: { text: ({ list }) => list.filter, edit: (filter) => ({ type: 'set-filter', filter }) },
	'new-name': {
		text: ({ profiles }) => profiles.renaming?.text ?? '',
		edit: (text) => ({ type: 'edit-new-name', text }),
	},
	unlock: {
		text: ({ unlock }) => unlock?.passphrase.reveal() ?? '',
		edit: (value) => ({ type: 'edit-passphrase', value: new Secret(value) }),
	},
	'save-name': { text: ({ save }) => save?.name ?? '', edit: (text) => ({ type: 'edit-save-name', text }) },
	passphrase: saveField('passphrase'),
	again: saveField('again'),
	'page-address': { text: ({ adding }) => adding.text, edit: (text) => ({ type: 'edit-address', text }) },
	file: { text: ({ exporting }) => exporting?.file ?? '', edit: (text) => ({ type: 'edit-file', text }) },
};

function saveField(field: 'passphrase' | 'again'): Field {
	return {
		text: ({ save }) => save?.[field].reveal() ?? '',
		edit: (value) => ({ type: 'edit-save-passphrase', field, value: new Secret(value) }),
	};
}

/** What is typed into a field, and what is pasted there. */
export function fieldOf(name: FieldName): Field {
	return FIELDS[name];
}

/** The field that keys go to; null for none. */
export function focusedField(state: SessionState): FieldName | null {
	const scope = scopeOf(state);
	if (scope !== screenScope(state)) return null;
	const { app, save, exporting } = state;
	switch (scope) {
		case 'app':
			return app.field === 'id' ? 'app-id' : 'app-secret';
		case 'token':
			return 'token';
		case 'filter':
			return 'filter';
		case 'renaming':
			return 'new-name';
		case 'unlock':
			return 'unlock';
		case 'save':
			if (!save || save.status.state === 'running' || save.field === 'kind') return null;
			return save.field === 'name' ? 'save-name' : save.field;
		case 'add':
			return 'page-address';
		case 'export':
			return exporting?.field === 'file' ? 'file' : null;
		default:
			return null;
	}
}

/** A field's text with the cursor in it. */
export function lineOf(state: SessionState, name: FieldName): LineState {
	const line = lineState(FIELDS[name].text(state));
	const { cursor } = state.screen;
	if (cursor === null || focusedField(state) !== name) return line;
	return { ...line, cursor: Math.min(cursor, line.cursor) };
}
