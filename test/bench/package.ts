import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'rolldown';
import { interleave, type Row, timeOf } from './measure.ts';

const ROOT = join(import.meta.dirname, '../..');
const ROUNDS = 3;
const run = promisify(execFile);

/** How much there is to download, against the same program that brings nothing with it. */
export async function packed(): Promise<Row[]> {
	return inFolder(async (folder) => {
		const archive = await pack(ROOT, folder);
		const others = closureOf(await unbundle(join(folder, 'unbundled')));
		const size = others.reduce((sum, path) => sum + sizeOf(path), 0);
		const { dependencies = {} } = manifestIn(ROOT);
		return [
			{
				what: 'the packed package',
				value: statSync(archive).size / 1024,
				unit: 'KiB',
				reach: 400,
				toward: 250,
				note: `unbundled: ${others.length} packages, ${Math.round(size / 2 ** 20)} MiB on disk`,
			},
			{ what: 'packages it needs', value: Object.keys(dependencies).length, unit: 'packages', reach: 0 },
		];
	});
}

/** How long `npx` takes with an empty cache. It downloads, for each of some rounds, all that the unbundled program needs. */
export async function npx(): Promise<Row[]> {
	return inFolder(async (folder) => {
		const source = join(folder, 'unbundled');
		await unbundle(source);
		const archives = { bundled: await pack(ROOT, folder), unbundled: await pack(source, folder) };
		const fetched = (archive: string) => async () => {
			const cache = await mkdtemp(join(folder, 'cache-'));
			const args = ['exec', '--yes', `--cache=${cache}`, `--package=${archive}`, '--', 'fb-token-tui', '--version'];
			return timeOf(() => npm(args, folder));
		};
		const times = await interleave(ROUNDS, {
			unbundled: fetched(archives.unbundled),
			bundled: fetched(archives.bundled),
		});
		return [
			{
				what: 'npx, cold cache',
				value: times.bundled,
				unit: 'ms',
				reference: { what: 'unbundled', value: times.unbundled },
				ratio: 'faster',
				reach: 4,
			},
		];
	});
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-'));
	try {
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

type Manifest = {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
};

function manifestIn(folder: string): Manifest {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** Packs a package into a folder and gives the path of the archive. */
async function pack(source: string, folder: string): Promise<string> {
	const { stdout } = await npm(['pack', '--silent', source, '--pack-destination', folder], folder);
	return join(folder, stdout.trim().split('\n').at(-1) ?? '');
}

function npm(args: readonly string[], cwd: string) {
	return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd, shell: process.platform === 'win32' });
}

/** Writes the same program as a package that names what it needs, and gives those names. */
async function unbundle(folder: string): Promise<string[]> {
	const manifest = manifestIn(ROOT);
	const { output } = await build({
		input: join(ROOT, 'source/cli.ts'),
		platform: 'node',
		external: /^(?![./]|[a-z]:[\\/]|@oxc-project)/i,
		transform: {
			target: 'node20.20',
			define: { PACKAGE_VERSION_TEXT: JSON.stringify(manifest.version), 'process.env.NODE_ENV': '"production"' },
		},
		output: { dir: join(folder, 'dist'), minify: true },
	});
	const imports = output.flatMap((file) => (file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : []));
	const names = imports.flatMap((path) => {
		const [, name = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
		return path.startsWith('node:') || path.endsWith('.js') ? [] : [name];
	});
	const needed = [...new Set(names)].filter((name) => !(name in (manifest.optionalDependencies ?? {})));
	const dependencies = Object.fromEntries(needed.map((name) => [name, manifestIn(installed(name)).version]));
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({ ...manifest, name: 'unbundled', scripts: {}, devDependencies: {}, dependencies }),
	);
	return needed;
}

const installed = (name: string, within = ROOT) => join(within, 'node_modules', name);

/** The folders of these packages and of all that they need. */
function closureOf(names: readonly string[]): string[] {
	const found = new Set<string>();
	const visit = (name: string, from: string): void => {
		const inner = installed(name, from);
		const folder = isFolder(inner) ? inner : installed(name);
		if (found.has(folder) || !isFolder(folder)) return;
		found.add(folder);
		for (const next of Object.keys(manifestIn(folder).dependencies ?? {})) visit(next, folder);
	};
	for (const name of names) visit(name, ROOT);
	return [...found];
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The bytes of all files of a package, without the packages within it. */
function sizeOf(folder: string): number {
	return readdirSync(folder, { withFileTypes: true })
		.filter(({ name }) => name !== 'node_modules')
		.reduce((sum, entry) => {
			const path = join(folder, entry.name);
			return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size);
		}, 0);
}
