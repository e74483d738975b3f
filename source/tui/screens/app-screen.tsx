import { Box } from 'ink';
import { Secret } from '../../domain/secret.ts';
import { useLineEditor } from '../editing/use-line-editor.ts';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

export type AppScreenProps = View & { settingsUrl: string };

const LABEL_WIDTH = 12;
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
export function AppScreen({ journey: { app }, settingsUrl, width, rows, isActive, dispatch }: AppScreenProps) {
	const { mask } = useGlyphs();
	const isFocused = (field: 'id' | 'secret') => isActive && app.field === field;
	const id = useLineEditor({
		value: app.id,
		onChange: (value) => dispatch({ type: 'edit-app-id', value }),
		except: '?',
		isActive: isFocused('id'),
	});
	const secret = useLineEditor({
		value: app.secret.reveal(),
		onChange: (value) => dispatch({ type: 'edit-app-secret', value: new Secret(value) }),
		except: '?',
		isActive: isFocused('secret'),
	});
	const count = app.secret.length > 0 ? `${app.secret.length} characters` : '';
	const fieldWidth = Math.max(8, Math.min(34, width - LABEL_WIDTH - (count ? count.length + 2 : 0)));
	return (
		<Box flexDirection="column">
			{app.status.state === 'refused' && rows < ROWS_FOR_ALL ? null : (
				<Box flexDirection="column" flexShrink={0}>
					<Toned wrap="wrap">App ID and App Secret stand in your app's settings, under Basic:</Toned>
					<Toned tone="accent">{settingsUrl}</Toned>
					<Box height={1} flexShrink={1} />
				</Box>
			)}
			<Box flexShrink={0}>
				<FieldLabel text="App ID" isFocused={isFocused('id')} />
				<TextField line={id} width={fieldWidth} isFocused={isFocused('id')} placeholder="about 16 digits" />
			</Box>
			<Box flexShrink={0}>
				<FieldLabel text="App secret" isFocused={isFocused('secret')} />
				<TextField
					line={secret}
					width={fieldWidth}
					isFocused={isFocused('secret')}
					placeholder="32 characters, 0-9 a-f"
					mask={mask}
				/>
				<Box flexShrink={0}>
					<Toned tone="quiet">{count ? `  ${count}` : ''}</Toned>
				</Box>
			</Box>
			<Box height={1} flexShrink={1} />
			{app.status.state === 'running' ? (
				<StepLine state="running" text="Asking Meta whether the two belong together" />
			) : null}
			{app.status.state === 'refused' ? <ProblemBox problem={app.status.problem} /> : null}
			{app.status.state === 'done' ? (
				<StepLine state="done" text={`Accepted: ${app.status.value.name ?? app.id}`} />
			) : null}
		</Box>
	);
}

function FieldLabel({ text, isFocused }: { text: string; isFocused: boolean }) {
	return (
		<Box width={LABEL_WIDTH} flexShrink={0}>
			<Toned tone={isFocused ? 'accent' : 'plain'}>{text}</Toned>
		</Box>
	);
}
