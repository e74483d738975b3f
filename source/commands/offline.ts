// The verbs that take what is stored and speak to nobody. They are loaded together: a few files are read sooner than many.
export { complete } from '../completion/complete.ts';
export { completion } from './completion.ts';
export { exec } from './exec.ts';
export { exportPages } from './export.ts';
export { list } from './list.ts';
export { token } from './token.ts';
