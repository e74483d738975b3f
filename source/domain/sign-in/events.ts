import type { Problem } from '../problem.ts';

/** A code that is to be entered at `url`; `urlWithCode` has it filled in. */
export type DeviceCode = { userCode: string; url: string; urlWithCode: string };

/** What a sign-in tells while it runs. Times are in seconds. */
export type SignInEvent =
	/** The dialog is to be opened in a browser; its state comes back with the answer. */
	| { type: 'dialog'; method: 'browser' | 'address'; url: string; state: string }
	/** Something came back that is of another sign-in; the right answer is still awaited. */
	| { type: 'stray-answer' }
	/** Facebook has come back. */
	| { type: 'answered' }
	/** `lifetime` is null where Meta does not say how long the code lives; `interval` is how often Meta is asked. */
	| ({ type: 'device-code'; lifetime: number | null; interval: number } & DeviceCode)
	/** Meta was asked, and the code was not entered yet. */
	| { type: 'device-pending'; interval: number }
	/** Meta could not be asked; it will be asked again. */
	| { type: 'device-problem'; problem: Problem }
	/** The code has run out; another one follows. */
	| { type: 'device-expired' };
