import { isGrantedByPage } from '../../domain/permissions.ts';
import type { Call } from '../call.ts';
import type { App, DeviceLogin } from '../entities.ts';
import { type GraphError, graphError } from '../graph-error.ts';
import { isOffered, PUBLIC_PROFILE } from '../permission-groups.ts';

/** `POST /device/login`, with `APP_ID|CLIENT_TOKEN`: a code for the device, and one for the person. */
export function deviceLogin(call: Call): unknown {
	const { world, request } = call;
	const app = requireDevice(call);
	const names = (request.params.get('scope') ?? '').split(/[\s,]+/).filter((name) => name && name !== PUBLIC_PROFILE);
	const { devicePagePermissions: rule, deviceInterval } = world.login;
	const isRefused = (name: string) => !isOffered(name) || (rule === 'refused' && isGrantedByPage(name));
	const refused = names.filter(isRefused);
	if (refused.length > 0) {
		throw graphError('scopesInvalid', { names: refused.join(', ') });
	}
	const permissions = names.filter((name) => rule !== 'left-out' || !isGrantedByPage(name));
	const { code, userCode, expiresAt } = world.beginDeviceLogin(app.id, permissions);
	return {
		code,
		user_code: userCode,
		verification_uri: `${world.facebookUrl}/device`,
		expires_in: expiresAt - world.now(),
		interval: deviceInterval,
	};
}

/** `POST /device/login_status`: the token, once; until then, and when there will be none, an error told by its subcode. */
export function deviceLoginStatus(call: Call): unknown {
	const { world, request } = call;
	const app = requireDevice(call);
	const login = world.deviceLogins.get(request.params.get('code') ?? '');
	if (login?.appId !== app.id) {
		throw graphError('invalidParameter');
	}
	const now = world.now();
	// The clock has whole seconds: a wait of five may show as four.
	const isTooFast = login.polledAt !== undefined && now - login.polledAt < world.login.deviceInterval - 1;
	login.polledAt = now;
	const { token } = login;
	if (login.status === 'approved' && token) {
		login.status = 'done';
		return {
			access_token: token.text,
			data_access_expiration_time: token.dataAccessExpiresAt,
			...(token.expiresAt === 0 ? {} : { expires_in: token.expiresAt - now }),
		};
	}
	throw problemOf(login, now, isTooFast);
}

/** That an answered login counts as expired is a guess. */
function problemOf({ status, expiresAt }: DeviceLogin, now: number, isTooFast: boolean): GraphError {
	if (status === 'declined') {
		return graphError('deviceDeclined');
	}
	if (status === 'done' || expiresAt <= now) {
		return graphError('deviceCodeExpired');
	}
	if (isTooFast) {
		return graphError('devicePollsTooFast');
	}
	return graphError('devicePending');
}

/** The app whose client token was sent; that the app's own token is refused is a guess. */
function requireDevice({ world, caller }: Call): App {
	const app = world.apps.get(caller?.appId ?? '');
	if (!caller || !app) {
		throw graphError('tokenRequired');
	}
	if (caller.kind !== 'client') {
		throw graphError('signatureInvalid');
	}
	if (!app.loginFromDevices) {
		throw graphError('deviceLoginOff');
	}
	return app;
}
