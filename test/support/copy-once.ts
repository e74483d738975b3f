// Copies a text as the program does, and ends when it is told to: `node --import tsx copy-once.ts TEXT`.
import { findClipboard } from '../../source/system/clipboard.ts';

const [text = ''] = process.argv.slice(2);
const outcome = await findClipboard(process.env, process.platform, process.stdout).copy(text);
process.stdout.write(`\nOutcome: ${outcome}\n`);
process.stdin.resume();
