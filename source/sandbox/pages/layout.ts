import { randomBytes } from 'node:crypto';
import { type Html, html, trusted } from './html.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { SCRIPT } from './script.ts';
import { STYLESHEET } from './stylesheet.ts';

/** The three tools, as the navigation names them. */
type Section = 'apps' | 'explorer' | 'debugger';

const sections: readonly (readonly [section: Section, path: string, title: string])[] = [
	['apps', '/apps/', 'My Apps'],
	['explorer', '/tools/explorer/', 'Graph API Explorer'],
	['debugger', '/tools/debug/accesstoken/', 'Token Debugger'],
];

// A bucket of sand, drawn for this page: the sandbox has no logo of Meta's.
const mark = trusted(
	'<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><rect width="24" height="24" rx="6" fill="var(--accent)"/><path d="M6 9h12l-1.5 9.5h-9z" fill="var(--on-accent)"/><path d="M6.5 9a5.5 5 0 0 1 11 0" fill="none" stroke="var(--on-accent)" stroke-width="1.6"/></svg>',
);

const icon =
	'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"%3E%3Crect width="24" height="24" rx="6" fill="%230b7285"/%3E%3Cpath d="M6 9h12l-1.5 9.5h-9z" fill="white"/%3E%3C/svg%3E';

/** What fills the frame that all pages share. */
export interface PageContent {
	readonly title: string;
	readonly body: Html;
	/** HTTP status; default 200. */
	readonly status?: number;
	readonly section?: Section;
	/** `narrow` is for reading, `wide` for tools side by side. */
	readonly width?: 'narrow' | 'wide';
	/** The origin that a form of the page may end at beside its own: browsers judge the redirects, too. */
	readonly formTarget?: string;
}

/**
 * The whole page around its content, with headers that forbid it to load, to be framed, or to be kept anywhere:
 * the pages hold secrets and tokens.
 */
export function renderPage(request: PageRequest, content: PageContent): PageReply {
	const nonce = randomBytes(16).toString('base64');
	const person = request.world.people.get(request.world.signedInPersonId);
	const { developersUrl } = request.origins;
	const links = sections.map(
		([section, path, title]) =>
			html`<a href="${developersUrl}${path}"${section === content.section && trusted(' aria-current="page"')}>${title}</a>`,
	);
	const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${content.title} · Sandbox</title>
<link rel="icon" href="${icon}">
<style nonce="${nonce}">${trusted(STYLESHEET)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<p class="banner"><strong>Local sandbox, not Meta.</strong> Everyone and everything here is made up, and nothing leaves this computer.</p>
<header class="top">
<a class="brand" href="${developersUrl}/">${mark}<span>Sandbox</span></a>
<nav aria-label="Tools">${links}</nav>
${person && html`<span class="person" title="Signed in to the sandbox"><bdi>${person.name}</bdi></span>`}
</header>
<main id="content" class="${content.width ?? 'narrow'}">
${content.body}
</main>
<script nonce="${nonce}">${trusted(SCRIPT)}</script>
</body>
</html>
`;
	return {
		status: content.status ?? 200,
		headers: {
			'Content-Type': 'text/html; charset=utf-8',
			'Content-Security-Policy': [
				"default-src 'none'",
				`style-src 'nonce-${nonce}'`,
				`script-src 'nonce-${nonce}'`,
				'img-src data:',
				["form-action 'self'", content.formTarget].filter(Boolean).join(' '),
				"base-uri 'none'",
				"frame-ancestors 'none'",
			].join('; '),
			'Cache-Control': 'no-store',
			'Cross-Origin-Opener-Policy': 'same-origin',
			'Cross-Origin-Resource-Policy': 'same-origin',
			'Referrer-Policy': 'same-origin',
			'X-Content-Type-Options': 'nosniff',
		},
		body: document.text,
	};
}

/** A page that says one thing: why there is nothing else, or what has come of the last form. */
export function renderMessage(
	request: PageRequest,
	title: string,
	text: string,
	{ status = 200, role }: { readonly status?: number; readonly role?: 'alert' | 'status' } = {},
): PageReply {
	const body = html`<h1>${title}</h1><p class="lead breakable"${role && html` role="${role}"`}>${text}</p>`;
	return renderPage(request, { status, title, body });
}

/** The answer to an address that the sandbox does not have. */
export function renderNotFound(request: PageRequest): PageReply {
	const text = 'The sandbox has no page at this address. Try one of the tools above.';
	return renderMessage(request, 'Page not found', text, { status: 404 });
}
