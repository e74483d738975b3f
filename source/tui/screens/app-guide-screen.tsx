import { Box } from 'ink';
import { appCreationSteps } from '../../domain/app-creation.ts';
import { linkOf } from '../../session/links.ts';
import { Marked } from '../parts/remark.tsx';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * How to make an app, in numbered steps.
 *
 *     https://developers.facebook.com/apps/creation/
 *
 *     1 Go to developers.facebook.com/apps/creation as yourself, not as a Page.
 *     2 Use cases: Content management > "Manage everything on your Page".
 */
export function AppGuideScreen({ session }: View) {
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Toned tone="accent">{linkOf(session)}</Toned>
			<Box height={1} flexShrink={0} />
			{appCreationSteps().map((step, index) => (
				<Marked key={step} sign={index + 1} tone="accent">
					<Toned wrap="wrap">{step}</Toned>
				</Marked>
			))}
		</Box>
	);
}
