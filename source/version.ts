declare const PACKAGE_VERSION_TEXT: string | undefined;

/** The version of this package; `0.0.0-source` when it runs unbundled. */
export const PACKAGE_VERSION: string = typeof PACKAGE_VERSION_TEXT === 'string' ? PACKAGE_VERSION_TEXT : '0.0.0-source';
