// Bundles source/cli.ts with all that it needs into dist/: the package has nothing to download beside itself.
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import { dependencies } from './dependencies.js';
import { outputSchema } from './output-schema.js';

process.chdir(join(import.meta.dirname, '..'));
const { version, bugs } = JSON.parse(readFileSync('package.json', 'utf8'));

// Built aside and moved in whole: whoever is interrupted, or runs dist/ meanwhile, never finds half of it.
const aside = `.cache/dist-${process.pid}`;
const target = 'node20.20';
const { metafile, outputFiles } = await build({
	entryPoints: ['source/cli.ts'],
	outdir: aside,
	write: false,
	bundle: true,
	splitting: true,
	platform: 'node',
	format: 'esm',
	target,
	// Node has these since version 20; else each of them would be made anew, time and again.
	supported: { 'regexp-unicode-property-escapes': true, 'regexp-set-notation': true },
	minify: true,
	metafile: true,
	legalComments: 'none',
	define: {
		'process.env.NODE_ENV': '"production"',
		PACKAGE_VERSION_TEXT: JSON.stringify(version),
		PACKAGE_BUGS_TEXT: JSON.stringify(bugs?.url ?? bugs ?? ''),
	},
	assetNames: '[name]',
	plugins: [dependencies],
});

mkdirSync(aside, { recursive: true });
for (const { path, contents, text } of outputFiles) {
	writeFileSync(join(aside, basename(path)), path.endsWith('.js') ? await toCommonJs(text) : contents);
}
writeFileSync(join(aside, 'package.json'), '{ "type": "commonjs" }\n');

const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) =>
	Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
);
writeFileSync(`${aside}/LICENSES.txt`, licensesOf(bundled));
writeFileSync(`${aside}/output.schema.json`, `${JSON.stringify(await outputSchema(), null, 2)}\n`);
chmodSync(`${aside}/cli.js`, 0o755);
rmSync('dist', { recursive: true, force: true });
renameSync(aside, 'dist');

/** esbuild splits only what are modules, and Node loads those more slowly than what they are turned into here. */
async function toCommonJs(text) {
	const url = text.includes('import.meta.url')
		? "const $url = require('node:url').pathToFileURL(__filename).href;"
		: '';
	const { code } = await transform(text, {
		format: 'cjs',
		platform: 'node',
		target,
		minify: true,
		legalComments: 'none',
		supported: { 'dynamic-import': false },
		define: { 'import.meta.url': '$url', 'import.meta.dirname': '__dirname' },
		banner: `'use strict';${url}`,
	});
	return code;
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
