/**
 * Import this before anything that imports Ink, as `import './colour.ts'`: the colour library decides about
 * colours once, when it is loaded, and a test's own output is no terminal.
 */
process.env.FORCE_COLOR = '1';
delete process.env.NO_COLOR;
