import { Box, Spacer } from 'ink';
import { type Tone, Toned } from '../theme.tsx';

/** The words of a notice, and how they are meant. */
export type NoticeContent = { tone: Tone; text: string };

/** A passing message, or a question, at the foot of the body. */
export function Notice({ content }: { content: NoticeContent | null }) {
	if (!content) return null;
	return (
		<>
			<Spacer />
			<Box flexShrink={0}>
				<Toned tone={content.tone} wrap="wrap">
					{content.text}
				</Toned>
			</Box>
		</>
	);
}
