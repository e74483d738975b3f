import { DEFAULT_PURPOSE, permissionsFor } from './permissions.ts';
import { addedOneByOne } from './use-cases.ts';

/**
 * How a person makes an app today, in six steps with Meta's labels. `permissions` are those that the tokens are wanted for. That
 * Meta refuses names like its own without a reason is hearsay.
 */
export function appCreationSteps(permissions: readonly string[] = permissionsFor(DEFAULT_PURPOSE)): readonly string[] {
	return [
		'Go to developers.facebook.com/apps/creation as yourself, not as a Page. Avoid "FB", "Meta", "Insta", "Gram" and "Book" in the app\'s name.',
		'Use cases: Content management > "Manage everything on your Page".',
		'Business: select the portfolio that owns your Page, or none. Press "Next" until "Go to dashboard".',
		`Use cases > Customize > Permissions: press "Add" for ${addedOneByOne(permissions).join(', ')}, until each is "Ready for testing".`,
		'App settings > Basic: copy the App ID. Press "Show" and copy the App Secret.',
		'Come back here and sign in. Publish the app after that, before strangers should see your posts. This needs no App Review.',
	];
}
