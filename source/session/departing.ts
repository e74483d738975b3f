import type { WorkEvent } from './events.ts';
import { listAgain, saveOpened } from './pages.ts';
import { openSaveForm } from './saving.ts';
import { type Departure, type Next, type SessionState, say, stay } from './state.ts';
import { isBusy, isWriting, sayWriting, stop, WAIT } from './work.ts';

/** How many Page tokens are on the screens that no profile holds, as far as this run knows. */
export function countUnsaved({ opened, pages }: Pick<SessionState, 'opened' | 'pages'>): number {
	const isKept = (id: string) => opened !== null && !opened.hasNewSignIn && !opened.unsaved && opened.stored.has(id);
	return pages.filter(({ id, token }) => token !== null && !isKept(id)).length;
}

/** Are there tokens that would be lost now? Never where nothing can be saved. */
export function hasUnsaved(state: Pick<SessionState, 'canSave' | 'opened' | 'pages'>): boolean {
	return state.canSave && (state.opened?.hasNewSignIn === true || countUnsaved(state) > 0);
}

/** Saves what is not saved, or says why there is nothing to do. */
export function startSaving(state: SessionState): Next {
	const { opened } = state;
	if (!state.canSave) return say(state, 'plain', 'The demonstration saves nothing.');
	if (isWriting(state)) return sayWriting(state);
	if (isBusy(state)) return say(state, 'plain', WAIT);
	if (!opened || opened.unsaved?.code === 'not-found') return openSaveForm(state);
	if (opened.hasNewSignIn) return saveOpened(state);
	if (opened.unsaved || hasUnsaved(state)) return listAgain(state);
	return say(state, 'plain', `Everything is saved in profile "${opened.name}".`);
}

/** What an event that would lose tokens is; null for any other. `next` is what would come of it. */
export function departureOf(state: SessionState, event: WorkEvent, { state: after, effects }: Next): Departure | null {
	if (!hasUnsaved(state)) return null;
	const isLeaving = effects.some(({ type }) => type === 'leave');
	switch (event.type) {
		case 'quit':
		case 'cancel':
			return isLeaving ? { type: event.type } : null;
		case 'open-profile':
			return effects.some(({ type }) => type === 'read-profile') ? { type: 'open-profile', name: event.name } : null;
		case 'back':
			if (state.opened && !after.opened) return { type: 'back' };
			// Escape leads no further from the first screen.
			return after.step === state.step && !isBusy(state) ? { type: 'quit' } : null;
		case 'submit-app':
			return effects.some(({ type }) => type === 'check-app') ? { type: 'submit-app' } : null;
		case 'edit-token':
		case 'paste-token':
			return after.pages === state.pages ? null : { type: event.type, value: event.value };
		case 'signed-in':
			return after.pages === state.pages ? null : { type: 'paste-token', value: event.token, via: event.method };
		default:
			return null;
	}
}

/** Does the person want to end the program? */
export function isQuitting({ type }: Departure): boolean {
	return type === 'quit' || type === 'cancel';
}

/** Has the person been asked about this already, so that Ctrl+C again means it? */
export function isInsisting({ departing }: SessionState, event: WorkEvent): boolean {
	const isAsked = departing !== null && !departing.isSaving;
	return isAsked && event.type === 'cancel' && isQuitting(departing.by);
}

/** Takes the answer to the question about tokens that would be lost. `depart` does what the person had begun. */
export function answerDeparting(
	state: SessionState,
	event: Extract<WorkEvent, { type: 'answer-departing' }>,
	depart: (state: SessionState, by: Departure) => Next,
): Next {
	const { departing } = state;
	if (!departing || departing.isSaving) return stay(state);
	const answered = { ...state, departing: null };
	if (event.answer === 'stay') return stay(answered);
	if (isWriting(state)) return sayWriting(state);
	const stopped = stop(answered);
	const next =
		event.answer === 'leave'
			? depart(stopped.state, departing.by)
			: startSaving({ ...stopped.state, departing: { ...departing, isSaving: true } });
	return { state: next.state, effects: [...stopped.effects, ...next.effects] };
}

/** Continues once the tokens are saved; where they could not be, or the person left the form, they stay. */
export function settleDeparting({ state, effects }: Next, depart: (state: SessionState, by: Departure) => Next): Next {
	const { departing, step } = state;
	if (!departing) return { state, effects };
	const isSaved = !hasUnsaved(state);
	const settled = { ...state, departing: null };
	// What was still running may have saved them while the question was asked.
	if (!departing.isSaving) return { state: isSaved ? settled : state, effects };
	if (step === 'save' || isBusy(state)) return { state, effects };
	if (!isSaved) return { state: settled, effects };
	const next = depart(settled, departing.by.type === 'cancel' ? { type: 'quit' } : departing.by);
	return { state: next.state, effects: [...effects, ...next.effects] };
}
