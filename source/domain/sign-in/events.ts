import type { Problem } from '../problem.ts';

/**
 * A code that is to be entered at `url` before `endsAt`, in milliseconds of the clock; `urlWithCode` has it filled in. `isLast`: no
 * other code follows it.
 */
export type DeviceCode = { userCode: string; url: string; urlWithCode: string; endsAt: number; isLast: boolean };

/** What a sign-in tells while it runs. Times are in seconds; `endsAt` is in milliseconds of the clock that it was given. */
export type SignInEvent =
	/** The dialog is to be opened in a browser; its state comes back with the answer, which is awaited until `endsAt`. */
	| { type: 'dialog'; url: string; state: string; endsAt: number }
	/** Something came back that is of another sign-in; the right answer is still awaited. */
	| { type: 'stray-answer' }
	/** Facebook has come back. */
	| { type: 'answered' }
	/** `interval` is how often Meta is asked. */
	| ({ type: 'device-code'; interval: number } & DeviceCode)
	/** Meta was asked, and the code was not entered yet. */
	| { type: 'device-pending'; interval: number }
	/** Meta could not be asked; it will be asked again. */
	| { type: 'device-problem'; problem: Problem }
	/** The code has run out; another one follows. */
	| { type: 'device-expired' };
