// A browser for tests, started as the program starts any: it opens a login dialog of the sandbox or its page for devices, answers
// it, and goes where that leads. `node dialog-browser.js continue|cancel ADDRESS`; it prints the address that it ends on.
const [choice, address] = process.argv.slice(2);

const attribute = (tag, name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** What the form of a page would send: its fields, and of its boxes those that are ticked. */
function fieldsOf(page) {
	return [...page.matchAll(/<input [^>]*>/g)]
		.map(([tag]) => tag)
		.filter((tag) => !/type="(checkbox|radio)"/.test(tag) || / checked/.test(tag))
		.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]);
}

function post(url, page, step) {
	const body = new URLSearchParams([...fieldsOf(page), ['step', step]]);
	return fetch(url, { method: 'POST', body, redirect: 'manual' });
}

let page = await (await fetch(address)).text();
const { origin, pathname } = new URL(address);
if (pathname === '/device') page = await (await post(`${origin}/device`, page, 'enter')).text();
// From the second time on.
if (page.includes('value="edit"') && choice === 'continue') page = await (await post(address, page, 'edit')).text();
const answer = await post(pathname === '/device' ? `${origin}/device` : address, page, choice);
const target = answer.headers.get('location') ?? '';
if (target.startsWith('http://localhost')) await (await fetch(target)).text();
process.stdout.write(`${target}\n`);
