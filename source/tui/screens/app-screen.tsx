import { Box } from 'ink';
import { linkOf } from '../../session/links.ts';
import { RUNNING } from '../../session/session-text.ts';
import { Field, MaskedField } from '../parts/field.tsx';
import { StatusLines } from '../parts/status-lines.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

/** With fewer rows a problem takes the place of the instructions. */
const ROWS_FOR_ALL = 14;

/**
 * App id and app secret, tested together.
 *
 *     Both stand in App settings, Basic:
 *     https://developers.facebook.com/apps/
 *
 *     App ID      123456789012345
 *     App secret  ••••••••••••••••••••••••••••••••  32 characters
 */
export function AppScreen({ session, width, rows }: View) {
	const { id, status } = session.app;
	return (
		<Box flexDirection="column">
			{status.state === 'refused' && rows < ROWS_FOR_ALL ? null : (
				<Box flexDirection="column" flexShrink={0}>
					<Toned wrap="wrap">App ID and App Secret stand in your app's settings, under Basic:</Toned>
					<Toned tone="accent">{linkOf(session)}</Toned>
					{id === '' ? <Toned tone="quiet">No app yet? ^N shows how to make one.</Toned> : null}
					<Box height={1} flexShrink={1} />
				</Box>
			)}
			<Field session={session} name="app-id" label="App ID" width={width} placeholder="about 16 digits" />
			<MaskedField
				session={session}
				name="app-secret"
				label="App secret"
				width={width}
				placeholder="32 characters, 0-9 a-f"
			/>
			<Box height={1} flexShrink={1} />
			<StatusLines status={status} running={RUNNING.app} scope="app" />
			{status.state === 'done' ? <StepLine state="done" text={`Accepted: ${status.value.name ?? id}`} /> : null}
		</Box>
	);
}
