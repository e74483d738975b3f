import { type Problem, problem } from './problem.ts';

/** An app as Graph names it; `name` is null where Graph would not tell it. */
export type App = { id: string; name: string | null };

/**
 * Why this cannot be an app id, as a problem; null for one that can. Meta's ids have 15 to 17 digits today, so
 * anything from 5 to 20 passes.
 */
export function problemOfAppId(text: string): Problem | null {
	const remedy = 'Copy the App ID from App settings, Basic: about 16 digits.';
	if (text === '') {
		return problem('unknown-app', { title: 'The app id is missing', cause: 'The field is empty.', remedy });
	}
	if (/^[0-9a-f]{32}$/i.test(text)) {
		return problem('unknown-app', {
			title: 'This is not an app id',
			cause: 'It looks like the app secret or a client token; the app id is digits only.',
			remedy,
		});
	}
	if (!/^\d+$/.test(text)) {
		return problem('unknown-app', {
			title: 'An app id is digits only',
			cause: 'There are other characters in it; the display name or the namespace of the app will not do.',
			remedy,
		});
	}
	if (text.length < 5 || text.length > 20) {
		const size = text.length < 5 ? 'short' : 'long';
		return problem('unknown-app', {
			title: `This app id is too ${size}`,
			cause: `It has ${text.length} digits.`,
			remedy,
		});
	}
	return null;
}

/** Why this cannot be an app secret, as a problem; null for one that can: 32 hexadecimal digits. */
export function problemOfAppSecret(text: string): Problem | null {
	const remedy = 'Copy the App Secret from App settings, Basic: press "Show" beside it.';
	if (text === '') {
		return problem('wrong-app-secret', { title: 'The app secret is missing', cause: 'The field is empty.', remedy });
	}
	if (/^EA[A-Z]/.test(text)) {
		return problem('wrong-app-secret', {
			title: 'This is an access token, not the app secret',
			cause: 'Tokens begin with EAA; the secret is 32 characters, 0-9 and a-f.',
			remedy,
		});
	}
	if (/^\d+\|/.test(text)) {
		return problem('wrong-app-secret', {
			title: 'This is an app access token, not the app secret',
			cause: 'It has the app id and a bar in it.',
			remedy,
		});
	}
	if (!/^[0-9a-f]{32}$/i.test(text)) {
		return problem('wrong-app-secret', {
			title: 'This does not look like an app secret',
			cause: `A secret is 32 characters, 0-9 and a-f; this has ${text.length}${/^[0-9a-f]*$/i.test(text) ? '' : ' and others among them'}.`,
			remedy,
		});
	}
	return null;
}

/**
 * The app id and the app secret in a pasted text, where exactly one of a kind is in it: digits, and 32 hexadecimal digits.
 * Null for what is not there, or is not clear.
 */
export function recogniseCredentials(text: string): { id: string | null; secret: string | null } {
	const only = (pattern: RegExp) => {
		const found = new Set(text.match(pattern));
		const [first = null] = found;
		return found.size === 1 ? first : null;
	};
	return { id: only(/(?<![\w|])\d{5,20}(?![\w|])/g), secret: only(/(?<!\w)[0-9a-f]{32}(?!\w)/gi) };
}
