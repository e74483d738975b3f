import { Box } from 'ink';
import { RUNNING } from '../../session/session-text.ts';
import { MaskedField } from '../parts/field.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * Asks for the passphrase of a profile.
 *
 *     The tokens of my-app are sealed with your passphrase.
 *
 *     Passphrase  ••••••••
 */
export function UnlockScreen({ session, width }: View) {
	const { unlock, connection, profiles } = session;
	if (!unlock) return null;
	return (
		<Box flexDirection="column">
			<Toned wrap="wrap">The tokens of {unlock.effect.name} are sealed with your passphrase.</Toned>
			<Box height={1} flexShrink={1} />
			<MaskedField session={session} name="unlock" label="Passphrase" width={width} />
			<Box height={1} flexShrink={1} />
			{connection.running || profiles.busy !== null ? <StepLine state="running" text={RUNNING.unlock} /> : null}
			{unlock.problem ? <ProblemBox problem={unlock.problem} scope="unlock" /> : null}
		</Box>
	);
}
