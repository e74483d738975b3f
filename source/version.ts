declare const PACKAGE_VERSION_TEXT: string | undefined;
declare const PACKAGE_BUGS_TEXT: string | undefined;

/** The version of this package; `0.0.0-source` when it runs unbundled. */
export const PACKAGE_VERSION: string = typeof PACKAGE_VERSION_TEXT === 'string' ? PACKAGE_VERSION_TEXT : '0.0.0-source';

/** Where the package wants faults to be reported; null where it names no place. */
export const REPORT_AT: string | null = (typeof PACKAGE_BUGS_TEXT === 'string' && PACKAGE_BUGS_TEXT) || null;
