import type { Token } from '../entities.ts';
import { PUBLIC_PROFILE } from '../permission-groups.ts';
import type { World } from '../world.ts';
import { type Consent, consentPage, readPages } from './consent.ts';
import { type ExplorerState, pagesOf, readState } from './explorer-state.ts';
import { explorerPage } from './explorer-view.ts';
import { renderMessage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { sendRequest } from './send-request.ts';

/**
 * `/tools/explorer/` and `/tools/explorer/{APP_ID}/`: chooses app and permissions, asks for consent, generates a token
 * and sends requests with it. Keeps nothing between two requests: the form carries all of it.
 */
export async function explorer(request: PageRequest, appId?: string): Promise<PageReply> {
	const state = readState(request, appId);
	if (!state) {
		return renderMessage(request, 'You have no app', 'The Explorer works on apps on which you have a role.');
	}
	switch (request.form.get('step')) {
		case 'generate':
			return generate(request, state);
		case 'consent':
			return explorerPage(request, grant(request, state));
		case 'cancel':
			return explorerPage(request, { ...state, notice: { text: 'Cancelled: nothing was granted.' } });
		case 'send':
			return explorerPage(request, { ...state, answer: await sendRequest(request, state) });
		default:
			return explorerPage(request, { ...state, ...noticeOfApp(state, appId) });
	}
}

function noticeOfApp({ app }: ExplorerState, appId: string | undefined) {
	const text = `You have no role on the app ${appId}. This is ${app.name}.`;
	return appId === undefined || appId === app.id ? {} : { notice: { text, isProblem: true } };
}

function generate(request: PageRequest, state: ExplorerState): PageReply {
	const { world } = request;
	const { app, choice, unknownPermissions } = state;
	const refuse = (text: string) => explorerPage(request, { ...state, notice: { text, isProblem: true } });
	if (app.status === 'restricted') {
		return refuse(`${app.name} is restricted: Meta lets nobody sign in with it.`);
	}
	if (choice === 'uninstall') {
		world.removeApp(world.signedInPersonId, app.id);
		const notice = { text: `${app.name} is uninstalled: its grant and all its tokens have ended.` };
		return explorerPage(request, { ...state, choice: 'user', token: undefined, userToken: undefined, notice });
	}
	if (choice === 'app') {
		return explorerPage(request, withToken(world, state, world.appToken(app.id)));
	}
	if (choice.startsWith('page:')) {
		const page = state.userToken && pagesOf(world, state.userToken).find(({ id }) => choice === `page:${id}`);
		return page && state.userToken
			? explorerPage(request, withToken(world, state, world.pageToken(state.userToken, page.id)))
			: refuse('The user token no longer gives a token for this Page. Generate a new one.');
	}
	if (unknownPermissions.length > 0) {
		return refuse(`Invalid scopes: ${unknownPermissions.join(', ')}. The permissions below are all that there are.`);
	}
	const permissions = choice === 'page' ? new Set([...state.permissions, 'pages_show_list']) : state.permissions;
	return consentPage(request, explorerConsent(state, [...permissions]));
}

function explorerConsent(
	{ app, method, version, path, choice }: ExplorerState,
	permissions: readonly string[],
): Consent {
	const fields = Object.entries({ app: app.id, method, version, path, choice });
	return {
		app,
		asked: permissions.filter((name) => name !== PUBLIC_PROFILE),
		kept: [],
		isWhole: false,
		action: `/tools/explorer/${app.id}/`,
		hidden: [...fields, ...permissions.map((name) => ['asked', name] as const)],
	};
}

/** The person has agreed: a short-lived user token, or the token of the first Page that it covers. */
function grant(request: PageRequest, state: ExplorerState) {
	const { world } = request;
	const permissions = [...state.permissions];
	const userToken = world.issueUserToken(state.app.id, world.signedInPersonId, permissions, readPages(request), {
		declined: request.form.getAll('asked').filter((name) => !state.permissions.has(name)),
	});
	const granted = { ...state, userToken, permissions: new Set(userToken.scopes) };
	if (state.choice !== 'page') {
		return withToken(world, granted, userToken);
	}
	const [page] = pagesOf(world, userToken);
	return page
		? withToken(world, { ...granted, choice: `page:${page.id}` as const }, world.pageToken(userToken, page.id))
		: {
				...granted,
				token: userToken,
				notice: { text: 'You allowed no Page that gives a token. This is your user token.', isProblem: true },
			};
}

function withToken(world: World, state: ExplorerState, token: Token) {
	const name = token.pageId === undefined ? undefined : world.pages.get(token.pageId)?.name;
	const whose = { app: 'App', client: 'Client', user: 'User', page: 'Page', 'system-user': 'System user' }[token.kind];
	const text = `${whose} access token generated${name === undefined ? '' : ` for ${name}`}.`;
	return { ...state, token, notice: { text } };
}
