// The sandbox, and the verbs that need it.
export { startSandbox } from '../sandbox/server.ts';
export { demo } from './demo.ts';
export { sandbox } from './sandbox.ts';
