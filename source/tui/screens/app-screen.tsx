import { Box } from 'ink';
import { Secret } from '../../domain/secret.ts';
import { RUNNING } from '../../session/session-text.ts';
import { useLineEditor } from '../editing/use-line-editor.ts';
import { Field } from '../parts/field.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

export type AppScreenProps = View & { settingsUrl: string };

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
export function AppScreen({
	journey: { app },
	settingsUrl,
	width,
	rows,
	isActive,
	isRevealing,
	dispatch,
}: AppScreenProps) {
	const { mask } = useGlyphs();
	const isFocused = (field: 'id' | 'secret') => isActive && app.field === field;
	// A paste takes the place of what was there, which nobody can see in a masked field.
	const paste = (field: 'id' | 'secret') => (text: string) => {
		dispatch({ type: 'paste-credentials', field, text });
		return '';
	};
	const id = useLineEditor({
		value: app.id,
		onChange: (value) => dispatch({ type: 'edit-app-id', value }),
		onPaste: paste('id'),
		except: '?',
		isActive: isFocused('id'),
	});
	const secret = useLineEditor({
		value: app.secret.reveal(),
		onChange: (value) => dispatch({ type: 'edit-app-secret', value: new Secret(value) }),
		onPaste: paste('secret'),
		except: '?',
		isActive: isFocused('secret'),
	});
	return (
		<Box flexDirection="column">
			{app.status.state === 'refused' && rows < ROWS_FOR_ALL ? null : (
				<Box flexDirection="column" flexShrink={0}>
					<Toned wrap="wrap">App ID and App Secret stand in your app's settings, under Basic:</Toned>
					<Toned tone="accent">{settingsUrl}</Toned>
					{app.id === '' ? <Toned tone="quiet">No app yet? "Create App" stands there too.</Toned> : null}
					<Box height={1} flexShrink={1} />
				</Box>
			)}
			<Field label="App ID" line={id} width={width} isFocused={isFocused('id')} placeholder="about 16 digits" />
			<Field
				label="App secret"
				line={secret}
				width={width}
				isFocused={isFocused('secret')}
				placeholder="32 characters, 0-9 a-f"
				mask={isRevealing ? null : mask}
				isCounted
			/>
			<Box height={1} flexShrink={1} />
			{app.status.state === 'running' ? <StepLine state="running" text={RUNNING.app} /> : null}
			{app.status.state === 'refused' ? <ProblemBox problem={app.status.problem} scope="app" /> : null}
			{app.status.state === 'done' ? (
				<StepLine state="done" text={`Accepted: ${app.status.value.name ?? app.id}`} />
			) : null}
		</Box>
	);
}
