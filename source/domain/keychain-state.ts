/**
 * What the system keychain is found to be. `off`: by `FB_TOKEN_TUI_KEYCHAIN=off`. `not-installed`: the optional package is
 * missing, or has nothing for this system. `absent`: there is no keychain. `silent`: no answer within the time it is given.
 * `failed`: something else, in its own words.
 */
export type KeychainState =
	| { is: 'available' }
	| { is: 'off' }
	| { is: 'not-installed' }
	| { is: 'absent' }
	| { is: 'locked' }
	| { is: 'silent' }
	| { is: 'failed'; words: string };

/** The states in which nothing can be had from the keychain. */
export type KeychainFailure = Exclude<KeychainState, { is: 'available' }>;

/** What the keychain is, as a sentence without its full stop. */
export function describeKeychain(state: KeychainState): string {
	switch (state.is) {
		case 'available':
			return 'The system keychain answers';
		case 'off':
			return 'The keychain is switched off by FB_TOKEN_TUI_KEYCHAIN';
		case 'not-installed':
			return 'The optional package @napi-rs/keyring is not installed for this system';
		case 'absent':
			return 'There is no system keychain here';
		case 'locked':
			return 'The system keychain is locked';
		case 'silent':
			return 'The system keychain does not answer: it may be waiting to be unlocked';
		case 'failed':
			return `The system keychain failed: ${state.words}`;
	}
}
