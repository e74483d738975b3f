import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

type Loader = (loaded: NodeJS.Module, path: string) => void;

/**
 * Has the files of one folder load as they were compiled the last time, and keeps what was compiled of them when the program
 * ends: for Node 20, which cannot do that by itself as later ones can. V8 believes what it is given, so it is kept twice, and
 * the two are compared: for a checksum a module of Node would have to be loaded. What is of another V8, or of a text of
 * another length, V8 leaves aside.
 */
export function keepCompiled(program: string, cache: string): void {
	const loaders = (module as unknown as { _extensions: Record<'.js', Loader> })._extensions;
	const usual = loaders['.js'];
	const place = join(cache, `${process.version}-${process.arch}`);
	const fresh = new Map<string, Script>();
	loaders['.js'] = (loaded, path) => {
		if (dirname(path) !== program) return usual(loaded, path);
		const keptAt = join(place, basename(path, '.js'));
		const cachedData = readKept(keptAt);
		const begin = '(function (exports, require, module, __filename, __dirname) {';
		// The bundle has no other characters, and these are read without being decoded.
		const script = new Script(`${begin}${readFileSync(path, 'latin1')}\n})`, {
			filename: path,
			columnOffset: -begin.length,
			...(cachedData ? { cachedData } : {}),
		});
		if (script.cachedDataRejected !== false) fresh.set(keptAt, script);
		script.runInThisContext()(loaded.exports, (id: string) => loaded.require(id), loaded, path, program);
	};
	process.once('exit', () => {
		try {
			if (fresh.size > 0) mkdirSync(place, { recursive: true });
			for (const [path, script] of fresh) keep(path, script.createCachedData());
		} catch {
			// The next run compiles it again.
		}
	});
}

function readKept(path: string): Buffer | undefined {
	try {
		const kept = readFileSync(path);
		const compiled = kept.subarray(0, kept.length / 2);
		return compiled.equals(kept.subarray(compiled.length)) ? compiled : undefined;
	} catch {
		return undefined;
	}
}

/** Others may read it meanwhile, and find all of it or nothing. */
function keep(path: string, compiled: Buffer): void {
	const aside = `${path}.${process.pid}`;
	writeFileSync(aside, Buffer.concat([compiled, compiled]));
	renameSync(aside, path);
}
