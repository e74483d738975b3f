// The verbs for which the sandbox is loaded.
export { demo } from './demo.ts';
export { sandbox } from './sandbox.ts';
