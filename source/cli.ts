#!/usr/bin/env node
// Older versions of Node read this file too: it imports nothing at its top, and has no newer syntax.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 20)) {
	process.stderr.write(`fb-token-tui needs Node 20.20 or later. This is Node ${process.versions.node}.\n`);
	process.exitCode = 1;
} else {
	import('./start.ts');
}
