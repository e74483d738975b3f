import { problemOfAppId } from '../domain/app.ts';
import { appCreationUrl, appSettingsUrl, explorerUrl } from '../graph/links.ts';
import { NEWEST_VERSION } from '../graph/version.ts';
import type { SessionState } from './state.ts';

/** The version of the Graph API for links; the newest before Meta has said one. */
export function graphVersion({ app }: Pick<SessionState, 'app'>): string {
	return app.version ?? NEWEST_VERSION;
}

/** The URL that a screen speaks of: where an app is made, the app's settings, or the Explorer on the app. */
export function linkOf({ step, app, hosts, screen }: SessionState): string {
	if (screen.overlay === 'app-guide') return appCreationUrl(hosts);
	if (step !== 'app') return explorerUrl(hosts, app.id, graphVersion({ app }));
	return appSettingsUrl(hosts, problemOfAppId(app.id) ? undefined : app.id);
}
