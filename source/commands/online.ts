// The verbs that ask Meta, or change what is stored. They are loaded together: a few files are read sooner than many.
export { check } from './check.ts';
export { plain } from './connect/plain.ts';
export { connect } from './connect.ts';
export { doctor } from './doctor.ts';
export { inspect } from './inspect.ts';
export { protectProfile, removeProfile, renameProfile } from './profiles.ts';
export { publishTest } from './publish-test.ts';
export { refresh } from './refresh.ts';
export { revoke } from './revoke.ts';
