import { type NextStep, nextStepFor, type Problem } from '../../domain/problem.ts';
import { type Action, KEYMAP, keyLabel, type Scope } from '../keymap.ts';
import { Toned, useGlyphs } from '../theme.tsx';

/** Where each next step is a key. Where it is none the field is at hand, or nothing here can be done. */
const ACTIONS: Readonly<Record<NextStep, Partial<Record<Scope, Action>>>> = {
	credentials: { app: 'open-link', token: 'back', progress: 'back', profiles: 'new-profile' },
	'user-token': { token: 'open-link', progress: 'back', pages: 'paste-again', page: 'paste-again' },
	'try-again': {
		app: 'submit',
		token: 'submit',
		progress: 'submit',
		pages: 'list-again',
		page: 'verify-again',
		profiles: 'check-profile',
	},
	'list-again': { progress: 'submit', pages: 'list-again' },
	'name-page': { progress: 'start-adding', pages: 'start-adding' },
	surroundings: { app: 'submit', token: 'submit', progress: 'submit', pages: 'list-again', page: 'verify-again' },
	report: {},
};

/** The keys that come next about a problem: `⏎ try again · ^R copy a report`. */
export function NextKeys({ problem, scope }: { problem: Problem; scope: Scope }) {
	const glyphs = useGlyphs();
	const next = nextStepFor(problem.code);
	const wanted = [next && ACTIONS[next][scope], 'copy-report'];
	const hints = wanted.flatMap((action) => {
		const binding = KEYMAP[scope].find((candidate) => action && candidate.action === action);
		return binding ? [`${keyLabel(binding.keys[0] ?? '', glyphs)} ${binding.label}`] : [];
	});
	return hints.length > 0 ? <Toned tone="quiet">{hints.join(` ${glyphs.separator} `)}</Toned> : null;
}
