import { type Problem, problem } from '../domain/problem.ts';
import { proposeName } from '../operations/profiles.ts';
import type { SessionEffect } from './effects.ts';
import type { ProfileEvent } from './events.ts';
import { type Next, NOTHING, refused, type SaveField, type SaveForm, type SessionState, stay } from './state.ts';
import { idle, noted, toBeSaved, withProfile, withSaved } from './stored.ts';

/** What happens on the Save screen. */
export type SavingEvent = Extract<
	ProfileEvent,
	{
		type:
			| 'keychain-known'
			| 'edit-save-name'
			| 'choose-protection'
			| 'edit-save-passphrase'
			| 'focus-save-field'
			| 'submit-save'
			| 'answer-replacing'
			| 'profile-saved'
			| 'save-failed';
	}
>;

/** One step of saving what a journey has brought as a profile. */
export function advanceSaving(state: SessionState, event: SavingEvent): Next {
	const { save, opened } = state;
	const edit = (part: Partial<SaveForm>) =>
		// What is being saved is waited for.
		save?.status.state === 'running'
			? stay(state)
			: stay({ ...state, save: save && { ...save, status: { state: 'idle' }, ...part } });
	switch (event.type) {
		case 'keychain-known': {
			if (state.step !== 'save') return stay(state);
			const keychain = { isAvailable: event.isAvailable, words: event.words };
			// A choice that cannot be had is no choice.
			const kind = save?.kind === 'keychain' && !event.isAvailable ? 'passphrase' : save?.kind;
			return stay({ ...state, save: save && { ...save, keychain, ...(kind ? { kind } : {}) } });
		}
		case 'edit-save-name':
			return edit({ name: event.text, replaces: null });
		case 'choose-protection':
			return event.kind === 'keychain' && save?.keychain?.isAvailable === false
				? stay(state)
				: edit({ kind: event.kind });
		case 'edit-save-passphrase':
			return edit({ [event.field]: event.value });
		case 'focus-save-field':
			return stay({ ...state, save: save && { ...save, field: event.field } });
		case 'submit-save':
			return submitSave(state, { isReplacing: false });
		case 'answer-replacing':
			if (!save?.replaces) return stay(state);
			return event.isWanted ? submitSave(state, { isReplacing: true }) : edit({ replaces: null, field: 'name' });
		case 'profile-saved': {
			const { name, wanted, protection, userId } = event.profile;
			const stored = new Set(state.pages.flatMap(({ id, token }) => (token ? [id] : [])));
			const saved = { name, wanted, protection, userId, isUnlocked: true, ended: null, stored };
			const next: SessionState = {
				...state,
				opened: { ...saved, hasNewSignIn: false, unsaved: null },
				save: null,
				step: state.step === 'save' && save ? save.from : state.step,
			};
			// A keychain that is still being looked at is not needed any more.
			const leaving: SessionEffect[] = save?.keychain === null ? [{ type: 'abort' }] : [];
			const { state: told } = noted(idle(withSaved(withProfile(next, event.profile), name)), event.note);
			return { state: told, effects: leaving };
		}
		case 'save-failed':
			if (!save) return stay({ ...idle(state), opened: opened && { ...opened, unsaved: event.problem } });
			return stay({
				...state,
				save: {
					...save,
					replaces: event.isReplaceable ? save.name.trim() : null,
					status: refused(event.problem),
				},
			});
	}
}

/** To the Save screen. What was typed there before stays. */
export function openSaveForm(state: SessionState): Next {
	const form: SaveForm = state.save ?? {
		name: proposedName(state),
		kind: 'keychain',
		passphrase: NOTHING,
		again: NOTHING,
		field: 'name',
		keychain: null,
		replaces: null,
		from: state.step,
		status: { state: 'idle' },
	};
	const from = state.step === 'save' ? form.from : state.step;
	return {
		state: { ...state, save: { ...form, from, keychain: null }, step: 'save' },
		effects: [{ type: 'look-at-keychain' }],
	};
}

function submitSave(state: SessionState, { isReplacing }: { isReplacing: boolean }): Next {
	const { save } = state;
	if (!save || save.status.state === 'running') return stay(state);
	const at = (field: SaveField, problem?: Problem): Next =>
		stay({ ...state, save: { ...save, field, status: problem ? refused(problem) : { state: 'idle' } } });
	if (save.name.trim() === '') return at('name');
	if (save.kind === 'passphrase') {
		if (save.passphrase.length === 0) return at('passphrase');
		if (save.again.length === 0) return at('again');
		if (!save.again.equals(save.passphrase)) return at('again', problemOfPassphrases());
	}
	const run = state.run + 1;
	return {
		state: { ...state, run, save: { ...save, replaces: null, status: { state: 'running' } } },
		effects: [
			{
				type: 'save-profile',
				run,
				name: save.name.trim(),
				isReplacing,
				protection: { kind: save.kind, passphrase: save.passphrase },
				...toBeSaved(state),
			},
		],
	};
}

function problemOfPassphrases(): Problem {
	return problem('store-locked', { kind: 'passphrases-differ' });
}

/** The name that is proposed for a new profile: after its app, and not taken yet. */
function proposedName({ app, profiles }: SessionState): string {
	const appName = app.status.state === 'done' ? app.status.value.name : null;
	return proposeName(
		appName,
		profiles.all.map(({ name }) => name),
	);
}
