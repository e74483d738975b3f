// What many a script does: exchanges the token, follows the list, and asks about one Page token after the other.
// Graph's address and the app come from the environment, the user token from standard input.
import { text } from 'node:stream/consumers';

const { FB_TOKEN_TUI_GRAPH_URL: graph, FB_APP_ID: id, FB_APP_SECRET: secret } = process.env;

async function get(path, query) {
	const reply = await fetch(`${graph}/v27.0/${path}?${new URLSearchParams(query)}`);
	return reply.json();
}

const { access_token } = await get('oauth/access_token', {
	grant_type: 'fb_exchange_token',
	client_id: id,
	client_secret: secret,
	fb_exchange_token: (await text(process.stdin)).trim(),
});

const pages = [];
let list = await get('me/accounts', { fields: 'id,name,access_token,category,tasks', limit: '100', access_token });
for (;;) {
	pages.push(...list.data);
	if (!list.paging?.next) break;
	list = await (await fetch(list.paging.next)).json();
}

let permanent = 0;
for (const { access_token: input_token } of pages) {
	if (!input_token) continue;
	const { data } = await get('debug_token', { input_token, access_token: `${id}|${secret}` });
	if (data.is_valid && data.type === 'PAGE' && data.expires_at === 0) permanent++;
}
process.stdout.write(`${permanent}\n`);
