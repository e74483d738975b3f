import { Secret } from '../../source/domain/secret.ts';
import type { Profile, ProfileSecrets } from '../../source/vault/profile.ts';
import { APP_ID, PAGE_ID, pageTokenInfo } from './token-infos.ts';

const INFO = pageTokenInfo({
	scopes: ['pages_show_list', 'pages_manage_posts'],
	granularScopes: [{ scope: 'pages_manage_posts', targetIds: [PAGE_ID] }],
});

/** A profile with one Page; `change` puts something else in its place. */
export function profileOf(name: string, change: Partial<Profile> = {}): Profile {
	return {
		name,
		app: { id: APP_ID, name: 'My App' },
		graphVersion: 'v27.0',
		graphUrl: 'https://graph.facebook.com',
		purpose: 'publish',
		wanted: ['pages_show_list', 'pages_manage_posts'],
		user: { id: '10000000000000002', name: 'Jo Example' },
		userInfo: { ...INFO, type: 'USER', profileId: null, expiresAt: 1_800_776_000 },
		pages: [
			{
				id: PAGE_ID,
				name: 'My Bakery',
				category: 'Bakery',
				tasks: ['CREATE_CONTENT'],
				foundBy: 'accounts',
				summary: { preview: 'EAAB…x9fQ', length: 200, fingerprint: '4f2a91c0' },
				info: INFO,
				assessment: { verdict: 'permanent', reason: null, expiresAt: null, dataAccessExpiresAt: 1_800_776_000 },
				checkedAt: 1_795_514_400,
				problem: null,
			},
		],
		problems: [],
		...change,
	};
}

/** Made-up secrets, all of them with `mark` in them. */
export function secretsOf(mark: string): ProfileSecrets {
	return {
		appSecret: new Secret(`${mark}-app-secret-made-up`),
		userToken: new Secret(`EAAmadeUp${mark}UserToken0123456789`),
		pageTokens: new Map([[PAGE_ID, new Secret(`EAAmadeUp${mark}PageToken0123456789`)]]),
	};
}

/** Secrets laid open, to be compared. */
export function reveal({ appSecret, userToken, pageTokens }: ProfileSecrets) {
	return {
		appSecret: appSecret.reveal(),
		userToken: userToken.reveal(),
		pageTokens: [...pageTokens].map(([id, token]) => [id, token.reveal()]),
	};
}
