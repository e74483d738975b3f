import { isConfigId } from '../../domain/sign-in/dialog.ts';
import { UsageError } from './usage-error.ts';

/**
 * The configuration of Facebook Login for Business that is asked for; null for none.
 * @throws {UsageError} for what cannot be one.
 */
export function configIdFrom({ FB_LOGIN_CONFIG_ID }: NodeJS.ProcessEnv, option = FB_LOGIN_CONFIG_ID): string | null {
	const id = option?.trim() || null;
	if (id === null || isConfigId(id)) return id;
	throw new UsageError(
		'--config-id, FB_LOGIN_CONFIG_ID: a configuration of Facebook Login for Business has digits only.',
	);
}
