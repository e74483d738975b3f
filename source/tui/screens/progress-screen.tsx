import { Box } from 'ink';
import type { Journey } from '../../domain/journey.ts';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine, type StepState } from '../parts/step-line.tsx';

/**
 * The steps from the user token to the Pages, until the first Page is there.
 *
 *     ✓ Token exchanged for a long-lived one
 *     ⠹ Listing Pages
 */
export function ProgressScreen({ connection }: { connection: Journey['connection'] }) {
	const { exchanged, isKept, listed, running, problems } = connection;
	const exchangedText = isKept ? 'Token kept: it lives long already' : 'Token exchanged for a long-lived one';
	const latest = problems.at(-1);
	const state = (done: boolean, before: boolean): StepState => {
		if (done) return 'done';
		if (!before) return 'waiting';
		return running ? 'running' : 'failed';
	};
	return (
		<Box flexDirection="column">
			<StepLine
				state={state(exchanged, true)}
				text={exchanged ? exchangedText : 'Exchanging the token for a long-lived one'}
			/>
			<StepLine state={state(listed, exchanged)} text={listed ? 'Pages listed' : 'Listing Pages'} />
			<Box height={1} flexShrink={0} />
			{latest ? <ProblemBox problem={latest} scope="progress" /> : null}
		</Box>
	);
}
