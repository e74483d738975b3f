import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	methodAfter,
	offerMethods,
	SIGN_IN_METHODS,
	type SignInFacts,
} from '../../../source/domain/sign-in/methods.ts';
import * as fc from '../../support/fast-check.ts';

const AT_HOME: SignInFacts = { elsewhere: null, hasClientToken: false, last: null };
const OVER_SSH: SignInFacts = { ...AT_HOME, elsewhere: 'This is a session over SSH.' };

const anyFacts: fc.Arbitrary<SignInFacts> = fc.record({
	elsewhere: fc.constantFrom(null, 'This is a session over SSH.'),
	hasClientToken: fc.boolean(),
	last: fc.constantFrom(null, ...SIGN_IN_METHODS),
});

const offered = (facts: SignInFacts) =>
	offerMethods(facts).flatMap(({ method, isOffered }) => (isOffered ? [method] : []));
const reason = (facts: SignInFacts, wanted: string) =>
	offerMethods(facts).find(({ method }) => method === wanted)?.reason ?? '';

describe('the ways to sign in', () => {
	test('begin with the Explorer, which works for every app', () => {
		assert.deepEqual(offered(AT_HOME), ['explorer', 'browser', 'address']);
		assert.deepEqual(offered({ ...AT_HOME, hasClientToken: true }), ['explorer', 'browser', 'address', 'device']);
		assert.match(reason(AT_HOME, 'device'), /client token/);
	});

	test('begin with what worked the last time', () => {
		assert.deepEqual(offered({ ...AT_HOME, last: 'address' }), ['address', 'explorer', 'browser']);
	});

	test('go on with a code for another device over SSH, once the client token is at hand', () => {
		assert.deepEqual(offered({ ...OVER_SSH, hasClientToken: true }), ['explorer', 'device', 'address']);
		assert.deepEqual(offered(OVER_SSH), ['explorer', 'address', 'device']);
		assert.match(reason(OVER_SSH, 'browser'), /^This is a session over SSH\. /);
	});

	test('are always all of them; those that are not offered come last and say why', () => {
		fc.assert(
			fc.property(anyFacts, (facts) => {
				const offers = offerMethods(facts);
				assert.deepEqual(offers.map(({ method }) => method).sort(), [...SIGN_IN_METHODS].sort());
				const first = offers.findIndex(({ isOffered }) => !isOffered);
				assert.ok(
					offers.slice(first < 0 ? offers.length : first).every(({ isOffered, reason }) => !isOffered && reason),
				);
				assert.ok(offers.some(({ method, isOffered }) => method === 'explorer' && isOffered));
			}),
		);
	});

	test('have another one after each, which is offered', () => {
		fc.assert(
			fc.property(anyFacts, fc.constantFrom(...SIGN_IN_METHODS), (facts, failed) => {
				const next = methodAfter(failed, facts);
				assert.notEqual(next, failed);
				assert.ok(offered(facts).includes(next));
			}),
		);
	});
});
