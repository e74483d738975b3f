import { html } from './html.ts';
import { renderPage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';

/** `/connect/login_success.html`: Meta's desktop redirect. What it was sent stands in the address alone. */
export function loginSuccess(request: PageRequest): PageReply {
	const leavesAfter = request.world.login.desktopPageLeavesAfterMs;
	return renderPage(request, {
		title: 'Success',
		body: html`
<h1>Success</h1>
<p class="lead"><strong>SECURITY WARNING:</strong> Please treat the URL above as you would your password and do not share it with anyone. See the Facebook Help Center for more information.</p>
${leavesAfter !== undefined && html`<p hidden data-leave-for="/connect/blank.html#_=_" data-leave-after="${leavesAfter}"></p>`}`,
	});
}

/** `/connect/blank.html`: where that page goes, and has nothing. */
export function blank(request: PageRequest): PageReply {
	return renderPage(request, { title: 'Blank', body: html`` });
}
