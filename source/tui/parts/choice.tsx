import { Box } from 'ink';
import { Toned, useGlyphs } from '../theme.tsx';

/** One line of a few to choose from; one that cannot be chosen is quiet. */
export function Choice({
	words,
	isChosen,
	isPossible = true,
}: {
	words: string;
	isChosen: boolean;
	isPossible?: boolean;
}) {
	const { pointer } = useGlyphs();
	return (
		<Box height={1} flexShrink={0}>
			<Box width={2} flexShrink={0}>
				<Toned tone="accent">{isChosen ? pointer : ' '}</Toned>
			</Box>
			<Toned tone={isPossible ? (isChosen ? 'strong' : 'plain') : 'quiet'}>{words}</Toned>
		</Box>
	);
}
