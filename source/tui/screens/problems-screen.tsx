import { Box } from 'ink';
import { workProblems } from '../../session/problems.ts';
import { ProblemBox } from '../parts/problem-box.tsx';
import type { View } from '../view.ts';

/** Everything that went wrong on the way to the Pages, each with its cause and what helps. */
export function ProblemsScreen({ session }: View) {
	return (
		<Box flexDirection="column" rowGap={1}>
			{[...workProblems(session).entries()].map(([number, problem]) => (
				<ProblemBox key={number} problem={problem} scope="pages" />
			))}
		</Box>
	);
}
