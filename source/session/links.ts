import { problemOfAppId } from '../domain/app.ts';
import { needsConfiguration } from '../domain/sign-in/facebook-page.ts';
import { appCreationUrl, appSettingsUrl, configurationsUrl, explorerUrl } from '../graph/links.ts';
import { NEWEST_VERSION } from '../graph/version.ts';
import type { SessionState } from './state.ts';

/** The version of the Graph API for links; the newest before Meta has said one. */
export function graphVersion({ app }: Pick<SessionState, 'app'>): string {
	return app.version ?? NEWEST_VERSION;
}

/** The URL that a screen speaks of: where an app is made, the app's settings, or the Explorer on the app. */
export function linkOf({ step, app, hosts, screen, signIn, token }: SessionState): string {
	if (screen.overlay === 'app-guide') return appCreationUrl(hosts);
	const refused = [signIn.status, token.status].flatMap((status) =>
		status.state === 'refused' ? [status.problem] : [],
	);
	if (step === 'token' && refused.some(needsConfiguration)) return configurationsUrl(hosts, app.id);
	if (step !== 'app') return explorerUrl(hosts, app.id, graphVersion({ app }));
	return appSettingsUrl(hosts, problemOfAppId(app.id) ? undefined : app.id);
}
