import { isQuitting } from './departing.ts';
import type { SessionState, Step } from './state.ts';

/** What the person is asked: about tokens that would be lost, or for a yes or a no. */
export type Question = 'departing' | 'debugger' | 'publishing' | 'removing' | 'overwriting' | 'replacing';

/** The question that waits for its answer; null for none. */
export function questionOf({ screen, departing, profiles, step, exporting, save }: SessionState): Question | null {
	if (departing && !departing.isSaving) return 'departing';
	if (screen.confirming) return screen.confirming;
	if (profiles.removing !== null) return 'removing';
	if (step === 'export' && exporting?.replacing != null) return 'overwriting';
	return step === 'save' && save?.replaces ? 'replacing' : null;
}

/** What keys act on: a screen, a field on it, or what lies over it. */
export type Scope = Step | 'renaming' | 'filter' | 'confirm' | 'quitting' | 'departing' | 'help' | 'guide';

/** The screen, or the field on it that takes all keys. */
export function screenScope({ step, list, profiles }: SessionState): Scope {
	if (step === 'pages' && list.isFiltering) return 'filter';
	return step === 'profiles' && profiles.renaming ? 'renaming' : step;
}

/** What keys act on now. The question about unsaved tokens is asked over anything else. */
export function scopeOf(state: SessionState): Scope {
	const question = questionOf(state);
	if (question === 'departing') return state.departing && isQuitting(state.departing.by) ? 'quitting' : 'departing';
	if (state.screen.overlay) return state.screen.overlay === 'app-guide' ? 'guide' : 'help';
	return question ? 'confirm' : screenScope(state);
}

/** Does something cover the screen? */
export function isCovered(state: SessionState): boolean {
	return state.screen.overlay !== null && questionOf(state) !== 'departing';
}
