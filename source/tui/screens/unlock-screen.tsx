import { Box } from 'ink';
import { Secret } from '../../domain/secret.ts';
import { RUNNING } from '../../session/session-text.ts';
import { useLineEditor } from '../editing/use-line-editor.ts';
import { Field } from '../parts/field.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * Asks for the passphrase of a profile.
 *
 *     The tokens of my-app are sealed with your passphrase.
 *
 *     Passphrase  ••••••••
 */
export function UnlockScreen({ journey, width, isActive, isRevealing, dispatch }: View) {
	const { mask } = useGlyphs();
	const { unlock } = journey;
	const isBusy = journey.connection.running || journey.profiles.busy !== null;
	const line = useLineEditor({
		value: unlock?.passphrase.reveal() ?? '',
		onChange: (value) => dispatch({ type: 'edit-passphrase', value: new Secret(value) }),
		isActive: isActive && !isBusy,
	});
	if (!unlock) return null;
	return (
		<Box flexDirection="column">
			<Toned wrap="wrap">The tokens of {unlock.effect.name} are sealed with your passphrase.</Toned>
			<Box height={1} flexShrink={1} />
			<Field
				label="Passphrase"
				line={line}
				width={width}
				isFocused={isActive}
				mask={isRevealing ? null : mask}
				isCounted
			/>
			<Box height={1} flexShrink={1} />
			{isBusy ? <StepLine state="running" text={RUNNING.unlock} /> : null}
			{unlock.problem ? <ProblemBox problem={unlock.problem} scope="unlock" /> : null}
		</Box>
	);
}
