import type { Problem } from '../../domain/problem.ts';
import { isSolvedBySignIn, nextStepFor } from '../../domain/problem-text.ts';
import type { NextStep } from '../../domain/problems/codes.ts';
import type { KeyAction } from '../../session/events.ts';
import type { Scope } from '../../session/question.ts';
import { KEYMAP, keyLabel } from '../keymap.ts';
import { Toned, useGlyphs } from '../theme.tsx';

/** Where what has failed is done again by another key than Enter. */
const TRYING_AGAIN: Partial<Record<Scope, KeyAction>> = {
	pages: 'list-again',
	page: 'verify-again',
	profiles: 'check-profile',
};

/** Where each next step is a key. Where it is none the field is at hand, or nothing here can be done. */
const ACTIONS: Readonly<Record<NextStep, Partial<Record<Scope, KeyAction>>>> = {
	credentials: {
		app: 'open-link',
		token: 'back',
		progress: 'back',
		pages: 'back',
		page: 'back',
		profiles: 'new-profile',
	},
	'user-token': { token: 'open-link', progress: 'submit', pages: 'paste-again', page: 'submit', add: 'back' },
	'connect-again': { pages: 'back', page: 'back', profiles: 'new-profile' },
	'try-again': TRYING_AGAIN,
	'list-again': { progress: 'submit', pages: 'list-again', page: 'list-again' },
	'select-pages': { progress: 'submit', pages: 'submit' },
	environment: TRYING_AGAIN,
	'other-name': {},
	report: {},
};

export type NextKeysProps = {
	problem: Problem;
	/** Whose keys are at hand. */
	scope: Scope;
	/** What has failed, where the screen's own trying again is of something else. */
	failed?: KeyAction;
	/** What can be done, where that does not follow from the problem. */
	actions?: readonly KeyAction[];
};

/** The keys that come next about a problem: `⏎ try again · ^R copy a report`. */
export function NextKeys({ problem, scope, failed, actions: given }: NextKeysProps) {
	const glyphs = useGlyphs();
	const next = nextStepFor(problem);
	const byScope = next && ACTIONS[next];
	const action = byScope === TRYING_AGAIN ? (failed ?? byScope[scope] ?? 'submit') : byScope?.[scope];
	const wanted = [...(given ?? [action]), ...(next === 'select-pages' ? ['start-adding'] : []), 'copy-report'];
	const hints = wanted.flatMap((name) => {
		const binding = KEYMAP[scope].find((candidate) => name && candidate.action === name);
		if (!binding) return [];
		const label = name === 'submit' ? (isSolvedBySignIn(problem) ? 'sign in again' : 'try again') : binding.label;
		return [`${keyLabel(binding.keys[0] ?? '', glyphs)} ${label}`];
	});
	return hints.length > 0 ? <Toned tone="quiet">{hints.join(` ${glyphs.separator} `)}</Toned> : null;
}
