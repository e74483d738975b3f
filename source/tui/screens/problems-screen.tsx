import { Box } from 'ink';
import { workProblems } from '../../session/problems.ts';
import { ProblemBox } from '../parts/problem-box.tsx';
import { Scrollable } from '../parts/scrollable.tsx';
import type { View } from '../view.ts';

/** Everything that went wrong on the way to the Pages, each with its cause and what helps. */
export function ProblemsScreen({ session, rows, onScrollLimit }: View) {
	return (
		<Scrollable rows={rows} offset={session.screen.scroll} onLimit={onScrollLimit}>
			<Box flexDirection="column" rowGap={1}>
				{[...workProblems(session).entries()].map(([number, problem]) => (
					<ProblemBox key={number} problem={problem} scope="pages" />
				))}
			</Box>
		</Scrollable>
	);
}
