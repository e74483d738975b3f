import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Scope } from '../../source/session/question.ts';
import { KEYMAP } from '../../source/tui/keymap.ts';

const SCOPES = Object.keys(KEYMAP) as Scope[];
/** Screens whose keys are also what is typed into a field. */
const FIELDS: readonly Scope[] = ['renaming', 'unlock', 'save', 'app', 'token', 'filter', 'add'];
/** What a field does with keys of its own; on screens that have one they must be nothing else. */
const OF_FIELDS = /^(ctrl\+[abdefhkuw]|home|end|left|right|delete|backspace)$/;

describe('the key table', () => {
	test('never lets Enter confirm, nor lose what is not saved', () => {
		const ofEnter = (scope: Scope) => KEYMAP[scope].find(({ keys }) => keys.includes('enter'))?.action;
		assert.deepEqual(
			[ofEnter('confirm'), ofEnter('quitting'), ofEnter('departing')],
			['dismiss', 'save-first', 'save-first'],
		);
	});

	for (const scope of SCOPES) {
		test(`has one action for each key: ${scope}`, () => {
			const keys = KEYMAP[scope].flatMap((binding) => binding.keys);
			assert.deepEqual(
				keys.filter((key, index) => keys.indexOf(key) !== index),
				[],
			);
		});

		test(`says what each key does, and how to leave: ${scope}`, () => {
			for (const { label } of KEYMAP[scope]) assert.match(label, /^\S.*\S$/);
			assert.ok(KEYMAP[scope].some(({ action }) => action === 'cancel'));
		});
	}

	for (const scope of FIELDS) {
		test(`takes no key from what is typed: ${scope}`, () => {
			for (const { action, keys } of KEYMAP[scope]) {
				// The form of the Save screen has choices beside its fields; `?` is no part of an id, a secret or a token.
				if (action === null || action.endsWith('-choice') || action === 'help') continue;
				for (const key of keys) assert.ok(key.length > 1 && !OF_FIELDS.test(key), `${key} is ${action}`);
			}
		});
	}
});
