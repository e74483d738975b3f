import { Box } from 'ink';
import { graphNumbers, type Problem } from '../../domain/problem.ts';
import { Toned, useGlyphs } from '../theme.tsx';

/**
 * What went wrong, why, and what to do.
 *
 *     ✗ The app secret is wrong
 *       Meta does not accept this secret for this app id.
 *       → Copy the App Secret from App settings, Basic.
 *       Meta: code 1, fbtrace_id AbC…
 */
export function ProblemBox({ problem }: { problem: Problem }) {
	const glyphs = useGlyphs();
	const detail = graphNumbers(problem.graph);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Box columnGap={1}>
				<Box flexShrink={0}>
					<Toned tone="bad">{glyphs.bad}</Toned>
				</Box>
				<Toned tone="bad" wrap="wrap">
					{problem.title}
				</Toned>
			</Box>
			<Box paddingLeft={2} flexDirection="column">
				<Toned wrap="wrap">{problem.cause}</Toned>
				<Toned wrap="wrap">
					{glyphs.arrow} {problem.remedy}
				</Toned>
				{detail ? <Toned tone="quiet">Meta: {detail}</Toned> : null}
			</Box>
		</Box>
	);
}
