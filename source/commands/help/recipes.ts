/** Something that people do with a token, as lines to copy. `language` is that of the lines. */
type Recipe = { title: string; language: 'sh' | 'json' | 'yaml'; lines: readonly string[] };

const PAGE = "'My Bakery'";

/** How a workflow of GitHub has one of its secrets. */
const secret = (name: string) => `\${{ secrets.${name} }}`;

/** Where tokens go: each recipe works as it stands, once a profile is saved. */
export const RECIPES: readonly Recipe[] = [
	{
		title: 'An agent: the server of its tools gets the token, the agent does not',
		language: 'json',
		lines: [
			'{',
			'  "mcpServers": {',
			'    "my-bakery": {',
			'      "command": "npx",',
			'      "args": ["fb-token-tui", "exec", "--env", "META_PAGE_ACCESS_TOKEN=token", "My Bakery", "node", "server.js"]',
			'    }',
			'  }',
			'}',
		],
	},
	{ title: 'A dev server', language: 'sh', lines: [`npx fb-token-tui exec ${PAGE} npm run dev`] },
	{
		title: 'A CI job: put ID and token into its secrets',
		language: 'sh',
		lines: [
			`npx fb-token-tui export --page ${PAGE} --env FB_PAGE_ID=id --env FB_PAGE_ACCESS_TOKEN=token | gh secret set -f -`,
		],
	},
	{
		title: 'and use them there',
		language: 'yaml',
		lines: [
			'- run: node post.js',
			'  env:',
			`    FB_PAGE_ID: ${secret('FB_PAGE_ID')}`,
			`    FB_PAGE_ACCESS_TOKEN: ${secret('FB_PAGE_ACCESS_TOKEN')}`,
		],
	},
	{ title: 'All Pages as secrets of GitHub', language: 'sh', lines: ['npx fb-token-tui export | gh secret set -f -'] },
	{
		title: 'A Docker secret',
		language: 'sh',
		lines: [`npx fb-token-tui token ${PAGE} | tr -d '\\n' | docker secret create fb_page_token -`],
	},
	{
		title: 'HashiCorp Vault',
		language: 'sh',
		lines: [`npx fb-token-tui token ${PAGE} | tr -d '\\n' | vault kv put -mount=secret my-bakery token=-`],
	},
	{
		title: 'n8n: a workflow then has {{ $env.FB_PAGE_ACCESS_TOKEN }}',
		language: 'sh',
		lines: [`N8N_BLOCK_ENV_ACCESS_IN_NODE=false npx fb-token-tui exec ${PAGE} n8n start`],
	},
	{ title: 'This shell', language: 'sh', lines: ['eval "$(npx fb-token-tui export --format shell)"'] },
	{ title: 'A file', language: 'sh', lines: ['npx fb-token-tui export --output .env'] },
];
