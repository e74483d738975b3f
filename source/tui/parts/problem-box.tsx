import { Box } from 'ink';
import { graphNumbers } from '../../domain/problem.ts';
import { problemText } from '../../domain/problem-text.ts';
import { Toned, useGlyphs } from '../theme.tsx';
import { NextKeys, type NextKeysProps } from './next-keys.tsx';
import { Marked } from './remark.tsx';

/**
 * What went wrong, why, what to do, and the keys for it on the screen where it stands.
 *
 *     ✗ The app secret is wrong
 *       Meta does not accept this secret for this app id.
 *       → Copy the App Secret from App settings, Basic.
 *       Meta: code 1, fbtrace_id AbC…
 *       ^O open the page · ^R copy a report
 */
export function ProblemBox(props: NextKeysProps) {
	const { problem } = props;
	const glyphs = useGlyphs();
	const detail = graphNumbers(problem.graph);
	const { title, cause, remedy } = problemText(problem);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Marked sign={glyphs.bad} tone="bad">
				<Toned tone="bad" wrap="wrap">
					{title}
				</Toned>
			</Marked>
			<Box paddingLeft={2} flexDirection="column">
				<Toned wrap="wrap">{cause}</Toned>
				<Remedy text={remedy} />
				{detail ? <Toned tone="quiet">Meta: {detail}</Toned> : null}
				<NextKeys {...props} />
			</Box>
		</Box>
	);
}

/** What to do: `→ Try again in a minute.` */
export function Remedy({ text }: { text: string }) {
	return (
		<Marked sign={useGlyphs().arrow} tone="accent">
			<Toned wrap="wrap">{text}</Toned>
		</Marked>
	);
}
