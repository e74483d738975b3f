/** The shells whose command line can be completed. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** One of {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/** The first argument of a program that is asked by the script of a shell, and not by a person. */
export const COMPLETE = '__complete';
