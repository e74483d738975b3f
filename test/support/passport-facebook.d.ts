declare module 'passport-facebook' {
	interface Options {
		readonly clientID: string;
		readonly clientSecret: string;
		readonly callbackURL: string;
		readonly authorizationURL: string;
		readonly tokenURL: string;
		readonly profileURL: string;
		readonly profileFields?: readonly string[];
		readonly enableProof?: boolean;
	}

	interface Profile {
		readonly id: string;
		readonly displayName: string;
		readonly provider: string;
	}

	interface Outcome {
		readonly accessToken: string;
		readonly profile: Profile;
	}

	type Done = (error: unknown, user?: Outcome) => void;

	/** Only what the tests use; the package ships no types. Passport itself would set the four callbacks. */
	export class Strategy {
		constructor(
			options: Options,
			verify: (accessToken: string, refreshToken: string | undefined, profile: Profile, done: Done) => void,
		);
		authenticate(request: { readonly query: Readonly<Record<string, string>> }, options: object): void;
		success: (user: Outcome) => void;
		fail: (info: unknown) => void;
		error: (error: Error) => void;
		redirect: (url: string) => void;
	}
}
