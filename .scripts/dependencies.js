// What is changed in the packages that go into the bundle, for a program that starts sooner and is smaller. The build fails
// where a package no longer reads as it did, or what is changed of it is no longer in the bundle.
import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** The path of a file within the project, with slashes on any platform. */
export const inProject = (path) => relative(ROOT, path).replaceAll('\\', '/');

const YOGA_FILE = 'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js';
/** Yoga's WebAssembly as it stands in the package. */
const YOGA = /(?<="data:application\/octet-stream;base64,)[^"]{1000,}/;

/** The same as a file of the bundle. */
const WASM = 'yoga.wasm';

const SEGMENTER = 'source/domain/grapheme-segmenter.ts';
/** What splits into graphemes with Intl, whose tables take ten milliseconds to read. */
const SEGMENTING = [
	'@alcalzone/ansi-tokenize/build/tokenize.js',
	'cli-truncate/index.js',
	'ink/build/line-update.js',
	'slice-ansi/tokenize-ansi.js',
	'string-width/index.js',
	'wrap-ansi/index.js',
];

const EDITS = [
	...SEGMENTING.map((file) => ({ file, from: /new Intl\.Segmenter\(/g, to: 'new GraphemeSegmenter(' })),
	{
		// A literal of all emoji takes V8 ten milliseconds to read, each time that the program starts. Each of them has one of
		// these characters in it.
		file: 'string-width/index.js',
		from: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
		to: `
			const inEveryEmoji = /[\\p{Emoji_Presentation}\\uFE0F]/u;
			let rgiEmoji;
			const rgiEmojiRegex = {
				test: (text) => inEveryEmoji.test(text) && (rgiEmoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text),
			};`,
	},
	{
		// Its WebAssembly is text within the program, and read with fetch(), which is a program of its own.
		file: 'yoga-layout/dist/src/index.js',
		from: 'const Yoga = wrapAssembly(await loadYoga());',
		to: `
			import { readFileSync } from 'node:fs';
			import { join } from 'node:path';
			import file from '${WASM}';
			const library = {
				instantiateWasm(imports, receive) {
					const module = new WebAssembly.Module(readFileSync(join(import.meta.dirname, file)));
					receive(new WebAssembly.Instance(module, imports));
					return {};
				},
			};
			loadYoga(library);
			const Yoga = wrapAssembly(library);`,
	},
	{
		file: YOGA_FILE,
		from: YOGA,
		to: '',
	},
	{
		// Tools for developers of Ink.
		file: 'ink/build/reconciler.js',
		from: /process\.env\['DEV'\] === 'true'/g,
		to: 'false',
	},
	{
		// For subcommands that are programs of their own: there are none.
		file: 'commander/lib/command.js',
		from: "import childProcess from 'node:child_process';",
		to: 'const childProcess = {};',
	},
];

/** The files of packages that are changed, by their paths under node_modules/. */
export const EDITED = EDITS.map(({ file }) => file);

/** Of packages that are there in several versions, the one that all are given. */
const ONCE = {
	'ansi-styles': 'ansi-styles/index.js',
	chalk: 'ink/node_modules/chalk/source/index.js',
};

/** Modules of Node that are not needed for a first screen or a list, loaded when one of these is called. */
const LATE = {
	'node:child_process': ['execFile', 'execFileSync', 'spawn'],
	'node:crypto': [
		'createCipheriv',
		'createDecipheriv',
		'createHash',
		'createHmac',
		'hkdfSync',
		'randomBytes',
		'scrypt',
		'timingSafeEqual',
	],
	'node:http': ['createServer'],
	'node:readline': ['createInterface'],
	'node:stream': ['Writable', 'addAbortSignal'],
	'node:stream/consumers': ['text'],
	'node:timers/promises': ['setTimeout'],
	'node:tty': ['isatty'],
};
/** Who imports nothing else of them. */
const isCaller = (importer, id) =>
	/^source\/(?!sandbox\/)/.test(importer) ||
	(id === 'node:child_process' && importer.startsWith('node_modules/terminal-size/'));

/** A module of Node that is imported as a whole: the bundler would copy all that it holds, for what a default may lack. */
const WHOLE = '\0whole ';
const importsWhole = (importer, id) =>
	id.startsWith('node:') &&
	isAbsolute(importer) &&
	new RegExp(`^import \\w+ from '${id}'`, 'm').test(readFileSync(importer, 'utf8'));

/** The plugin of the bundler that changes them. */
export const dependencies = {
	name: 'dependencies',
	resolveId(id, importer = '', { kind }) {
		if (id in ONCE) return join(ROOT, 'node_modules', ONCE[id]);
		if (id in LATE && kind === 'import-statement' && isCaller(inProject(importer), id)) return `\0${id}`;
		// For each importer one of its own, else those of several were a file by itself.
		if (importsWhole(importer, id)) return `${WHOLE}${id} ${inProject(importer).replaceAll('/', '-')}`;
		if (id === SEGMENTER) return join(ROOT, SEGMENTER);
		return id === WASM ? `\0${id}` : undefined;
	},
	load(id) {
		if (id === `\0${WASM}`) {
			const text = readFileSync(join(ROOT, 'node_modules', YOGA_FILE), 'utf8');
			this.emitFile({ type: 'asset', fileName: WASM, source: Buffer.from(YOGA.exec(text)[0], 'base64') });
			return `export default '${WASM}';`;
		}
		if (!id.startsWith('\0')) return edited(id);
		if (id.startsWith(WHOLE)) return `export default require('${id.slice(WHOLE.length).split(' ')[0]}');`;
		const name = id.slice(1);
		return LATE[name]?.map((call) => lateCall(name, call)).join('\n');
	},
};

const lateCall = (name, call) => `export function ${call}(...args) {
	const called = require('${name}').${call};
	return new.target ? new called(...args) : called(...args);
}`;

/** The path of a file of a package under node_modules/, wherever that lies. */
export const inPackages = (path) => inProject(path).split('node_modules/').at(-1);

function edited(path) {
	const file = inPackages(path);
	const edits = EDITS.filter((edit) => edit.file === file);
	if (edits.length === 0) return undefined;
	let contents = readFileSync(path, 'utf8');
	for (const { from, to } of edits) {
		const before = contents;
		contents = before.replace(from, () => to);
		if (contents === before) throw new Error(`${file} does not hold ${from} any more`);
	}
	return SEGMENTING.includes(file) ? `import { GraphemeSegmenter } from '${SEGMENTER}';\n${contents}` : contents;
}
