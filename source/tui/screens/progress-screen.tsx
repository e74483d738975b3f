import { Box } from 'ink';
import { describeExchange, RUNNING } from '../../session/session-text.ts';
import { Elapsed } from '../parts/elapsed.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine, type StepState } from '../parts/step-line.tsx';
import { WaitLine } from '../parts/wait-line.tsx';
import type { View } from '../view.ts';

/**
 * The steps from the user token to the Pages, until the first Page is there.
 *
 *     ✓ Token exchanged for a long-lived one
 *     ⠹ Listing Pages
 *       ! Meta is in trouble · trying again in 3 s (2 of 3)
 */
export function ProgressScreen({ session: { connection, waiting }, clock, width }: View) {
	const { exchanged, listed, running, problems } = connection;
	const latest = problems.at(-1);
	// There are no Pages here yet: any other trouble than that has left a part of the list unread.
	const isListed = listed && (!latest || latest.code === 'no-pages');
	const state = (done: boolean, before: boolean): StepState => {
		if (done) return 'done';
		if (!before) return 'waiting';
		return running ? 'running' : 'failed';
	};
	const wait = waiting ? (
		<Box paddingLeft={2} flexShrink={0}>
			<WaitLine waiting={waiting} clock={clock} width={width - 2} />
		</Box>
	) : null;
	return (
		<Box flexDirection="column">
			<StepLine state={state(exchanged, true)} text={exchanged ? describeExchange(connection) : RUNNING.exchange}>
				{running && !exchanged ? <Elapsed clock={clock} /> : null}
			</StepLine>
			{exchanged ? null : wait}
			<StepLine state={state(isListed, exchanged)} text={isListed ? 'Pages listed' : RUNNING.list}>
				{running && exchanged && !isListed ? <Elapsed clock={clock} /> : null}
			</StepLine>
			{exchanged ? wait : null}
			<Box height={1} flexShrink={0} />
			{latest ? <ProblemBox problem={latest} scope="progress" /> : null}
		</Box>
	);
}
