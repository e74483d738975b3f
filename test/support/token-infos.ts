import type { TokenInfo } from '../../source/domain/token.ts';
import * as fc from './fast-check.ts';

export const APP_ID = '123456789012345';
export const PAGE_ID = '100000000000001';

/** What Meta says of a permanent Page token of {@link PAGE_ID}; `change` puts something else in its place. */
export function pageTokenInfo(change: Partial<TokenInfo> = {}): TokenInfo {
	return {
		type: 'PAGE',
		isValid: true,
		appId: APP_ID,
		appName: 'My App',
		expiresAt: 0,
		dataAccessExpiresAt: 1_800_776_000,
		issuedAt: 1_793_000_000,
		profileId: PAGE_ID,
		userId: '10000000000000002',
		scopes: ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts', 'public_profile'],
		granularScopes: [],
		error: null,
		...change,
	};
}

const time = fc.option(fc.oneof(fc.constant(0), fc.nat({ max: 4_000_000_000 })));

/** Whatever Meta may say of a token. */
export const anyTokenInfo: fc.Arbitrary<TokenInfo> = fc
	.record({
		type: fc.constantFrom('PAGE', 'USER', 'APP', 'SYSTEM_USER', 'SOMETHING_NEW', null),
		isValid: fc.constantFrom(true, false, null),
		appId: fc.constantFrom(APP_ID, '999', null),
		profileId: fc.constantFrom(PAGE_ID, '888', null),
		expiresAt: time,
		dataAccessExpiresAt: time,
		issuedAt: time,
	})
	.map(pageTokenInfo);
