import { Box } from 'ink';
import { RUNNING } from '../../session/session-text.ts';
import { Field } from '../parts/field.tsx';
import { StatusLines } from '../parts/status-lines.tsx';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * Asks for a Page that no list has.
 *
 *     Meta does not list every Page. One on which you have a role can be named here.
 *
 *     Page        facebook.com/MyBakery
 */
export function AddPageScreen({ session, width }: View) {
	return (
		<Box flexDirection="column">
			<Toned wrap="wrap">
				Meta does not list every Page. One on which you have a role can be named here, by its id or its address.
			</Toned>
			<Box height={1} flexShrink={1} />
			<Field
				session={session}
				name="page-address"
				label="Page"
				width={width}
				placeholder="an id, or facebook.com/MyBakery"
			/>
			<Box height={1} flexShrink={1} />
			<StatusLines status={session.adding.status} running={RUNNING.add} scope="add" />
		</Box>
	);
}
