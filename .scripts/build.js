// Bundles source/cli.ts with all that it needs into dist/: the package has nothing to download beside itself.
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { dependencies, EDITED, inPackages, inProject } from './dependencies.js';
import { outputSchema } from './output-schema.js';

process.chdir(join(import.meta.dirname, '..'));
const { version, bugs } = JSON.parse(readFileSync('package.json', 'utf8'));

const at = (pattern) => (path) => pattern.test(inProject(path));

const { output } = await build({
	input: 'source/cli.ts',
	platform: 'node',
	external: ['@napi-rs/keyring'],
	plugins: [dependencies],
	transform: {
		target: 'node20.20',
		define: {
			'process.env.NODE_ENV': '"production"',
			PACKAGE_VERSION_TEXT: JSON.stringify(version),
			PACKAGE_BUGS_TEXT: JSON.stringify(bugs?.url ?? bugs ?? ''),
		},
	},
	write: false,
	output: {
		// Node loads these sooner than modules.
		format: 'cjs',
		strict: true,
		dynamicImportInCjs: false,
		externalLiveBindings: false,
		minify: true,
		comments: false,
		codeSplitting: {
			// What most runs need, in few files: each costs Node a third of a millisecond. They take along what they import.
			groups: [
				{ name: 'program', test: at(/^source\/(program|graph\/version)\.ts$/) },
				{
					name: 'offline',
					test: at(
						/^source\/(commands\/shared\/(page-token|write-profiles)|operations\/(export-formats|secret-file))\.ts$/,
					),
				},
				{
					name: 'session',
					test: at(/^source\/(session|system\/clipboard|commands\/shared\/(config-id|transport-for))\b/),
				},
				// Apart from what the screens need too, since they read no command line.
				{ name: 'verbs', test: at(/^source\/(completion|commands\/(list|token|export|exec)\.ts$)/) },
			],
		},
	},
});

const bundled = output.flatMap(({ modules = {} }) =>
	Object.entries(modules).flatMap(([file, { renderedLength }]) => (renderedLength > 0 ? file : [])),
);
const inBundle = new Set(bundled.map(inPackages));
const unfound = EDITED.filter((file) => !inBundle.has(file));
if (unfound.length > 0) throw new Error(`What is changed is no longer in the bundle: ${unfound.join(', ')}`);

// Built aside and moved in whole: whoever is interrupted, or runs dist/ meanwhile, never finds half of it.
const aside = `.cache/dist-${process.pid}`;
mkdirSync(aside, { recursive: true });
for (const { type, fileName, code, source } of output) {
	writeFileSync(join(aside, fileName), type === 'chunk' ? inAscii(code) : source);
}
writeFileSync(join(aside, 'package.json'), '{ "type": "commonjs" }\n');

writeFileSync(`${aside}/LICENSES.txt`, licensesOf(bundled));
writeFileSync(`${aside}/output.schema.json`, `${JSON.stringify(await outputSchema(), null, 2)}\n`);
chmodSync(`${aside}/cli.js`, 0o755);
rmSync('dist', { recursive: true, force: true });
renameSync(aside, 'dist');

/** A program without other characters takes V8 half the memory, and less time to read. */
function inAscii(code) {
	return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The licence of every package of which something is in the bundle. */
function licensesOf(files) {
	const packages = new Map();
	for (const file of files) {
		const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
		if (folder) packages.set(folder, [...(packages.get(folder) ?? []), file]);
	}
	return [...packages]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([folder, its]) => {
			const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
			return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${licenseText(folder, manifest, its)}`;
		})
		.join(`\n\n${'-'.repeat(80)}\n\n`);
}

function licenseText(folder, { name, license, author }, files) {
	const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
	if (file) return readFileSync(join(folder, file), 'utf8').trim();
	if (license !== 'MIT') throw new Error(`${name} has the licence ${license} and ships no text of it`);
	// The MIT licence has one wording, which this project has too; the holder stands in the sources or in package.json.
	const ownLicense = readFileSync('LICENSE', 'utf8');
	const wording = ownLicense.slice(ownLicense.indexOf('Permission is hereby granted'));
	const [notice = `Copyright (c) ${author.name ?? author}`] = files.flatMap(
		(source) => /Copyright \(c\) [^\n*]+/.exec(readFileSync(source, 'utf8'))?.[0] ?? [],
	);
	return `MIT License\n\n${notice.trim()}\n\n${wording.trim()}`;
}
