/** What ends a program from outside. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Lets go of the terminal when the program is ended from outside, and then ends as the signal wants it: shells see 128 and its
 * number. Until it is disposed of.
 */
export function onSignal(letGo: () => void): Disposable {
	const end = (signal: NodeJS.Signals) => {
		for (const each of SIGNALS) process.off(each, end);
		letGo();
		// A package that listens as well would have it come later, and the program could have ended by itself until then.
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	};
	for (const signal of SIGNALS) process.once(signal, end);
	return {
		[Symbol.dispose]() {
			for (const signal of SIGNALS) process.off(signal, end);
		},
	};
}
