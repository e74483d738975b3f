import { PROTECTIONS, saveNumber, vaultIn } from './numbered-saves.ts';

// A process of its own that saves when a line arrives: `FOLDER each NUMBER` two profiles, `FOLDER forever NUMBER` on and on.
const [folder = '', task, first] = process.argv.slice(2);
const vault = vaultIn(folder);
const number = Number(first);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));

if (task === 'each') {
	const protection = PROTECTIONS[number % 3] ?? 'keep';
	await saveNumber(vault, `own ${number}`, number, protection);
	await saveNumber(vault, 'shared', number, protection);
	process.exit();
}

for (let current = number; ; current++) {
	const [profile] = await vault.list();
	const name = profile?.name ?? 'bakery';
	await saveNumber(vault, name, current, profile ? 'keep' : { kind: 'file' });
	process.stdout.write(`${current}\n`);
	await vault.amend(name, (stored) => {
		const pages = stored.pages.map((page) => ({ ...page, checkedAt: current }));
		return { ...stored, pages };
	});
	await vault.protect(name, PROTECTIONS[current % 3] ?? { kind: 'file' });
	await vault.rename(name, name === 'bakery' ? 'shop' : 'bakery');
}
