import { Box } from 'ink';
import { describeExchange, RUNNING } from '../../session/session-text.ts';
import { Elapsed } from '../parts/elapsed.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine } from '../parts/step-line.tsx';
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
	const step = (text: string, isDone: boolean, isNext: boolean) => {
		const isRunning = running && isNext && !isDone;
		const state = isDone ? 'done' : isRunning ? 'running' : isNext ? 'failed' : 'waiting';
		return (
			<StepLine state={state} text={text}>
				{isRunning ? <Elapsed clock={clock} /> : null}
			</StepLine>
		);
	};
	const wait = waiting ? (
		<Box paddingLeft={2} flexShrink={0}>
			<WaitLine waiting={waiting} clock={clock} width={width - 2} />
		</Box>
	) : null;
	return (
		<Box flexDirection="column">
			{step(exchanged ? describeExchange(connection) : RUNNING.exchange, exchanged, true)}
			{exchanged ? null : wait}
			{step(isListed ? 'Pages listed' : RUNNING.list, isListed, exchanged)}
			{exchanged ? wait : null}
			<Box height={1} flexShrink={0} />
			{latest ? <ProblemBox problem={latest} scope="progress" /> : null}
		</Box>
	);
}
