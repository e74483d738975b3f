import { standardOutput } from '../../source/system/standard-output.ts';

// A process of its own that writes a text of a mebibyte or so in some parts, and says on standard error what went wrong. It ends
// with 7 when it hears that it shall.
process.once('SIGTERM', () => process.exit(7));
const stdout = standardOutput(1, ({ code }) => process.stderr.write(`${code}\n`));
for (let part = 1; part <= 50; part++) stdout.write(`${part} ${'Bäckerei 🥐 '.repeat(1400)}\n`);
process.stderr.write(`terminal: ${stdout.isTTY === true}\n`);
