import { isGrantedByPage } from '../../domain/permissions.ts';
import type { Call } from '../call.ts';
import type { App, DeviceLogin } from '../entities.ts';
import { GraphError, tokenRequired } from '../graph-error.ts';
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
		// Its text and code are guesses.
		throw new GraphError(`(#100) Invalid Scopes: ${refused.join(', ')}`, { code: 100 });
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
		throw new GraphError('Invalid parameter', { code: 100 });
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

/** The texts are Meta's, but those of a declined login; that an answered one counts as expired is a guess. */
function problemOf({ status, expiresAt }: DeviceLogin, now: number, isTooFast: boolean): GraphError {
	if (status === 'declined') {
		return new GraphError('Permissions error', {
			code: 200,
			subcode: 1349173,
			userTitle: 'Device Login Declined',
			userMessage: 'User has declined to authorize your application.',
		});
	}
	if (status === 'done' || expiresAt <= now) {
		return new GraphError('The session has expired', {
			code: 463,
			subcode: 1349152,
			userTitle: 'Activation Code Expired',
			userMessage: 'The code you entered has expired. Please go back to your device for a new code and try again.',
		});
	}
	if (isTooFast) {
		return new GraphError('User request limit reached', {
			code: 17,
			subcode: 1349172,
			userTitle: 'OAuth Device Excessive Polling',
			userMessage: 'Your device is polling too frequently. Space your requests with a minium interval of 5 seconds.',
		});
	}
	return new GraphError('This request requires the user to take a pending action', {
		code: 31,
		subcode: 1349174,
		userTitle: 'Device Login Authorization Pending',
		userMessage: 'User has not yet authorized your application. Continue polling.',
	});
}

/** The app whose client token was sent; that the app's own token is refused is a guess. */
function requireDevice({ world, caller }: Call): App {
	const app = world.apps.get(caller?.appId ?? '');
	if (!caller || !app) {
		throw tokenRequired();
	}
	if (caller.kind !== 'client') {
		throw new GraphError('Invalid OAuth access token signature.', { code: 190 });
	}
	if (!app.loginFromDevices) {
		throw new GraphError('(#3) Application does not have the capability to make this API call.', { code: 3 });
	}
	return app;
}
