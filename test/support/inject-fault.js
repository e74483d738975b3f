// Preloaded into the built program: makes it fail in one of its parts once SIGCONT comes, which ends no program. FAULT says where, FAULT_TEXT what is thrown.
import { createRequire } from 'node:module';

const { FAULT, FAULT_TEXT } = process.env;
const crypto = createRequire(import.meta.url)('node:crypto');

const fail = () => {
	throw new TypeError(FAULT_TEXT, { cause: new Error(FAULT_TEXT) });
};
const faults = {
	/** Where the menu of purposes is, is looked up while it is drawn. */
	render() {
		Array.prototype.findIndex = fail;
	},
	/** The binding of a key is looked up when it is pressed; once, since the way out looks things up as well. */
	key() {
		const { find } = Array.prototype;
		Array.prototype.find = function (...wanted) {
			if (!this[0]?.keys) return find.apply(this, wanted);
			Array.prototype.find = find;
			fail();
		};
	},
	/** Every call with the token of a person carries a proof. */
	worker() {
		crypto.createHmac = fail;
	},
	rejection() {
		Promise.reject(new TypeError(FAULT_TEXT));
	},
	exception: fail,
	/** The way out fails as well. */
	twice() {
		setImmediate(fail);
		fail();
	},
};
process.once('SIGCONT', () => {
	// Whoever presses a key next waits for this.
	process.stdout.write('\u001B]0;about to fail\u0007');
	faults[FAULT]();
});
