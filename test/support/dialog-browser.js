// A browser for tests, started as the program starts any: it opens a login dialog of the sandbox, answers it, and goes where
// that leads. `node dialog-browser.js continue|cancel|nothing [--as HOST] ADDRESS`; it prints the address that it ends on.
const [choice, address] = process.argv.slice(2);

const page = await (await fetch(address)).text();
const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const ticked = [...page.matchAll(/<input type="checkbox"([^>]*)>/g)]
	.filter(([, attributes]) => /\schecked/.test(attributes))
	.map(([, attributes]) => [/name="([^"]*)"/, /value="([^"]*)"/].map((pattern) => pattern.exec(attributes)?.[1] ?? ''));
const body = new URLSearchParams([['form_token', field('form_token')], ['step', choice], ['pages', 'all'], ...ticked]);
const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' });
const target = answer.headers.get('location') ?? '';
if (target.startsWith('http://localhost')) await (await fetch(target)).text();
process.stdout.write(`${target}\n`);
